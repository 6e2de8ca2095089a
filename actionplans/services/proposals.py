"""Plans on their way to the council."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from actionplans.models import ActionPlan, PlanProposal
from actionplans.services.weights import check_activity_weights
from council.models import Decision
from council.services import lock, raise_version
from filing.services import record_change

State, Act = ActionPlan.State, PlanProposal.Act
STATES_FOR = {
    Act.APPROVE: {State.DRAFT, State.PROPOSED},
    Act.AMEND: {State.APPROVED, State.RUNNING, State.STOPPED},
    Act.STOP: {State.APPROVED, State.RUNNING},
}


@transaction.atomic
def propose_plans(*, decision, plans, act=Act.APPROVE, by, payload=None):
    """Tie plans to a proposed decision that is to approve, amend or stop them; drafts become «proposed».

    ``payload`` says what an amendment changes or when a plan stops (see ``services.baselines``); the same for all the
    plans of this call. All or none. Raises ValidationError. Gives the proposals.
    """
    meeting, decision = lock(decision)
    if decision.state != Decision.State.PROPOSED:
        raise ValidationError(
            _("Only a proposed decision takes plans; this one is %(state)s.") % {"state": decision.get_state_display()}
        )
    keys = [plan.pk for plan in plans]
    held = ActionPlan.objects.select_for_update(of=("self",)).select_related("year").filter(pk__in=keys)
    held = list(held.order_by("number"))
    if not held:
        raise ValidationError(_("Choose at least one plan."))
    raise_version(meeting)
    return [propose_plan(decision, plan, act, payload or {}, by) for plan in held]


def propose_plan(decision, plan, act, payload, by):
    if plan.state not in STATES_FOR[act]:
        raise ValidationError(
            _("%(plan)s is %(state)s, so this cannot be proposed.") % {"plan": plan, "state": plan.get_state_display()}
        )
    if plan.proposals.filter(decision__state=Decision.State.PROPOSED).exists():
        raise ValidationError(_("%(plan)s waits for another decision already.") % {"plan": plan})
    proposal = PlanProposal(decision=decision, plan=plan, act=act, payload=payload)
    proposal.full_clean()
    if act == Act.APPROVE:
        check_activity_weights(plan, list(plan.activities.all()))
        if plan.state == State.DRAFT:
            move_plan(plan, State.PROPOSED, by=by)
    proposal.save()
    return proposal


@transaction.atomic
def propose_weights(*, decision, weights, by):
    """Put new weights of approved plans to a proposed decision: ``{plan: percent of the year}``."""
    return [
        proposal
        for plan, weight in weights.items()
        for proposal in propose_plans(
            decision=decision, plans=[plan], act=Act.AMEND, by=by, payload={"weight": str(weight)}
        )
    ]


@transaction.atomic
def withdraw_proposal(*, proposal, by):
    """Take a plan off a decision that was not adopted; a plan on no other open decision is a draft again."""
    meeting, decision = lock(proposal.decision)
    plan = ActionPlan.objects.select_for_update(of=("self",)).select_related("year").get(pk=proposal.plan_id)
    if decision.state == Decision.State.ADOPTED:
        raise ValidationError(_("The decision was adopted: only a later decision can change it."))
    proposal.delete()
    if plan.state == State.PROPOSED and not plan.proposals.filter(decision__state=Decision.State.PROPOSED).exists():
        move_plan(plan, State.DRAFT, by=by)
    raise_version(meeting)


def move_plan(plan, state, *, by, why="", **fields):
    """Write a plan's new state with its line in the book; whoever edits the plan meanwhile sees that it changed."""
    if state not in ActionPlan.TRANSITIONS[plan.state]:
        raise ValidationError(
            _("%(plan)s is %(old)s and cannot become %(new)s.")
            % {"plan": plan, "old": plan.get_state_display(), "new": State(state).label}
        )
    old, plan.state = plan.state, state
    for name, value in fields.items():
        setattr(plan, name, value)
    plan.row_version += 1
    plan.save(update_fields=["state", "row_version", *fields])
    record_change(plan, by=by, old=old, new=state, why=why)
