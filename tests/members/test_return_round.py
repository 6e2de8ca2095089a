"""A round of returns on the desk of staff: opened, watched, its late firms reminded, closed."""

import datetime as dt

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.urls import reverse

from accounts.waiting import items_for
from members.models import Firm, ReturnRound
from members.notices import returns as notices
from members.services import returns
from persian.jalali import to_gregorian
from post.models import Message
from tests import build
from tests.members import build_firms

pytestmark = pytest.mark.django_db
DUE = to_gregorian(1404, 2, 31)
ADD = "/admin/members/returnround/add/"


def at(days):
    """So many days before (negative) or after the last day."""
    return time_machine.travel(dt.datetime.combine(DUE + dt.timedelta(days=days), dt.time(8)), tick=False)


@pytest.fixture
def opened():
    return build_firms.return_round(due_on=DUE)


@pytest.fixture
def late(opened):
    """A firm with two people, one of whom has a mobile number only, and one that nobody acts for."""
    firm = build_firms.firm("دیرآمده", contact_email="firm@example.org")
    build_firms.representative(firm, build.user("مینا", email="mina@example.org"))
    build_firms.representative(firm, build.user("رضا", email=None, mobile="09121234567"))
    lone = build_firms.firm("بی‌نماینده", contact_email="lone@example.org")
    return firm, lone


def sent():
    return list(Message.objects.order_by("pk").values_list("channel", "to"))


@pytest.mark.parametrize(
    ("days", "occasion"),
    [
        (-15, ""), (-14, "ahead-14"), (-4, "ahead-14"), (-3, "ahead-3"), (0, "ahead-3"),
        (1, "late-0"), (14, "late-0"), (15, "late-1"), (29, "late-2"),
    ],
)  # fmt: skip
def test_each_day_has_its_reminder(opened, days, occasion):
    assert notices.occasion_of(opened, DUE + dt.timedelta(days=days)) == occasion


def test_everybody_of_a_late_firm_is_written_to_once_for_each_occasion(opened, late):
    three = [("mail", "mina@example.org"), ("sms", "+989121234567"), ("mail", "lone@example.org")]
    with at(-15):
        notices.remind()
    assert sent() == []
    with at(-14):
        notices.remind()
        notices.remind()
    assert sorted(sent()) == sorted(three)
    with at(15):  # the clock stood still: the newest reminder only
        notices.remind()
    assert sorted(sent()) == sorted(three * 2)
    body = Message.objects.filter(to="lone@example.org").latest("pk").body
    assert "۳۱ اردیبهشت ۱۴۰۴" in body
    assert f"/members/desk/{late[1].tracking_code}/returns/1403/" in body


def test_who_filed_left_or_is_sample_is_not_written_to(opened, late):
    build_firms.firm_return(late[0])
    Firm.objects.filter(pk=late[1].pk).update(state=Firm.State.LEFT)
    build_firms.firm("نمونه", contact_email="sample@example.org", is_sample=True)

    with at(1):
        notices.remind()

    assert sent() == []


def test_after_the_round_is_closed_nobody_is_reminded(opened, late, staff):
    returns.close_round(return_round=opened, by=staff)

    with at(1):
        notices.remind()

    assert sent() == []


def test_another_last_day_is_reminded_of_anew(opened, late, staff):
    with at(-14):
        notices.remind()
        returns.move_due_day(return_round=opened, due_on=DUE + dt.timedelta(days=10), by=staff)
        notices.remind()
    assert len(sent()) == 3
    with at(-3):
        notices.remind()
    assert len(sent()) == 6


@pytest.mark.parametrize("firms", [1, 3])
def test_the_clock_asks_four_questions_once_all_were_written_to(opened, django_assert_num_queries, firms):
    for number in range(firms):
        build_firms.representative(build_firms.firm(), build.user(email=f"p{number}@example.org"))
    with at(1):
        notices.remind()
        with django_assert_num_queries(4):
            notices.remind()


def test_the_facilitator_opens_a_round_with_a_last_day(client, facilitator):
    build.year()
    client.force_login(facilitator)

    refused = client.post(ADD, {"year": build.year().pk, "due_on": "۱۳۹۹/۰۱/۰۱"})
    assert list(refused.context["form"].errors) == ["due_on"]
    response = client.post(ADD, {"year": build.year().pk, "due_on": "۱۴۹۹/۰۲/۳۱"})

    opened = ReturnRound.objects.get()
    assert response.headers["Location"] == f"/admin/members/returnround/{opened.pk}/change/"
    assert (opened.opened_by, opened.due_on) == (facilitator, to_gregorian(1499, 2, 31))


