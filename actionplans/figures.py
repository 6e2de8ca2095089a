"""The figures of a year or a plan from the database: a fixed number of queries, then the arithmetic.

``year_progress`` and ``progress_of_years`` take 3 queries, ``plan_progress`` 2, whatever the number of plans, entries
and activities. The page shows what is known now about a day; the rows are read as plain values, because instances cost
more than the sums.
"""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone

from actionplans import arithmetic
from actionplans.arithmetic import (
    ActivityFacts,
    ActivityFigures,
    BaselineFacts,
    EntryFacts,
    LaterKnown,
    PlanFacts,
    PlanFigures,
    Point,
    YearFacts,
    YearFigures,
)
from actionplans.models import ActionPlan, Activity, Baseline, BaselineActivity, ProgressEntry
from council.models import ProgramYear
from persian import jalali

PLAN_COLUMNS = [
    "year_id", "number", "title", "title_en", "pillar", "weight", "state", "stopped_on", "is_sample",
    "approved_by__number", "approved_by__adopted_on", "stopped_by__number", "lead__key", "lead__name", "lead__name_en",
    "lead__short_name", "lead__is_sample",
]  # fmt: skip


@dataclass(frozen=True)
class PlanProgress:
    """A plan with its figures on the day; ``figures`` is None while no baseline of it is in force (a draft)."""

    plan: ActionPlan
    day: dt.date
    facts: PlanFacts
    year_facts: YearFacts
    figures: PlanFigures | None

    @property
    def next_due(self) -> ActivityFigures | None:
        """The first activity that is not verified as complete; its ``facts.finish`` may lie before the day: overdue."""
        return arithmetic.next_due(self.figures) if self.figures else None

    @cached_property
    def series(self) -> tuple[Point, ...]:
        return arithmetic.plan_series(self.facts, self.year_facts, self.day)

    @cached_property
    def later(self) -> LaterKnown:
        return arithmetic.later_known(self.year_facts, self.day)


@dataclass(frozen=True)
class YearProgress:
    """A year with everything that its page draws: plans in order of number, roll-up, curve, what was known later."""

    year: ProgramYear
    day: dt.date
    facts: YearFacts
    figures: YearFigures
    plans: tuple[PlanProgress, ...]

    @cached_property
    def series(self) -> tuple[Point, ...]:
        """Empty while the year is in planning: there is no roll-up before its approval."""
        return arithmetic.series(self.facts, self.day)

    @cached_property
    def later(self) -> LaterKnown:
        return arithmetic.later_known(self.facts, self.day)

    def count(self, *statuses) -> int:
        """How many plans in force have one of these statuses."""
        return sum(plan.status in statuses for plan in self.figures.plans)


def default_day(year) -> dt.date:
    """The day a page is about when none is asked for: today in Tehran, but not after the year's last day.

    Before the year's first day it is that first day.
    """
    return max(year.start, min(jalali.today(), year.end))


def year_progress(year, *, user, day=None) -> YearProgress:
    """The year on ``day`` (else ``default_day``) as ``user`` may see it. Three queries: plans, baselines, entries."""
    day = day or default_day(year)
    plans = list(read_plans(user).filter(year=year))
    for plan in plans:
        plan.year = year
    return progress_of(year, day, plans, facts_of(year, plans, up_to=day))


def progress_of_years(years, *, user) -> list[YearProgress]:
    """Each of the years on its default day. Three queries, however many years there are."""
    keys = [year.pk for year in years]
    named, by_year = {year.pk: year for year in years}, defaultdict(list)
    for plan in read_plans(user).filter(year__in=keys):
        plan.year = named[plan.year_id]
        by_year[plan.year_id].append(plan)
    baselines = read_baselines({"baseline__plan__year__in": keys})
    entries = read_entries({"activity__plan__year__in": keys})
    facts = [put_together(year, by_year[year.pk], baselines, entries) for year in years]
    return [
        progress_of(year, default_day(year), by_year[year.pk], rows) for year, rows in zip(years, facts, strict=True)
    ]


def read_plans(user):
    """Plans as this user may see them, by number."""
    rows = ActionPlan.objects.visible_to(user).select_related("lead", "approved_by", "stopped_by")
    return rows.only(*PLAN_COLUMNS).order_by("number")


def progress_of(year, day, plans, facts) -> YearProgress:
    """The arithmetic over what was read."""
    figures = arithmetic.year_figures(facts, day)
    by_number = {plan.number: plan for plan in figures.plans}
    return YearProgress(
        year=year,
        day=day,
        facts=facts,
        figures=figures,
        plans=tuple(
            PlanProgress(plan=plan, day=day, facts=plan_facts, year_facts=facts, figures=by_number.get(plan.number))
            for plan, plan_facts in zip(plans, facts.plans, strict=True)
        ),
    )


