"""How long an answer takes does not tell who has an account (G09): fifty tries each, known and unknown in turn."""

import re
import time
from statistics import median

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from members.models import RegistrationDraft
from persian.digits import localised
from tests import build

pytestmark = pytest.mark.django_db
TRIES, WARM_UP, WITHIN = 50, 3, 0.2
FORMS = {"known": "anna.{:03}@example.org", "unknown": "otto.{:03}@example.org"}
DOORS = {"account_request_login_code": "login", "account_reset_password": "email", "members:register_start": "contact"}


@pytest.fixture
def addresses():
    """For each of the two an address for every try, so that no limit on one address is met.

    The known ones have an account, and a registration that was begun and not sent.
    """
    made = {side: [form.format(n) for n in range(TRIES + WARM_UP)] for side, form in FORMS.items()}
    for address in made["known"]:
        build.user(email=address)
    RegistrationDraft.objects.bulk_create(
        RegistrationDraft(contact=address, payload={"who": {"name": "نیمه"}}) for address in made["known"]
    )
    return made


class Door:
    """One form, asked again and again by strangers from networks of their own."""

    def __init__(self, name):
        self.address, self.field, self.asked = reverse(name), DOORS[name], 0

    def ask(self, address):
        """What a stranger sees, and what it cost: seconds of this process alone, so that no busy machine decides."""
        self.asked += 1
        visitor = Client(REMOTE_ADDR=f"10.1.{self.asked // 200}.{self.asked % 200}")
        with CaptureQueriesContext(connection) as queries:
            start = time.process_time()
            first = visitor.post(self.address, {self.field: address})
            middle = time.process_time()
            page = visitor.get(first.headers["Location"])
            seconds = middle - start, time.process_time() - middle
        text = shown(page, address, token=first.headers["Location"].strip("/").split("/")[-2])
        return (first.status_code, page.status_code, text), seconds, len(queries)


def shown(page, address, token):
    """The page without what is another for everybody: the address, the signed link of a draft, the form's token."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page.content.decode())
    return text.replace(token, "…").replace(localised(address), "…").replace(address, "…")


@pytest.mark.long
@pytest.mark.parametrize("name", DOORS)
def test_a_known_and_an_unknown_address_get_the_same_answer_in_the_same_time(addresses, name):
    """Taken in turn, so that whatever slows the machine slows both; medians, so that a single hitch decides nothing."""
    door = Door(name)
    seen, seconds, queries = set(), {side: [] for side in addresses}, {side: set() for side in addresses}
    for number in range(WARM_UP + TRIES):
        for side in addresses if number % 2 else reversed(addresses):
            answer, cost, count = door.ask(addresses[side][number])
            if number >= WARM_UP:
                seen.add(answer)
                seconds[side].append(cost)
                queries[side].add(count)

    assert len(seen) == 1
    form, page = ({side: median(cost[part] for cost in costs) for side, costs in seconds.items()} for part in range(2))
    assert [apart(form) <= WITHIN, apart(page) <= WITHIN] == [True, True], (form, page)
    assert max(queries["known"] | queries["unknown"]) - min(queries["known"] | queries["unknown"]) <= 1, queries


def apart(medians):
    """How much longer the longer one takes, as a share."""
    return max(medians.values()) / min(medians.values()) - 1
