"""The rows of the scorecard, in six queries, whatever the number of criteria, scores and duties."""

from dataclasses import dataclass, field

from django.db.models import Prefetch

from council.models import Statement
from handover.missing import missing_of
from handover.models import Assessment, AssessmentEvidence, Criterion, Duty, HandoverClosing
from handover.public.trend import points_of, trend
from handover.standing import readiness_of

STATUS = {"planned": "not_started", "shadowing": "at_risk", "transferred": "at_risk", "accepted": "done"}


@dataclass
class Line:
    """A criterion as the scorecard shows it; ``history``: its assessments, the newest first."""

    criterion: Criterion
    history: list

    @property
    def newest(self):
        return self.history[0] if self.history else None

    @property
    def is_met(self):
        return self.criterion.is_met_by(self.criterion.score)

    @property
    def status(self):
        """The word of ``includes/status.html``."""
        if self.newest is None:
            return "not_started"
        return "done" if self.is_met else "behind"


@dataclass
class Scorecard:
    lines: list
    duties: list
    closing: HandoverClosing | None
    statements: list
    readiness: object
    missing: list
    trend: dict | None = None
    counts: dict = field(default_factory=dict)

    @property
    def is_sample(self):
        return any(line.criterion.is_sample for line in self.lines) or any(duty.is_sample for duty in self.duties)

    @property
    def unconfirmed(self):
        return sum(line.criterion.is_open for line in self.lines)


def read_scorecard(*, user, day):
    """Everything of the page: criteria, assessments, evidence, duties, the closing, the source's statements."""
    criteria = list(Criterion.objects.visible_to(user).with_newest(day).select_related("confirmed_by"))
    assessments = list(read_assessments(day))
    mark_visible(assessments, user)
    history = {}
    for row in assessments:
        history.setdefault(row.criterion_id, []).append(row)
    duties = read_duties(user)
    return Scorecard(
        lines=[Line(row, history.get(row.pk, [])) for row in criteria],
        duties=duties,
        closing=read_closing(user),
        statements=list(Statement.objects.filter(topic=Statement.Topic.HANDOVER).select_related("source")),
        readiness=readiness_of(criteria),
        missing=missing_of(criteria, duties),
        trend=trend(points_of(criteria, assessments), day),
        counts={"accepted": sum(duty.state == Duty.State.ACCEPTED for duty in duties), "all": len(duties)},
    )


def read_assessments(day):
    """The newest first, each with its evidence. Two queries."""
    evidence = AssessmentEvidence.objects.select_related("file")
    rows = Assessment.objects.filter(as_of__lte=day).order_by("-as_of", "-pk")
    return rows.prefetch_related(Prefetch("evidence", queryset=evidence))


def mark_visible(assessments, user):
    """Whether this reader may open each file; caption and hash are shown either way. No query of rows."""
    opens_all = user.has_perm("handover.view_assessmentevidence")
    for row in assessments:
        for proof in row.evidence.all():
            proof.may_open = opens_all or proof.is_public


def read_duties(user):
    """In their order, each with its giver and receiver, and ``status``, the word of ``includes/status.html``."""
    rows = Duty.objects.visible_to(user).select_related("holder", "holder_seat", "receiver")
    duties = list(rows)
    for duty in duties:
        duty.status = STATUS[duty.state]
    return duties


def read_closing(user):
    """The closing whose decision was adopted, or None. Its decision knows whether this reader may read its words."""
    closed = HandoverClosing.objects.filter(state=HandoverClosing.State.CLOSED)
    closing = closed.select_related("decision__agenda_item__meeting").first()
    if closing:
        closing.decision.open_to(user)
    return closing
