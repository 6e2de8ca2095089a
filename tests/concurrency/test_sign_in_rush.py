"""Many people at the door at once, on a real server with several processes."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.sessions.models import Session

from tests import build

pytestmark = pytest.mark.race
PEOPLE = 24
PASSWORD = "a long test password"


def sign_in(session, email):
    session.get("/accounts/login/")
    answer = session.post("/accounts/login/", {"login": email, "password": PASSWORD})
    return answer.status, "sessionid" in session.cookies


def test_everybody_gets_in_and_nobody_meets_a_locked_database(portal):
    people = [build.user(email=f"rush{number}@example.org") for number in range(PEOPLE)]

    with ThreadPoolExecutor(PEOPLE) as crowd:
        met = list(crowd.map(lambda person: sign_in(portal.session(), person.email), people))

    assert met == [(302, True)] * PEOPLE
    assert Session.objects.count() == PEOPLE
