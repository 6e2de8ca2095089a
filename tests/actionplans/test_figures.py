"""The figures from the database: the worked case as rows, and a number of queries that never grows."""

import datetime as dt
from decimal import Decimal

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser

from actionplans import arithmetic, figures
from actionplans.models import (
    ActionPlan,
    Activity,
    Baseline,
    BaselineActivity,
    ProgressEntry,
    Verification,
)
from persian import jalali
from tests import build
from tests.actionplans import oracle

pytestmark = pytest.mark.django_db
ANYBODY = AnonymousUser()
SHAHRIVAR = dt.date(2024, 9, 21)


def write_worked_case():
    """The worked case as rows, in the order of the entries' ids."""
    case, decision = oracle.case(), build.adopted_decision()
    year, person, entries, activities = build.year(), build.user(), [], {}
    for plan_row in case["plans"]:
        plan = build.plan(plan_row["number"], year=year, approved_by=decision, state=ActionPlan.State.RUNNING)
        if plan_row.get("stopped_on"):
            plan.state, plan.stopped_by, plan.stopped_on = "stopped", decision, oracle.day(plan_row["stopped_on"])
            plan.save()
        for row in plan_row["baselines"]:
            write_baseline(plan, row, decision, activities)
        entries += plan_row["entries"]
    for row in sorted(entries, key=lambda row: row["id"]):
        write_entry(row, activities, person)
    return year


def write_baseline(plan, row, decision, activities):
    baseline = Baseline.objects.create(
        plan=plan,
        version=row["version"],
        weight=Decimal(row["weight"]),
        decision=decision,
        in_force_on=oracle.day(row["in_force_on"]),
    )
    for facts in row["activities"]:
        key = facts["key"]
        fields = {name: facts[name] for name in ("weight", "start", "finish", "profile")}
        if key not in activities:
            activities[key] = build.activity(plan, number=int(key.split("/")[1]), **fields)
        BaselineActivity.objects.create(baseline=baseline, activity=activities[key], title=key, **fields)


def write_entry(row, activities, person):
    entry = build.entry(activities[row["activity"]], Decimal(row["percent"]), oracle.day(row["as_of"]), person)
    for verification in row["verifications"]:
        percent = verification.get("percent")
        build.verification(
            entry, verdict=verification["verdict"], percent=percent and Decimal(percent), by=person,
            reason="" if percent else "بی‌سند",
        )  # fmt: skip


def test_the_worked_case_comes_out_of_the_database_exactly():
    year = write_worked_case()

    found = [
        oracle.shown(figures.year_progress(year, user=ANYBODY, day=oracle.day(day)).figures)
        for day in oracle.case()["days"]
    ]

    assert found == oracle.expected()


def test_one_plan_alone_has_the_same_figures_as_in_its_year():
    year = write_worked_case()
    whole = figures.year_progress(year, user=ANYBODY, day=SHAHRIVAR)

    for row in whole.plans:
        alone = figures.plan_progress(ActionPlan.objects.select_related("year").get(pk=row.plan.pk), day=SHAHRIVAR)
        assert alone.figures == row.figures
        assert alone.series[-1].planned == row.series[-1].planned


def test_reported_and_verified_on_activities_are_those_of_the_arithmetic():
    year = write_worked_case()

    for day in [oracle.day(day) for day in oracle.case()["days"] if day <= "2024-12-20"]:
        whole = figures.year_progress(year, user=ANYBODY, day=day)
        expected = {
            row.facts.activity: (row.reported, row.verified) for plan in whole.figures.plans for row in plan.activities
        }
        rows = Activity.objects.with_progress(as_of=day).filter(pk__in=expected)
        assert {row.pk: (row.reported, row.verified) for row in rows} == expected


def grow(plans, activities, entries=2):
    """A running year with so many plans, activities a plan and entries an activity; all in bulk."""
    year, decision, person = build.year(), build.adopted_decision(), build.user()
    made = ActionPlan.objects.bulk_create(
        ActionPlan(year=year, number=n, title=f"برنامه {n}", weight=1, state="running", approved_by=decision)
        for n in range(1, plans + 1)
    )
    rows = Activity.objects.bulk_create(
        Activity(plan=plan, number=n, title=f"فعالیت {n}", weight=1, start=year.start, finish=year.end)
        for plan in made
        for n in range(1, activities + 1)
    )
    baselines = Baseline.objects.bulk_create(
        Baseline(plan=plan, version=1, weight=1, decision=decision, in_force_on=decision.adopted_on) for plan in made
    )
    by_plan = {baseline.plan_id: baseline for baseline in baselines}
    BaselineActivity.objects.bulk_create(
        BaselineActivity(
            baseline=by_plan[row.plan_id], activity=row, title=row.title, weight=1, start=row.start, finish=row.finish,
            profile="linear",
        )
        for row in rows
    )  # fmt: skip
    written = ProgressEntry.objects.bulk_create(
        ProgressEntry(activity=row, as_of=SHAHRIVAR, percent=10 * n, recorded_by=person)
        for row in rows
        for n in range(1, entries + 1)
    )
    Verification.objects.bulk_create(
        Verification(entry=entry, verdict="verified", percent=entry.percent, by=person) for entry in written
    )
    return year


