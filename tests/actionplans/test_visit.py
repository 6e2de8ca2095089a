"""Supervision visits: of approved plans, not to come; what was verified at one is known as such."""

import datetime as dt
from decimal import Decimal

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from actionplans import services
from actionplans.models import IndicatorReading, SupervisionVisit, Verification
from council.models import ProgramYear
from filing.models import StateChange
from tests import build
from tests.actionplans import build_money

pytestmark = pytest.mark.django_db
DAY = build_money.DAY


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def plan():
    return build_money.approved_plan()


def visit(plans, by, day=DAY, **fields):
    fields.setdefault("year", plans[0].year if plans else build.year())
    return services.record_visit(visited_on=day, plans=plans, findings="بازدید شد.", by=by, **fields)


def refused(*arguments, **fields):
    with pytest.raises(ValidationError) as caught:
        visit(*arguments, **fields)
    return caught.value.message_dict


def test_a_visit_names_what_was_seen_and_stands_in_the_book(plan, supervisor):
    made = visit([plan], supervisor, findings_en="Seen.")

    assert (list(made.plans.all()), made.findings_en, made.by) == ([plan], "Seen.", supervisor)
    line = StateChange.objects.get(model="actionplans.supervisionvisit")
    assert (line.object_key, line.old, line.new) == ("1403/visit@2024-07-21#1", "", "recorded")


def test_a_visit_sees_at_least_one_plan_and_only_approved_ones_of_its_year(plan, supervisor):
    draft, other = build.plan(), build_money.approved_plan(year=build.year(1404))

    assert refused([], supervisor) == {"plans": ["Choose at least one plan."]}
    for plans in ([plan, draft], [plan, other]):
        assert refused(plans, supervisor) == {"plans": ["A visit sees approved plans of one year."]}
    assert not SupervisionVisit.objects.exists()


def test_a_visit_lies_neither_in_the_future_nor_before_its_year(plan, supervisor):
    with time_machine.travel("2024-07-21T12:00+03:30", tick=False):
        visit([plan], supervisor)
        assert refused([plan], supervisor, DAY + dt.timedelta(days=1)) == {
            "visited_on": ["The day lies in the future: record a visit once it was made."]
        }
    visit([plan], supervisor, build.NOWRUZ_1403)
    assert refused([plan], supervisor, build.NOWRUZ_1403 - dt.timedelta(days=1)) == {
        "visited_on": ["The day lies before the programme year 1403."]
    }


def test_a_visit_is_recorded_while_the_year_runs(plan, supervisor):
    ProgramYear.objects.update(state="closed")

    assert refused([plan], supervisor) == {
        "__all__": ["Visits are recorded while the year runs; the year 1403 is closed."]
    }


@pytest.mark.parametrize(("is_public", "seen"), [(False, {"nobody": 404, "member": 200}), (True, {"nobody": 200})])
def test_the_file_of_a_visit_is_private_until_it_is_released(client, plan, supervisor, council_member, is_public, seen):
    file = SimpleUploadedFile("گزارش.txt", "بازدید".encode())
    made = visit([plan], supervisor, file=file, is_file_public=is_public)

    met = {}
    for name in seen:
        if name == "member":
            client.force_login(council_member)
        met[name] = knock(client, made)
    assert met == seen


def knock(client, visit):
    """The status of the visit's file, read to its end."""
    response = client.get(f"/files/{visit.file_id}/")
    b"".join(response.streaming_content if response.streaming else ())
    return response.status_code


def test_the_public_sees_visits_to_approved_plans(plan, council_member):
    shown, hidden = build.visit([plan]), build.visit([build.plan()])

    assert list(SupervisionVisit.objects.visible_to(AnonymousUser())) == [shown]
    assert set(SupervisionVisit.objects.visible_to(council_member)) == {shown, hidden}


def verdicts(plan, by, visit):
    """Every way to give a verdict, at the visit."""
    activity, recorder = plan.activities.get(), build.user()
    entry = build.entry(activity, Decimal(40), DAY, by=recorder)
    reading = IndicatorReading.objects.create(
        indicator=build.indicator(plan), as_of=DAY, value=Decimal(4), recorded_by=recorder
    )
    common = {"by": by, "visit": visit}
    return [
        lambda: services.verify_entry(entry=entry, **common),
        lambda: services.return_entry(entry=entry, reason="سند نیست", **common),
        lambda: services.verify_reading(reading=reading, **common),
        lambda: services.return_reading(reading=reading, reason="سند نیست", **common),
    ]


def test_each_verdict_may_be_given_at_a_visit(plan, supervisor):
    made = build.visit([plan])

    assert [give().visit for give in verdicts(plan, supervisor, made)] == [made] * 4
    assert made.verifications.count() == 4


def test_a_visit_that_did_not_see_the_plan_carries_no_verdict(plan, supervisor):
    other = build_money.approved_plan(title="برنامه دیگر")
    wrong = build.visit([other])

    for give in verdicts(plan, supervisor, wrong):
        with pytest.raises(ValidationError) as caught:
            give()
        assert caught.value.message_dict == {
            "visit": [f"The visit of 21 July 2024 did not see {plan}. Choose another visit, or none."]
        }
    assert not Verification.objects.exists()


def test_a_visit_of_another_year_carries_no_verdict(plan, supervisor):
    wrong = build.visit([plan], year=build.year(1404))

    with pytest.raises(ValidationError, match="did not see"):
        verdicts(plan, supervisor, wrong)[0]()


def test_a_visit_to_come_carries_no_verdict(plan, supervisor):
    with time_machine.travel("2024-07-21T12:00+03:30", tick=False):
        to_come = build.visit([plan], visited_on=DAY + dt.timedelta(days=1))

        with pytest.raises(ValidationError, match="lies in the future"):
            verdicts(plan, supervisor, to_come)[0]()
