"""The reminder of the next visit: on the desk while it is due, by mail once for each two months without a visit."""

import datetime as dt

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command

from actionplans import visits
from actionplans.models import SupervisionVisit
from persian.jalali import to_gregorian
from post.models import Message
from tests import build
from tests.actionplans.build_desk import approved_plan

pytestmark = pytest.mark.django_db
DUE = to_gregorian(1403, 3, 1)  # two months after the first day of the year


@pytest.fixture
def plan():
    return approved_plan()[0]


def on(day):
    return time_machine.travel(dt.datetime.combine(day, dt.time(12), tzinfo=dt.UTC), tick=False)


def tick_on(day):
    with on(day):
        visits.remind_of_visits()


def keys():
    return sorted(Message.objects.values_list("key", flat=True))


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        ((1403, 1, 1), 2, (1403, 3, 1)),
        ((1403, 4, 31), 2, (1403, 6, 31)),
        ((1403, 6, 31), 2, (1403, 8, 30)),
        ((1403, 11, 30), 2, (1404, 1, 30)),
        ((1402, 10, 30), 2, (1402, 12, 29)),
        ((1403, 12, 30), 12, (1404, 12, 29)),
    ],
)
def test_months_are_jalali_ones_and_a_shorter_month_ends_earlier(day, months, then):
    assert visits.months_after(to_gregorian(*day), months) == to_gregorian(*then)


def test_the_desk_reminds_from_the_day_on_which_two_months_have_passed(supervisor, facilitator, plan):
    seen = {}
    for day in (DUE - dt.timedelta(days=1), DUE):
        with on(day):
            seen[day] = [visits.waiting_items(person)[0].count for person in (supervisor, facilitator)]

    assert list(seen.values()) == [[0, 0], [1, 1]]


def test_a_visit_quiets_the_reminder_for_two_months(supervisor, plan):
    build.visit([plan], visited_on=to_gregorian(1403, 4, 10))

    counts = []
    for day in [(1403, 6, 9), (1403, 6, 10)]:
        with on(to_gregorian(*day)):
            [item] = visits.waiting_items(supervisor)
            counts.append((item.count, item.hint))

    assert counts == [(0, "آخرین بازدید در ۱۰ تیر ۱۴۰۳ بوده است."), (1, "آخرین بازدید در ۱۰ تیر ۱۴۰۳ بوده است.")]


def test_after_the_last_day_of_the_year_nobody_is_reminded(supervisor, plan):
    with on(plan.year.end):
        assert visits.waiting_items(supervisor)[0].count == 1
    with on(plan.year.end + dt.timedelta(days=1)):
        assert visits.waiting_items(supervisor)[0].count == 0
    tick_on(plan.year.end + dt.timedelta(days=1))
    assert keys() == []


def test_others_and_years_that_do_not_run_are_not_reminded(supervisor, council_member, administrator, firm_a, plan):
    plan.year.state = "approved"
    plan.year.save(update_fields=["state"])

    with on(DUE):
        [item] = visits.waiting_items(supervisor)
        assert (item.count, item.hint) == (0, "ناظر در سال در حال اجرا هر دو ماه از برنامه‌ها بازدید می‌کند.")
        assert [visits.waiting_items(person) for person in (council_member, administrator, firm_a)] == [[], [], []]
    tick_on(DUE)
    assert keys() == []


def test_the_number_on_the_first_page_leads_to_the_form_or_to_the_list(client, supervisor, facilitator, plan):
    with on(DUE):
        urls = [visits.waiting_items(person)[0].url for person in (supervisor, facilitator)]
        for person, url in zip((supervisor, facilitator), urls, strict=True):
            client.force_login(person)
            assert client.get(url).status_code == 200
            assert url in client.get("/admin/").content.decode()

    assert urls == ["/admin/actionplans/visits/record/?year=1403", "/admin/actionplans/supervisionvisit/?year=1403"]


def test_the_clock_mails_each_of_them_once_for_each_two_months(supervisor, facilitator, staff, plan):
    for day in (DUE - dt.timedelta(days=1), DUE, DUE, to_gregorian(1403, 4, 31)):
        tick_on(day)
    first = keys()
    tick_on(to_gregorian(1403, 5, 1))

    assert first == sorted(f"visit-due/1403/{DUE}/{person.pk}" for person in (supervisor, facilitator))
    assert len(keys()) == 4
    assert set(Message.objects.values_list("to", flat=True)) == {supervisor.email, facilitator.email}


def test_a_visit_ends_the_mails_until_two_months_have_passed_again(supervisor, plan):
    tick_on(DUE)
    build.visit([plan], visited_on=DUE)
    tick_on(to_gregorian(1403, 4, 31))
    assert len(keys()) == 1

    tick_on(to_gregorian(1403, 5, 1))

    assert keys()[1] == f"visit-due/1403/{to_gregorian(1403, 5, 1)}/{supervisor.pk}"


def test_the_mail_is_in_the_persons_language_and_leads_to_the_desk(supervisor, person_in, plan):
    supervisor.language = "en"
    supervisor.save(update_fields=["language"])
    tick_on(DUE)

    message = Message.objects.get()
    assert (message.language, message.subject) == ("en", "A supervision visit is due")
    assert message.body == (
        "No visit since the year began on 20 March 2024. On 21 May 2024 two more months of the year 1403 had passed "
        "without a supervision visit.\n\nThe supervisor records a visit here:\n"
        "https://portal.example/en/admin/actionplans/visits/record/?year=1403"
    )


def test_who_may_not_sign_in_or_has_no_mail_gets_none(supervisor, facilitator, plan):
    supervisor.is_active = False
    supervisor.save(update_fields=["is_active"])
    facilitator.email, facilitator.mobile = None, "+989120000000"
    facilitator.save(update_fields=["email", "mobile"])

    tick_on(DUE)

    assert (keys(), mail.outbox) == ([], [])


def test_the_clock_of_the_house_runs_it(supervisor, plan):
    with on(DUE):
        call_command("tick")

    assert keys() == [f"visit-due/1403/{DUE}/{supervisor.pk}"]
    assert not SupervisionVisit.objects.exists()
