"""Two people at one page of the hand-over: a stale post does what its button says, and writes over nothing unseen."""

import pytest
from django.urls import reverse

from handover.models import HandoverClosing
from tests import build
from tests.council.build_council import ready
from tests.handover import build_handover as build_here

pytestmark = pytest.mark.django_db
HUGE = "9" * 30


@pytest.fixture
def page(client, facilitator):
    """``page(act, exception, seen)``: posts the closing's page as a form that showed ``seen``; gives the answer."""
    url = reverse("admin:handover_closing", args=[ready().pk])
    client.force_login(facilitator)

    def post(act, exception="", seen=None):
        return client.post(url, {"act": act, "exception": exception, "seen": seen or ""})

    post.look = lambda: client.get(url).context["seen"]
    return post


def words():
    return list(HandoverClosing.objects.values_list("exception", flat=True))


def test_a_stale_take_it_off_ties_nothing(page):
    page("propose", "استثنا")
    seen = page.look()
    page("withdraw", seen=seen)

    again = page("withdraw", "استثنا", seen)

    assert (again.status_code, words()) == (422, [])
    assert "پیش‌تر کسی آن را برداشته است" in again.content.decode()


def test_of_two_who_write_the_exception_the_second_sees_the_firsts_words_and_keeps_the_own(page):
    page("propose", "استثنای نخست")
    seen = page.look()
    page("propose", "نوشته همکار", seen)

    refused = page("propose", "نوشته من", seen)

    assert (refused.status_code, words()) == (422, ["نوشته همکار"])
    text = refused.content.decode()
    assert ["نوشته همکار" in text, "نوشته من" in text] == [True, True]
    assert page("propose", "نوشته من", refused.context["seen"]).status_code == 302
    assert words() == ["نوشته من"]


def test_a_changed_closing_is_not_taken_off_unseen(page):
    page("propose", "استثنا")
    seen = page.look()
    page("propose", "نوشته همکار", seen)

    assert (page("withdraw", seen=seen).status_code, words()) == (422, ["نوشته همکار"])


def test_saving_the_exception_of_a_closing_that_was_taken_off_ties_nothing_unseen(page):
    page("propose", "استثنا")
    seen = page.look()
    page("withdraw", seen=seen)

    assert (page("propose", "استثنا", seen).status_code, words()) == (422, [])


def test_the_same_post_twice_is_one_and_a_post_without_a_button_none(page):
    assert [page("propose", "استثنا").status_code for _twice in range(2)] == [302, 302]
    assert [page(act).status_code for act in ("", "close")] == [422, 422]
    assert words() == ["استثنا"]


def test_a_number_that_no_database_takes_is_told_in_words(client, staff):
    decision, row = build.adopted_decision(), build_here.criterion()
    client.force_login(staff)
    url = reverse("admin:handover_confirm")

    for data, field in (({"decision": decision.pk, "criteria": [HUGE]}, "criteria"),
                        ({"decision": HUGE, "criteria": [row.pk]}, "decision")):  # fmt: skip
        answer = client.post(url, data)
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