@pytest.mark.parametrize("role", ["council_member", "supervisor", "administrator", "firm_a"])
def test_nobody_else_opens_moves_or_closes_a_round(client, opened, role, request):
    client.force_login(request.getfixturevalue(role))
    path = reverse("admin:members_returnround_change", args=[opened.pk])

    codes = [client.post(ADD, {}).status_code, client.post(path, {"act": "close"}).status_code]

    assert set(codes) <= {302, 403}
    opened.refresh_from_db()
    assert opened.is_open


def test_who_may_only_read_a_round_neither_moves_nor_closes_it(client, opened):
    reader, stranger = build.user(is_staff=True), build.user(is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_returnround"))
    path = reverse("admin:members_returnround_change", args=[opened.pk])
    posts = [{"act": "close"}, {"act": "due", "due_on": "1404/03/31"}]
    client.force_login(stranger)
    assert [client.get(path).status_code, *(client.post(path, post).status_code for post in posts)] == [403] * 3
    client.force_login(reader)
    assert [client.get(path).status_code, *(client.post(path, post).status_code for post in posts)] == [200, 403, 403]

    opened.refresh_from_db()
    assert (opened.is_open, opened.due_on) == (True, DUE)


def test_a_last_day_before_the_first_is_refused_on_the_page(client, staff, opened):
    client.force_login(staff)
    path = reverse("admin:members_returnround_change", args=[opened.pk])

    response = client.post(path, {"act": "due", "due_on": "1390/01/01"})

    opened.refresh_from_db()
    assert (response.status_code, opened.due_on, list(response.context["form"].errors)) == (
        200,
        DUE,
        ["due_on"],
    )


def test_who_left_or_may_not_sign_in_is_not_reminded(opened, late):
    firm, _lone = late
    build_firms.representative(firm, build.user("رفته", email="left@example.org"), left_at="2024-05-01T00:00Z")
    build_firms.representative(firm, build.user("بسته", email="closed@example.org", is_active=False))
    with at(-14):
        notices.remind()

    three = [("mail", "lone@example.org"), ("mail", "mina@example.org"), ("sms", "+989121234567")]
    assert sorted(sent()) == three


def test_the_page_of_a_round_names_who_is_late_and_who_was_reminded(client, staff, opened, late):
    filed = build_firms.firm("زودآمده")
    build_firms.firm_return(filed)
    with at(1):
        notices.remind()
        client.force_login(staff)
        page = client.get(reverse("admin:members_returnround_change", args=[opened.pk]))

    assert [row.firm.name for row in page.context["late"]] == ["بی‌نماینده", "دیرآمده"]
    assert [len(row.reminded) for row in page.context["late"]] == [1, 2]
    assert (page.context["filed"], page.context["asked"]) == (1, 3)
    assert "زودآمده" not in page.content.decode()


def test_staff_move_the_last_day_and_close_the_round(client, staff, opened):
    path = reverse("admin:members_returnround_change", args=[opened.pk])
    client.force_login(staff)

    client.post(path, {"act": "due", "due_on": "۱۴۹۹/۰۱/۰۱"})
    opened.refresh_from_db()
    assert opened.due_on == to_gregorian(1499, 1, 1)
    client.post(path, {"act": "close"})
    opened.refresh_from_db()
    assert not opened.is_open
    again = client.post(path, {"act": "close"}, follow=True)
    assert [message.level_tag for message in again.context["messages"]] == ["success", "success", "error"]
    late = client.post(path, {"act": "due", "due_on": "۱۴۹۹/۰۲/۰۱"})
    assert list(late.context["form"].errors) == ["__all__"]


@pytest.mark.parametrize("firms", [1, 3])
def test_the_page_of_a_round_asks_the_same_number_of_questions(client, staff, opened, django_assert_num_queries, firms):
    for _number in range(firms):
        build_firms.representative(build_firms.firm(), build.user())
    client.force_login(staff)

    with django_assert_num_queries(11):
        client.get(reverse("admin:members_returnround_change", args=[opened.pk]))


def test_late_returns_wait_for_who_runs_the_round(staff, council_member, opened, late):
    with at(0):
        assert [item.count for item in items_for(staff) if "returnround" in item.url] == [0]
    with at(1):
        assert [item.count for item in items_for(staff) if "returnround" in item.url] == [2]
    assert [item for item in items_for(council_member) if "returnround" in item.url] == []
