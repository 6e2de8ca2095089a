"""Reading the rows of a page: each function says how many queries it takes, whatever the number of rows."""

from dataclasses import dataclass, field

from django.db.models import Count, OuterRef, Q, Subquery

from actionplans.arithmetic import Status
from actionplans.figures import YearProgress, default_day, year_progress
from actionplans.models import ActionPlan, ProgressEntry
from actionplans.money import Line, day_of_money, year_money
from council.models import Decision, ProgramYear, Section, Statement
from members.models import Firm
from reports.measures import TRAINED
from reports.year_counts import with_counts, with_registered_counts
from trainings.models import Course, Enrolment
from trainings.public.standing import next_courses

DECISIONS_SHOWN = 12
LATE = {Status.AT_RISK, Status.BEHIND, Status.STOPPED}


@dataclass
class YearRows:
    """What the yearly page shows: figures, the programme's years, the newest decisions, why plans are late, money."""

    progress: YearProgress
    years: list[ProgramYear]
    decisions: list[Decision]
    obstacles: dict[int, dict] = field(default_factory=dict)
    money: list[Line] = field(default_factory=list)

    @property
    def year(self):
        return self.progress.year

    @property
    def day(self):
        return self.progress.day

    @property
    def money_day(self):
        return day_of_money(self.year, self.day)

    @property
    def money_is_of_today(self):
        return self.day == default_day(self.year)


@dataclass
class HomeRows:
    """The home page; ``year_rows`` is None while the programme has no year."""

    years: list[ProgramYear]
    year_rows: YearRows | None
    sections: list[Section]
    statements: list[Statement]
    courses: list[Course]


@dataclass
class FirmRows:
    """The page of the firms' returns; ``active`` is how many firms are asked now, while the round is open."""

    year: ProgramYear
    years: list[ProgramYear]
    active: int | None


def read_years(user, *, counted=False):
    """The programme's years with the sums of their returns, oldest first. One query.

    ``counted``: also their courses and what the portal counts, for the pages that show them.
    """
    years = ProgramYear.objects.visible_to(user).select_related("return_round").order_by("year")
    return list(with_counts(years) if counted else years)


def list_years(user):
    """The years for their list, with what rooms above say of them. One query."""
    return list(with_registered_counts(ProgramYear.objects.visible_to(user).order_by("year")))


def read_firms(year, years):
    """The returns of a year: one query, for the active firms, while they are collected; none afterwards."""
    return_round = round_of(year)
    is_open = return_round is not None and return_round.is_open
    return FirmRows(year, years, Firm.objects.active().count() if is_open else None)


def read_trainings(year):
    """The courses that ended in a year, with whom they reached. One query."""
    trained = Q(enrolments__state__in=TRAINED)
    completed = Q(enrolments__state=Enrolment.State.COMPLETED)
    ended = Course.objects.filter(state=Course.State.CLOSED, ends_on__range=(year.start, year.end))
    return list(
        ended.select_related("provider", "plan__year")
        .annotate(
            trained=Count("enrolments", filter=trained, distinct=True),
            completed=Count("enrolments", filter=completed, distinct=True),
            firms=Count("enrolments__firm", filter=trained, distinct=True),
            certified=Count(
                "enrolments__certificates",
                filter=Q(enrolments__certificates__revoked_at__isnull=True),
                distinct=True,
            ),
        )
        .order_by("ends_on", "pk")
    )


def round_of(year):
    """The year's round of returns, None before there is one. No query for a year of ``read_years``."""
    return getattr(year, "return_round", None)


def read_year(year, years, *, user, day=None):
    """The rows of a yearly page. Five queries: plans, baselines, entries, decisions, obstacles."""
    progress = year_progress(year, user=user, day=day)
    late = [row for row in progress.plans if is_late(row.figures)]
    return YearRows(
        progress=progress,
        years=years,
        decisions=read_decisions(year, user),
        obstacles=read_obstacles([row.plan.pk for row in late], progress.day),
    )


def read_year_page(year, years, *, user, day=None):
    """The same with the year's money. Six queries."""
    rows = read_year(year, years, user=user, day=day)
    rows.money = year_money(year, user=user, day=rows.day)
    return rows


def read_home(*, user):
    """The rows of the home page. Ten queries; five without any year."""
    years = read_years(user, counted=True)
    current = ProgramYear.objects.visible_to(user).current()
    current = next((year for year in years if year == current), None)  # the one that has its returns with it
    return HomeRows(
        years=years,
        year_rows=read_year(current, years, user=user) if current else None,
        sections=list(Section.objects.all()),
        statements=list(Statement.objects.filter(topic=Statement.Topic.HANDOVER).select_related("source")),
        courses=next_courses(),
    )


def is_late(figures):
    """Whether a plan belongs to «what slipped»: less is verified than planned, and its status says so."""
    return figures is not None and figures.status in LATE and figures.variance < 0


def read_decisions(year, user):
    """The newest adopted decisions of a year, one more than are shown, and every reported one. One query.

    The reported one is there however old it is, because the year's reported facts rest on its source.
    """
    adopted = (
        Decision.objects.visible_to(user)
        .adopted()
        .filter(agenda_item__meeting__year=year)
        .order_by("-adopted_on", "-number")
    )
    return list(
        adopted.filter(Q(pk__in=adopted.values("pk")[: DECISIONS_SHOWN + 1]) | Q(source__isnull=False))
        .select_related("agenda_item__meeting", "source")
        .only(
            "number", "text", "text_en", "state", "adopted_on", "confidential_until", "is_sample",
            "source__number", "source__title", "agenda_item__meeting__number", "agenda_item__meeting__source",
        )
    )  # fmt: skip


def read_obstacles(plans, day):
    """For each of the plan ids the newest counting entry that names an obstacle or a corrective action. One query."""
    telling = (
        ProgressEntry.objects.counting()
        .filter(activity__plan=OuterRef("pk"), as_of__lte=day)
        .exclude(obstacle="", corrective_action="")
        .order_by("-as_of", "-pk")
    )
    newest = ActionPlan.objects.filter(pk__in=plans).annotate(telling=Subquery(telling.values("pk")[:1]))
    rows = ProgressEntry.objects.filter(pk__in=newest.values("telling")).values(
        "pk", "activity__plan_id", "as_of", "obstacle", "corrective_action"
    )
    return {row["activity__plan_id"]: row for row in rows}
