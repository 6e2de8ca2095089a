"""Recording progress: what is refused, and what is kept."""

import datetime as dt
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override

from actionplans import services
from actionplans.models import Evidence, IndicatorReading, PlanProposal, ProgressEntry
from council.models import ProgramYear
from filing.models import StateChange, StoredFile
from tests import build
from tests.actionplans import build_plans

pytestmark = pytest.mark.django_db
SHAHRIVAR = dt.date(2024, 9, 21)


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


@pytest.fixture
def plan(facilitator):
    return build_plans.running_plan(by=facilitator)


@pytest.fixture
def activity(plan):
    return plan.activities.get()


def refusal(function, *args, **kwargs):
    with pytest.raises(ValidationError) as caught:
        function(*args, **kwargs)
    return caught.value.message_dict


def record(activity, by, percent="60", as_of=SHAHRIVAR, **fields):
    return services.record_entry(activity=activity, as_of=as_of, percent=Decimal(percent), by=by, **fields)


def test_an_entry_is_kept_with_its_evidence_and_stands_in_the_book(activity, facilitator):
    file = SimpleUploadedFile("گزارش.txt", "متن گزارش".encode())

    entry = record(
        activity, facilitator, narrative="کار انجام شد", files=[services.Attachment(file, caption="گزارش شهریور")]
    )

    evidence = Evidence.objects.get()
    change = StateChange.objects.first()
    assert (entry.percent, entry.narrative, entry.recorded_by) == (Decimal("60.00"), "کار انجام شد", facilitator)
    assert (evidence.entry, evidence.caption, evidence.is_public, evidence.added_by) == (
        entry, "گزارش شهریور", False, facilitator,
    )  # fmt: skip
    assert (change.model, change.object_key, change.old, change.new) == (
        "actionplans.progressentry", "1403/1/1@2024-09-21#1", "", "recorded",
    )  # fmt: skip


