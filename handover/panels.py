"""What this room shows at a decision and at a proposal: that it closes the hand-over, or confirms criteria."""

from handover.models import HandoverClosing
from handover.services.closing import missing_for


def decision_handover(decision, user):
    """The closing that rests on this decision, and the criteria that it confirmed. Two queries."""
    closing = HandoverClosing.objects.filter(decision=decision, state=HandoverClosing.State.CLOSED).first()
    criteria = list(decision.criteria.all())
    if closing is None and not criteria:
        return None
    is_sample = decision.is_sample or any(row.is_sample for row in criteria)
    context = {"closing": closing, "criteria": criteria, "is_sample": is_sample}
    return {"template": "handover/decision.html", "context": context}


def proposal_handover(decision, user):
    """What the council closes by this proposal, and what is missing. One query, three where it is tied."""
    closing = HandoverClosing.objects.filter(decision=decision).first()
    if closing is None:
        return None
    context = {"closing": closing, "missing": missing_for(decision)}
    return {"template": "handover/proposal.html", "context": context}
