"""Closing a month for entries, and opening it again."""

import pytest
import time_machine
from django.utils.translation import gettext

from actionplans.models import MonthLock
from tests import build
from tests.actionplans.build_desk import MONTHS, SHAHRIVAR_31, address, approved_plan
from tests.actionplans.test_progress_desk_refusals import HOSTILE

pytestmark = pytest.mark.django_db


def send(client, act, month, reason=""):
    return client.post(address(MONTHS), {"act": act, "year": "1403", "month": month, "reason": reason})


def steps():
    return list(MonthLock.objects.order_by("pk").values_list("month", "is_locked", "reason", "by"))


def test_a_month_is_locked_and_opened_again_with_a_reason(client, staff):
    build.year()
    client.force_login(staff)

    locked = send(client, "lock", "6")
    opened = send(client, "unlock", "6", "یک ثبت جا مانده بود.")

    assert (locked.url, opened.url) == (f"{address(MONTHS)}?year=1403",) * 2
    assert steps() == [(6, True, "", staff.pk), (6, False, "یک ثبت جا مانده بود.", staff.pk)]
    text = client.get(opened.url).content.decode()
    assert "شهریور دوباره باز شد." in text
    assert "یک ثبت جا مانده بود." in text


def test_the_page_shows_twelve_months_with_their_state_and_what_waits(client, staff, django_assert_num_queries):
    plan, (activity,) = approved_plan()
    build.entry(activity, as_of=SHAHRIVAR_31)
    MonthLock.objects.create(year=plan.year, month=1, by=staff)
    client.force_login(staff)
    client.get(address(MONTHS))

    with django_assert_num_queries(8):
        response = client.get(address(MONTHS))

    months = [(month["name"], bool(month["step"]), month["waiting"]) for month in response.context["months"]]
    assert months[0] == ("فروردین", True, 0)
    assert months[5] == ("شهریور", False, 1)
    assert len(months) == 12


@pytest.mark.parametrize(
    ("act", "month", "reason", "refusal"),
    [
        ("lock", "1", "", "The month is locked already."),
        ("unlock", "1", "", "Say why the month is opened again."),
        ("unlock", "2", "دلیل", "The month is not locked."),
    ],
)
def test_a_refusal_stands_on_the_page(client, staff, act, month, reason, refusal):
    year = build.year()
    MonthLock.objects.create(year=year, month=1, by=staff)
    client.force_login(staff)

    response = send(client, act, month, reason)

    assert response.status_code == 200
    assert [error for errors in response.context["form"].errors.values() for error in errors] == [gettext(refusal)]
    assert len(steps()) == 1


def test_a_month_that_has_not_ended_is_not_locked(client, staff):
    build.year()

    with time_machine.travel("2024-09-10T12:00+03:30", tick=False):
        client.force_login(staff)
        response = send(client, "lock", "6")

    assert response.context["form"].errors
    assert steps() == []


def test_the_facilitator_locks_but_does_not_open_again(client, facilitator):
    year = build.year()
    client.force_login(facilitator)

    assert send(client, "lock", "6").status_code == 302
    assert send(client, "unlock", "6", "دلیل").status_code == 403
    assert MonthLock.objects.locked_months(year) == {6}
    assert 'value="unlock"' not in client.get(address(MONTHS)).content.decode()


@pytest.mark.parametrize("role", ["council_member", "supervisor", "administrator"])
def test_others_may_neither_look_nor_lock(client, cast, role):
    build.year()
    client.force_login(cast[role])

    assert client.get(address(MONTHS)).status_code == 403
    assert send(client, "lock", "6").status_code == 403
    assert steps() == []


@pytest.mark.parametrize("text", ["", "0", "13", "-1", *HOSTILE])
@pytest.mark.parametrize("name", ["month", "act", "reason", "year"])
def test_nothing_that_is_sent_breaks_the_page(client, staff, name, text):
    year = build.year()
    MonthLock.objects.create(year=year, month=1, by=staff)
    client.force_login(staff)
    data = {"act": "unlock", "year": "1403", "month": "1", "reason": "دلیل"} | {name: text}

    assert client.post(address(MONTHS), data).status_code in {200, 302, 404}
