"""The programme's years side by side: what is read of them, and where frozen editions replace live figures."""

import datetime as dt
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction

from django.db.models import Count

from actionplans.arithmetic import Point, Status
from actionplans.figures import progress_of_years
from actionplans.models import Funding
from actionplans.money import Sums, funding_lines
from council.models import Decision, ProgramYear
from persian.jalali import today
from reports.pages.firms import tables_of
from reports.pages.remedied import readiness_at
from reports.reading import read_years

_frozen = []


@dataclass(frozen=True)
class Compared:
    """One year's figures on ``day``; None: not known. Percents unrounded, money in rials.

    ``edition`` (its name) and ``url`` are those of the published edition that the figures come from; empty: live ones.
    """

    year: ProgramYear
    day: dt.date
    planned: Fraction | None = None
    reported: Fraction | None = None
    verified: Fraction | None = None
    plans: int | None = None
    statuses: dict[Status, int] = field(default_factory=dict)
    decisions: int = 0
    courses: int = 0
    trained: int = 0
    firms: int | None = None
    staff: int | None = None
    approved: int | None = None
    paid: int | None = None
    gaps: int = 0
    gaps_closed: int = 0
    readiness: Decimal | None = None
    series: tuple[Point, ...] = ()
    is_sample: bool = False
    edition: str = ""
    url: str = ""


def register_frozen(reader):
    """``reader(years)`` gives {key of the year: fields of ``Compared``} for years with a published edition.

    It may take one query. Called in ``AppConfig.ready()`` by the room that keeps editions.
    """
    _frozen.append(reader)


def read_comparison(user):
    """The figures of all years, oldest first. Six queries, and one for each who keeps editions."""
    years = read_years(user, counted=True)
    if not years:
        return []
    decisions, money = count_decisions(user), read_money(user)
    live = [
        compared(progress, decisions.get(progress.year.pk, 0), money.get(progress.year.pk))
        for progress in progress_of_years(years, user=user)
    ]
    frozen = {}
    for reader in _frozen:
        frozen |= reader(years)
    return [replace(row, **frozen.get(row.year.pk, {})) for row in live]


def count_decisions(user):
    """Adopted decisions by year. One query."""
    adopted = Decision.objects.visible_to(user).adopted().order_by()
    return dict(adopted.values_list("agenda_item__meeting__year").annotate(Count("pk")))


def read_money(user):
    """The sums of what decisions approved and what was paid up to today, by year. One query."""
    lines = funding_lines(Funding.objects.select_related("plan"), user=user, day=today())
    by_year = {}
    for line in lines:
        by_year.setdefault(line.funding.plan.year_id, []).append(line)
    return {year: Sums.of(rows) for year, rows in by_year.items()}


def compared(progress, decisions, money):
    year, figures = progress.year, progress.figures
    tables = tables_of(year)
    total = tables.total if tables else None
    standing = readiness_at(year)
    has_figures = figures.has_roll_up and bool(figures.plans)
    return Compared(
        year=year,
        day=progress.day,
        planned=figures.planned if has_figures else None,
        reported=figures.reported if has_figures else None,
        verified=figures.verified if has_figures else None,
        plans=len(figures.plans) or year.reported_plan_count,
        statuses={status: amount for status in Status if (amount := progress.count(status))},
        decisions=decisions,
        courses=year.courses,
        trained=year.trained,
        firms=total.firms if total else None,
        staff=total.staff if total else None,
        approved=money.approved if money else None,
        paid=money.paid if money else None,
        gaps=year.gaps,
        gaps_closed=year.gaps_closed,
        readiness=standing.share if standing else None,
        series=progress.series if has_figures else (),
        is_sample=is_sample(progress, tables, standing),
    )


def is_sample(progress, tables, standing):
    year = progress.year
    return (
        year.is_sample
        or any(row.plan.is_sample for row in progress.plans)
        or bool(year.sample_courses or year.sample_gaps)
        or (tables is not None and tables.has_sample)
        or (standing is not None and standing.is_sample)
    )