@pytest.mark.parametrize(("plans", "activities"), [(1, 1), (9, 5), pytest.param(90, 45, marks=pytest.mark.long)])
def test_a_year_takes_three_queries_whatever_its_size(django_assert_num_queries, plans, activities):
    year = grow(plans, activities)

    with django_assert_num_queries(3):
        progress = figures.year_progress(year, user=ANYBODY, day=SHAHRIVAR)
        drawn = (
            progress.series,
            progress.later,
            [(row.next_due, row.plan.key, row.plan.lead) for row in progress.plans],
        )

    assert len(drawn[0]) == 12
    assert sum(len(plan.activities) for plan in progress.figures.plans) == plans * activities
    assert progress.figures.plans[0].verified == Decimal(20) * activities / 100


@pytest.mark.parametrize("activities", [1, 45])
def test_a_plan_takes_two_queries_whatever_its_size(django_assert_num_queries, activities):
    grow(2, activities)
    plan = ActionPlan.objects.select_related("year").get(number=1)

    with django_assert_num_queries(2):
        progress = figures.plan_progress(plan, day=SHAHRIVAR)
        points = progress.series

    assert (len(points), len(progress.figures.activities)) == (12, activities)


def test_drafts_are_listed_for_those_who_may_read_them_and_count_nowhere(facilitator):
    year = grow(2, 1)
    build.plan(3, year=year, weight=Decimal(98))

    public = figures.year_progress(year, user=ANYBODY, day=SHAHRIVAR)
    inside = figures.year_progress(year, user=facilitator, day=SHAHRIVAR)

    assert [row.plan.number for row in public.plans] == [1, 2]
    assert [(row.plan.number, row.figures is None) for row in inside.plans] == [(1, False), (2, False), (3, True)]
    assert public.figures == inside.figures


@pytest.mark.parametrize(
    ("now", "day"),
    [
        ("2024-03-01T12:00", "2024-03-20"),
        ("2024-09-20T23:59", "2024-09-20"),
        ("2024-09-21T00:00", "2024-09-21"),
        ("2026-01-01T12:00", "2025-03-20"),
    ],
)
def test_without_a_day_the_page_is_about_today_in_tehran_or_the_years_last_day(now, day):
    with time_machine.travel(f"{now}+03:30", tick=False):
        assert figures.default_day(build.year()) == dt.date.fromisoformat(day)


def test_what_was_recorded_on_a_later_day_in_tehran_is_counted():
    year = grow(1, 1, entries=0)
    activity = Activity.objects.get()
    with time_machine.travel("2024-09-21T23:59+03:30", tick=False):
        build.entry(activity, percent=Decimal(10), as_of=SHAHRIVAR)
    with time_machine.travel("2024-09-22T00:01+03:30", tick=False):
        build.entry(activity, percent=Decimal(20), as_of=SHAHRIVAR, verified=Decimal(20))

    later = figures.year_progress(year, user=ANYBODY, day=SHAHRIVAR).later

    assert later == arithmetic.LaterKnown(recorded=1, verified=1, either=1)


def test_the_counts_of_the_headline_are_those_of_the_plans():
    progress = figures.year_progress(write_worked_case(), user=ANYBODY, day=oracle.day("2025-03-20"))
    statuses = [plan.status for plan in progress.figures.plans]

    assert progress.count(*arithmetic.Status) == 3
    assert progress.count(arithmetic.Status.STOPPED) == statuses.count("stopped") == 1


def test_the_curve_has_a_point_at_each_months_end():
    progress = figures.year_progress(write_worked_case(), user=ANYBODY, day=oracle.day("2024-12-25"))

    assert [point.day for point in progress.series] == sorted([*jalali.month_ends(1403), dt.date(2024, 12, 25)])
    assert [point.verified is None for point in progress.series] == [False] * 10 + [True] * 3
