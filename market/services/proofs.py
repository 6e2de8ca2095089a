"""The reports that could close a finding, and those that cannot yet, each with what it lacks."""

from typing import NamedTuple

from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from actionplans.models import Evidence, Indicator, IndicatorReading, ProgressEntry, Verification
from market.models import Finding, FindingPlan

MOST_OFFERED = 100
FULL = 100
VERIFIED = Verification.Verdict.VERIFIED


class Candidate(NamedTuple):
    """A report of a plan that remedies the finding. ``lacks``: why it cannot close it yet; empty when it can."""

    report: ProgressEntry | IndicatorReading
    lacks: str

    @property
    def value(self):
        """``entry-12`` or ``reading-3``."""
        kind = "entry" if isinstance(self.report, ProgressEntry) else "reading"
        return f"{kind}-{self.report.pk}"


def candidates_of(finding):
    """The newest reports of its plans, at most ``MOST_OFFERED`` of each sort; what can close it stands first.

    Two queries.
    """
    plans = finding.links.values("plan")
    entries = with_evidence(ProgressEntry, "entry").filter(activity__plan__in=plans)
    readings = with_evidence(IndicatorReading, "reading").filter(indicator__plan__in=plans)
    found = [
        *readings.select_related("indicator__plan__year").order_by("-as_of", "-pk")[:MOST_OFFERED],
        *entries.select_related("activity__plan__year").order_by("-as_of", "-pk")[:MOST_OFFERED],
    ]
    candidates = [Candidate(report, lacks(finding, report)) for report in found]
    return sorted(candidates, key=lambda candidate: bool(candidate.lacks))


def with_evidence(model, name):
    """Add ``verdict``, ``is_proved``: some evidence is attached."""
    evidence = Evidence.objects.filter(**{name: OuterRef("pk")})
    return model.objects.with_verdict().annotate(is_proved=Exists(evidence))


def lacks(finding, report):
    if report.verdict is None:
        return _("waits for the supervisor")
    if report.verdict != VERIFIED:
        return _("returned by the supervisor")
    if report.as_of < finding.identified_on:
        return _("from before the finding")
    return "" if report.is_proved else _("without evidence")


def ready_to_close():
    """Addressed findings of which a plan shows a result: an activity verified as complete, or a target reached.

    With evidence, about a day on or after the finding. What staff look at to close.
    """
    linked = FindingPlan.objects.filter(finding=OuterRef(OuterRef("pk"))).values("plan")
    since = Q(as_of__gte=OuterRef("identified_on"), is_proved=True)
    done = with_evidence(ProgressEntry, "entry").verified().filter(since, activity__plan__in=linked)
    newest = Verification.objects.filter(reading=OuterRef("pk")).order_by("-pk")
    reached = with_evidence(IndicatorReading, "reading").verified().filter(since, indicator__plan__in=linked)
    reached = reached.annotate(verified_value=Subquery(newest.values("value")[:1]))
    up = Q(indicator__direction=Indicator.Direction.UP, verified_value__gte=F("indicator__target"))
    down = Q(indicator__direction=Indicator.Direction.DOWN, verified_value__lte=F("indicator__target"))
    shown = Q(Exists(done.filter(verified_percent=FULL))) | Q(Exists(reached.filter(up | down)))
    return Finding.objects.filter(shown, state=Finding.State.ADDRESSED)