def plan_progress(plan, *, day=None) -> PlanProgress:
    """One plan, already fetched and allowed, on ``day``. Two queries, if ``plan.year`` is there."""
    day = day or default_day(plan.year)
    facts = facts_of(plan.year, [plan], up_to=day)
    return PlanProgress(
        plan=plan,
        day=day,
        facts=facts.plans[0],
        year_facts=facts,
        figures=arithmetic.plan_figures(facts.plans[0], day, facts.approved_on),
    )


def facts_of(year, plans, *, up_to=None) -> YearFacts:
    """What the arithmetic needs of these plans of one year. Two queries.

    With ``up_to`` only entries about days up to it are read: none other counts there. Entries of all plans of the year
    are read by the year when there are several plans, so that a long list of keys never becomes a long statement.
    """
    baselines = read_baselines(scope("baseline__plan", year, plans))
    entries = read_entries(scope("activity__plan", year, plans), up_to)
    return put_together(year, plans, baselines, entries)


def put_together(year, plans, baselines, entries) -> YearFacts:
    """The facts of one year out of rows by plan id."""
    return YearFacts(
        start=year.start,
        end=year.end,
        approved_on=year.approved_on,
        plans=tuple(
            PlanFacts(
                number=plan.number,
                baselines=tuple(baselines[plan.pk]),
                entries=tuple(entries[plan.pk]),
                stopped_on=plan.stopped_on,
            )
            for plan in plans
        ),
        month_ends=tuple(jalali.month_ends(year.year)),
    )


def weight_facts(year, approved_on) -> YearFacts:
    """Only what the sums of plan weights need: the baselines without their activities. One query."""
    by_plan = defaultdict(list)
    rows = Baseline.objects.filter(plan__year=year).order_by("version")
    for number, version, in_force_on, weight in rows.values_list("plan__number", "version", "in_force_on", "weight"):
        by_plan[number].append(BaselineFacts(version=version, in_force_on=in_force_on, weight=weight, activities=()))
    plans = tuple(PlanFacts(number=number, baselines=tuple(rows)) for number, rows in sorted(by_plan.items()))
    return YearFacts(start=year.start, end=year.end, approved_on=approved_on, plans=plans)


def scope(path, year, plans):
    """The filter that keeps a query to these plans; ``path`` leads to the plan."""
    if len(plans) == 1:
        return {path: plans[0].pk}
    return {f"{path}__year": year.pk}


def read_baselines(where):
    """Baselines with their activities by plan id. One query."""
    rows = (
        BaselineActivity.objects.filter(**where)
        .order_by("baseline__version", "activity__number")
        .values_list(
            "baseline_id",
            "baseline__plan_id",
            "baseline__version",
            "baseline__in_force_on",
            "baseline__weight",
            "baseline__decision__number",
            "activity_id",
            "activity__number",
            "title",
            "title_en",
            "weight",
            "start",
            "finish",
            "profile",
        )
    )
    heads, activities = {}, defaultdict(list)
    for baseline, plan, version, in_force_on, weight, decision, *row in rows:
        heads[baseline] = (plan, version, in_force_on, weight, decision)
        activities[baseline].append(activity_facts(*row))
    by_plan = defaultdict(list)
    for baseline, (plan, version, in_force_on, weight, decision) in heads.items():
        by_plan[plan].append(
            BaselineFacts(
                version=version,
                in_force_on=in_force_on,
                weight=weight,
                activities=tuple(activities[baseline]),
                decision_number=decision or "",
            )
        )
    return by_plan


def activity_facts(activity, number, title, title_en, weight, start, finish, profile):
    return ActivityFacts(
        activity=activity,
        weight=weight,
        start=start,
        finish=finish,
        is_milestone=profile == Activity.Profile.MILESTONE,
        number=number,
        title=title,
        title_en=title_en,
    )


def read_entries(where, up_to=None):
    """Entries with their newest verdict by plan id. One query: a row per verification, the newest comes last."""
    rows = ProgressEntry.objects.filter(**where)
    if up_to is not None:
        rows = rows.filter(as_of__lte=up_to)
    rows = rows.order_by("verifications__pk").values_list(
        "pk",
        "activity__plan_id",
        "activity_id",
        "as_of",
        "percent",
        "recorded_at",
        "verifications__verdict",
        "verifications__percent",
        "verifications__at",
    )
    newest = {row[0]: row for row in rows}
    here = timezone.get_current_timezone()
    by_plan = defaultdict(list)
    for pk, plan, activity, as_of, percent, recorded_at, verdict, verified_percent, verdict_at in newest.values():
        by_plan[plan].append(
            EntryFacts(
                id=pk,
                activity=activity,
                as_of=as_of,
                percent=percent,
                verdict=verdict,
                verified_percent=verified_percent,
                recorded_on=recorded_at.astimezone(here).date(),
                verdict_on=verdict_at.astimezone(here).date() if verdict_at else None,
            )
        )
    return by_plan
