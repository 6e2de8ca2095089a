"""Reading findings for the public pages, each in a fixed number of queries."""

from collections import Counter

from django.db.models import Case, Count, F, IntegerField, Prefetch, Value, When, Window
from django.db.models.functions import RowNumber

from actionplans.models import Evidence, Verification
from council.models import Statement
from market.models import Finding, FindingPlan

SHOWN = 6  # of each quadrant on the board
QUADRANTS = [Finding.Kind.STRENGTH, Finding.Kind.WEAKNESS, Finding.Kind.OPPORTUNITY, Finding.Kind.THREAT]
TOPICS = [Statement.Topic.STRENGTHS_WEAKNESSES, Statement.Topic.MARKET]
State = Finding.State


def public_findings(user):
    """What was accepted, also for who reads the others at the desk."""
    return Finding.objects.visible_to(user).public()


def by_weight():
    """What is open first, then what matters most, then the oldest."""
    rank = {"high": 1, "medium": 2, "low": 3}
    return [
        Case(When(state=State.CLOSED, then=1), default=0, output_field=IntegerField()),
        Case(*(When(severity=key, then=Value(place)) for key, place in rank.items()), output_field=IntegerField()),
        F("number"),
    ]


def read_quadrants(findings):
    """{kind: its weightiest findings, at most ``SHOWN``}. One query for all four."""
    rank = Window(RowNumber(), partition_by=F("kind"), order_by=by_weight())
    rows = findings.filter(kind__in=QUADRANTS).annotate(place=rank).filter(place__lte=SHOWN)
    found = {kind: [] for kind in QUADRANTS}
    for row in rows.with_proof().select_related("section").order_by("place"):
        found[row.kind].append(row)
    return found


def read_counts(findings):
    """(how many of each kind, how many gaps stand where). One query.

    Gaps: ``open`` accepted without an approved plan, ``addressed``, ``closed`` on a proof that holds, ``doubt``.
    """
    kinds, gaps = Counter(), Counter()
    for kind, state, proof, amount in grouped(findings):
        kinds[kind] += amount
        if kind == Finding.Kind.GAP:
            gaps[standing_of(state, proof)] += amount
    return kinds, gaps


def grouped(findings):
    rows = findings.with_proof().order_by().values("kind", "state", "proof").annotate(amount=Count("pk"))
    return rows.values_list("kind", "state", "proof", "amount")


def standing_of(state, proof):
    if state == State.CLOSED:
        return "closed" if proof == Verification.Verdict.VERIFIED else "doubt"
    return "addressed" if state == State.ADDRESSED else "open"


def with_register(findings):
    """What a line of a register needs. Two queries: the rows, and their plans that the council approved."""
    links = FindingPlan.objects.filter(plan__approved_by__isnull=False)
    links = links.select_related("plan__year", "plan__approved_by").order_by("plan__year__year", "plan__number")
    reports = ["closing_entry__activity__plan__year", "closing_reading__indicator__plan__year"]
    rows = findings.with_proof().select_related("section", *reports)
    return rows.prefetch_related(Prefetch("links", queryset=links, to_attr="public_links"))


def read_statements():
    """What sources say of strengths, weaknesses and the market. One query."""
    return list(Statement.objects.filter(topic__in=TOPICS).select_related("source").order_by("source", "order"))


def read_links(finding, user):
    """Its plans, as far as the reader may see them. One query, and what the reader's permissions cost."""
    links = finding.links.select_related("plan__year", "plan__approved_by").order_by("plan__year__year", "plan__number")
    if not user.has_perm("actionplans.view_actionplan"):
        links = links.filter(plan__approved_by__isnull=False)
    return list(links)


def read_proof(finding, user):
    """(verdicts on the report that closed it, newest first; its evidence; which files the reader may open).

    Three queries, none while it is not closed.
    """
    report = finding.closing_report
    if report is None:
        return [], [], set()
    which = {"entry": finding.closing_entry_id} if finding.closing_entry_id else {"reading": finding.closing_reading_id}
    evidence = Evidence.objects.filter(**which)
    return (
        list(report.verifications.order_by("-pk")),
        list(evidence.select_related("file").order_by("pk")),
        set(Evidence.objects.visible_to(user).filter(**which).values_list("pk", flat=True)),
    )
