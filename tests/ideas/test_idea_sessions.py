"""A session that ended while somebody wrote: what they send then is not lost, and nobody else reads or keeps it."""

import pytest
from django.core.cache import cache
from django.test import Client

from ideas.models import Idea, IdeaDraft
from tests.ideas.submitting import TYPED, begin, last_message, type_in
from tests.ideas.test_submitting import link_in
from tests.reports.shown import shown

pytestmark = pytest.mark.django_db
TITLE = "عنوانی که پس از پایان نشست نوشته شد"


@pytest.fixture(autouse=True)
def nobody_has_guessed():
    cache.clear()


def end_session(client):
    client.session.flush()


def title_on(response):
    return shown(response).one("input", name="title").attributes.get("value", "")


def test_what_a_signed_in_person_sends_after_the_end_of_the_session_stands_in_the_form_again(client, firm_a):
    client.force_login(firm_a)
    page = client.post("/ideas/submit/", {"as": "me"}).headers["Location"]
    type_in(client, page, go="keep")
    end_session(client)
    sent = type_in(client, page, seen=1, title=TITLE)
    between = IdeaDraft.objects.get().payload["title"]
    client.force_login(firm_a)
    again = client.get(page)
    kept = type_in(client, page, seen=1, title=TITLE)
    after = client.get(page)

    assert sent.headers["Location"].startswith("/accounts/login/?next=/ideas/submit/")
    assert between == ["بازار مشترک"]
    assert (again.status_code, title_on(again)) == (200, TITLE)
    assert shown(again).one("input", name="seen").attributes["value"] == "1"
    assert "نتوانستیم آن را نگه داریم" in again.text
    assert (kept.status_code, IdeaDraft.objects.get().payload["title"]) == (302, [TITLE])
    assert "نتوانستیم آن را نگه داریم" not in after.text


def test_who_proved_an_address_finds_the_text_behind_the_mailed_link(client):
    page = begin(client)
    link = link_in(last_message())
    client.post(link, TYPED | {"seen": 0, "go": "keep"})
    end_session(client)
    sent = type_in(client, page, seen=1, title=TITLE)

    assert (sent.status_code, "از دست نرفته است" in sent.text) == (404, True)
    assert "از دست نرفته است" not in client.get(page).text
    assert title_on(client.get(link)) == TITLE
    assert IdeaDraft.objects.get().payload["title"] == ["بازار مشترک"]
    assert client.post(f"{link}send/", {"go": "send"}).status_code == 302
    assert Idea.objects.get().title == "بازار مشترک"


def test_what_a_stranger_sends_reaches_nobody_elses_page(client):
    page, owner = begin(client), Client()
    link = link_in(last_message())
    owner.post(link, TYPED | {"seen": 0, "go": "keep"})
    type_in(client, page, seen=1, title=TITLE)

    assert title_on(owner.get(link)) == "بازار مشترک"
    assert TITLE not in client.get(page).text


def test_what_waits_for_one_draft_stands_in_no_other(client, firm_a):
    client.force_login(firm_a)
    one, other = (client.post("/ideas/submit/", {"as": "me"}).headers["Location"] for _time in range(2))
    end_session(client)
    type_in(client, one, title=TITLE)
    client.force_login(firm_a)

    assert title_on(client.get(other)) == ""
    assert title_on(client.get(one)) == TITLE
