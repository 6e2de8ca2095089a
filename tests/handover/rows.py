"""What the table of access needs of this part: one row of everything that an address can speak of."""

from council.models import Decision
from handover.models import RoleTransfer
from tests import build
from tests.handover import build_handover as build_here


def rows(cast, firm):
    """A criterion that the council confirmed, a duty that waits for firm A's user, a decision that may close."""
    decision = Decision.objects.adopted().latest("pk")
    criterion = build_here.criterion(score=3, confirmed_by=decision)
    build_here.evidence(criterion.assessments.get())
    proposal = Decision.objects.filter(state="proposed").latest("pk")
    build_here.closing(proposal)
    RoleTransfer.objects.create(leaving=build.user(), arriving=build.user(), group="facilitator", by=build.user())
    duty = build_here.duty("transferred")
    build_here.officer(duty.receiver, cast["firm_a"])
    return {
        "handover:accept number": duty.number,
        "handover:give_back number": duty.number,
        "admin:handover_assess pk": criterion.pk,
        "admin:handover_reopen pk": criterion.pk,
        "admin:handover_step pk": build_here.duty().pk,
        "admin:handover_step act": "begin",
        "admin:handover_closing pk": proposal.pk,
    }
