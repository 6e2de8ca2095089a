"""Reading the rows of a plan's page: its story, its reports with every verdict, its evidence, who stands behind."""

from collections import defaultdict
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.db.models import F, FilteredRelation, Q

from accounts import roles
from actionplans.figures import PlanProgress, plan_progress
from actionplans.models import (
    ActionPlan,
    Baseline,
    BaselineTarget,
    Evidence,
    Indicator,
    IndicatorReading,
    ProgressEntry,
    SupervisionVisit,
    Verification,
)
from actionplans.money import day_of_money, plan_money
from council.models import AgendaItem, Institution, Seat, Section, Statement
from ideas.models import Idea
from market.models import Finding

REPORTS_SHOWN = 100


@dataclass
class PlanRows:
    """Everything a plan's page shows. ``verdicts``/``evidence``: lists by ("entry" or "reading", id), oldest first."""

    progress: PlanProgress
    siblings: list[tuple[int, str, str]]
    sections: list[Section]
    partners: list[Institution]
    baselines: list[Baseline]
    targets: list[BaselineTarget]
    entries: list[ProgressEntry]
    entry_count: int
    indicators: list[Indicator]
    readings: list[IndicatorReading]
    verdicts: dict
    evidence: dict
    open_files: set
    seats: dict
    groups: dict
    agenda: list[AgendaItem]
    statements: list[Statement]
    visits: list[SupervisionVisit]
    open_visit_files: set
    findings: list[Finding]
    money: tuple
    ideas: list[Idea]

    @property
    def plan(self):
        return self.progress.plan

    @property
    def money_day(self):
        return day_of_money(self.plan.year, self.day)

    @property
    def day(self):
        return self.progress.day


def read_plan(year, number, *, user, day=None, everything=False):
    """The rows of a plan's page, None when there is no such plan for this user. 24 queries; one if none.

    At most ``REPORTS_SHOWN`` newest reports and those that count on the day are read, unless ``everything`` is asked.
    """
    plan = find_plan(year, number, user)
    if plan is None:
        return None
    progress = plan_progress(plan, day=day)
    entries = read_entries(plan, progress, everything)
    readings = list(IndicatorReading.objects.filter(indicator__plan=plan).order_by("-as_of", "-pk"))
    verdicts = read_verdicts(plan)
    people = {row.recorded_by_id for row in [*entries, *readings]}
    people |= {verdict.by_id for rows in verdicts.values() for verdict in rows}
    return PlanRows(
        progress=progress,
        siblings=read_siblings(year, user),
        sections=list(plan.sections.all()),
        partners=list(plan.partners.all()),
        baselines=list(
            plan.baselines.select_related("decision__source", "decision__agenda_item__meeting").order_by("version")
        ),
        targets=list(BaselineTarget.objects.filter(baseline__plan=plan).select_related("indicator")),
        entries=entries,
        entry_count=plan_entries(plan).count(),
        indicators=list(plan.indicators.order_by("number")),
        readings=readings,
        verdicts=verdicts,
        evidence=read_evidence(plan),
        open_files=set(of_plan(Evidence.objects.visible_to(user), plan).values_list("pk", flat=True)),
        seats=read_seats(people),
        groups=read_groups(people),
        agenda=list(
            AgendaItem.objects.filter(meeting__year=year, meeting__source__isnull=False)
            .select_related("meeting__source")
            .order_by("meeting__number", "order", "pk")
        ),
        statements=list(Statement.objects.select_related("source").order_by("source", "order")),
        visits=list(
            SupervisionVisit.objects.visible_to(user).filter(pk__in=plan.visits.values("pk")).select_related("file")
        ),
        open_visit_files=set(
            plan.visits.filter(pk__in=SupervisionVisit.objects.with_file_for(user), file__isnull=False).values_list(
                "pk", flat=True
            )
        ),
        findings=read_findings(plan, user),
        money=plan_money(plan, user=user, day=progress.day),
        ideas=list(plan.ideas.public().only("pk", "title", "plan").order_by("pk")),
    )


def find_plan(year, number, user):
    plan = (
        ActionPlan.objects.visible_to(user)
        .filter(year=year, number=number)
        .select_related("lead", "approved_by__agenda_item__meeting", "approved_by__source", "stopped_by")
        .first()
    )
    if plan is not None:
        plan.year = year
        for decision in (plan.approved_by, plan.stopped_by):
            if decision is not None:
                decision.open_to(user)
    return plan


def read_siblings(year, user):
    """(number, title, English title) of the year's plans in order. One query."""
    plans = ActionPlan.objects.visible_to(user).filter(year=year)
    return list(plans.order_by("number").values_list("number", "title", "title_en"))


def read_findings(plan, user):
    """What the plan remedies, each with ``note``: how. Rejected findings are nobody's. One query."""
    links = FilteredRelation("links", condition=Q(links__plan=plan))
    rows = Finding.objects.visible_to(user).exclude(state=Finding.State.REJECTED).annotate(link=links)
    rows = rows.filter(link__isnull=False).annotate(note=F("link__note"))
    reports = ["closing_entry__activity", "closing_reading__indicator"]
    return list(rows.with_proof().select_related("section", *reports).order_by("number"))


def plan_entries(plan):
    return ProgressEntry.objects.filter(activity__plan=plan)


def read_entries(plan, progress, everything):
    """The newest reports, and those that make the page's figures, however old. One query."""
    entries = plan_entries(plan).select_related("activity").order_by("-as_of", "-pk")
    if everything:
        return list(entries)
    newest = plan_entries(plan).order_by("-as_of", "-pk").values("pk")[:REPORTS_SHOWN]
    counting = set()
    for row in progress.figures.activities if progress.figures else []:
        counting |= {entry.id for entry in (row.reported_entry, row.verified_entry) if entry}
    return list(entries.filter(Q(pk__in=newest) | Q(pk__in=counting)))


def of_plan(queryset, plan):
    """Verifications or evidence of the plan's entries and readings."""
    return queryset.filter(Q(entry__activity__plan=plan) | Q(reading__indicator__plan=plan))


def read_verdicts(plan):
    """Every verdict on the plan's reports, by what it is about, oldest first. One query."""
    found = defaultdict(list)
    for verdict in of_plan(Verification.objects.select_related("visit"), plan).order_by("pk"):
        found[subject_of(verdict)].append(verdict)
    return found


def read_evidence(plan):
    """All evidence with its file, private or not: caption and hash are shown either way. One query."""
    found = defaultdict(list)
    for evidence in of_plan(Evidence.objects.select_related("file"), plan).order_by("pk"):
        found[subject_of(evidence)].append(evidence)
    return found


def subject_of(row):
    return ("entry", row.entry_id) if row.entry_id else ("reading", row.reading_id)


def read_seats(people):
    """Seats by user id: who sits on the council is public, so a verdict may name the seat. One query."""
    found = defaultdict(list)
    for seat in Seat.objects.filter(user__in=people).select_related("institution").order_by("valid_from", "pk"):
        found[seat.user_id].append(seat)
    return found


def read_groups(people):
    """The role by user id, for people without a seat; of several the first in the order of the roles. One query."""
    rows = get_user_model().objects.filter(pk__in=people, groups__isnull=False).values_list("pk", "groups__name")
    places = {name: place for place, name in enumerate(roles.WORDS)}
    return dict(sorted(rows, key=lambda row: (places.get(row[1], len(places)), row[1]), reverse=True))