def test_a_forbidden_file_refuses_the_whole_entry_and_names_the_file(activity, facilitator):
    errors = refusal(record, activity, facilitator, files=[SimpleUploadedFile("x.exe", b"MZ")])

    assert list(errors) == ["files"]
    assert errors["files"][0].startswith("x.exe: This kind of file is not accepted.")
    assert (ProgressEntry.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_a_stored_file_may_be_evidence_too(activity, facilitator):
    first = record(activity, facilitator, files=[SimpleUploadedFile("a.txt", b"text")])
    stored = first.evidence.get().file

    second = record(activity, facilitator, percent="70", files=[stored])

    assert (second.evidence.get().file, second.evidence.get().caption) == (stored, "a.txt")


@pytest.mark.parametrize("percent", ["101", "100.01", "-0.01"])
def test_progress_lies_between_0_and_100(activity, facilitator, percent):
    assert next(iter(refusal(record, activity, facilitator, percent=percent))) == "percent"
    assert ProgressEntry.objects.count() == 0


def test_an_entry_dated_tomorrow_is_refused(activity, facilitator):
    with time_machine.travel("2024-09-20T23:59+03:30", tick=False):
        errors = refusal(record, activity, facilitator)
    with time_machine.travel("2024-09-21T00:01+03:30", tick=False):
        record(activity, facilitator)

    assert errors == {"as_of": ["The day lies in the future: report what is done up to today."]}
    assert ProgressEntry.objects.count() == 1


@pytest.mark.parametrize("day", ["2024-03-19", "2025-03-21"])
def test_an_entry_outside_the_year_is_refused(activity, facilitator, day):
    errors = refusal(record, activity, facilitator, as_of=dt.date.fromisoformat(day))

    assert errors == {"as_of": ["The day lies outside the programme year 1403."]}


@pytest.mark.parametrize("day", ["2024-03-20", "2025-03-20"])
def test_the_first_and_the_last_day_of_the_year_are_inside(activity, facilitator, day):
    assert record(activity, facilitator, as_of=dt.date.fromisoformat(day)).pk


@pytest.mark.parametrize("state", ["approved", "closed"])
def test_progress_is_recorded_while_the_year_runs(activity, facilitator, state):
    ProgramYear.objects.update(state=state)

    errors = refusal(record, activity, facilitator)

    assert errors == {"__all__": [f"Progress is recorded while the year runs; the year 1403 is {state}."]}


def test_a_draft_has_no_progress(plan, facilitator):
    draft = build_plans.draft(plan.year, "5")

    errors = refusal(record, draft.activities.get(), facilitator)

    assert errors == {"__all__": ["Progress is recorded for approved plans; this plan is a draft."]}


def test_a_dropped_activity_has_no_progress_from_then_on(plan, facilitator):
    old = plan.activities.get()
    new = {"title": "تازه", "weight": "100", "start": "2024-11-01", "finish": "2025-01-01"}
    day = dt.date(2024, 10, 22)
    build_plans.decide(plan.year, (plan, PlanProposal.Act.AMEND, {"activities": [new]}), day=day, by=facilitator)

    errors = refusal(record, old, facilitator, as_of=day)

    assert errors == {"__all__": ["The activity is not part of what was approved for this day."]}
    assert record(old, facilitator, as_of=dt.date(2024, 10, 21)).pk


def test_a_stopped_plan_has_no_progress_after_its_last_day(plan, activity, facilitator):
    build_plans.decide(plan.year, (plan, PlanProposal.Act.STOP, {}), day=SHAHRIVAR, by=facilitator)

    errors = refusal(record, activity, facilitator, as_of=SHAHRIVAR + dt.timedelta(days=1))

    assert errors == {"as_of": ["The plan was stopped on 21 September 2024."]}
    assert record(activity, facilitator).pk


@pytest.mark.parametrize(
    ("percent", "day"),
    [("49.99", "2024-09-21"), ("49.99", "2024-09-22"), ("80.01", "2024-09-22"), ("80.01", "2024-09-23")],
)
def test_a_fall_against_either_neighbour_needs_a_reason(activity, facilitator, percent, day):
    build.entry(activity, percent=Decimal(50), as_of=SHAHRIVAR)
    build.entry(activity, percent=Decimal(80), as_of=dt.date(2024, 9, 24))
    as_of = dt.date.fromisoformat(day)

    errors = refusal(record, activity, facilitator, percent=percent, as_of=as_of)

    assert errors == {"fall_reason": ["Say why progress went down."]}
    assert refusal(record, activity, facilitator, percent=percent, as_of=as_of, fall_reason="  ") == errors
    assert record(activity, facilitator, percent=percent, as_of=as_of, fall_reason="خرابی").pk


def test_a_returned_entry_is_no_neighbour(activity, facilitator):
    build.entry(activity, percent=Decimal(90), returned="سند ندارد")

    assert record(activity, facilitator, percent="10").pk


def test_a_locked_month_takes_no_entry_until_it_is_opened(plan, activity, facilitator, staff):
    services.lock_month(year=plan.year, month=6, by=facilitator)

    assert refusal(record, activity, facilitator) == {
        "as_of": ["This month is locked. Choose a day of an open month, or ask to unlock it with a reason."]
    }
    assert record(activity, facilitator, as_of=dt.date(2024, 9, 22)).pk

    services.unlock_month(year=plan.year, month=6, by=staff, reason="گزارش دیر رسید")
    assert record(activity, facilitator).pk


def test_a_reading_is_kept_and_may_go_up_and_down(plan, facilitator):
    indicator = build.indicator(plan)
    for value in ("10", "8"):
        services.record_reading(indicator=indicator, as_of=SHAHRIVAR, value=Decimal(value), by=facilitator)

    keys = [reading.key for reading in IndicatorReading.objects.order_by("pk")]
    assert keys == ["1403/1/i1@2024-09-21#1", "1403/1/i1@2024-09-21#2"]
