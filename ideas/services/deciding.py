"""An idea before the council: on an agenda, on a proposed decision, adopted or not with that decision."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from council.models import AgendaItem, Decision
from council.services import hold_meeting, lock, raise_version, require_open
from filing.services import record_change
from ideas.models import Idea, IdeaProposal
from ideas.notices.letters import tell_submitter
from ideas.services.conflicts import refuse_conflict
from ideas.services.states import lock_idea, move_idea, require_words

State, Act = Idea.State, IdeaProposal.Act


@transaction.atomic
def shortlist_idea(*, idea, agenda_item, by):
    """Put a scored idea on the agenda of an open meeting; a shortlisted one moves there. Raises ValidationError."""
    meeting = hold_meeting(agenda_item.meeting)
    require_open(meeting)
    if agenda_item.kind != AgendaItem.Kind.DECISION:
        raise ValidationError({"agenda_item": _("Choose an agenda item that asks for a decision.")})
    idea = lock_idea(idea)
    refuse_conflict(idea, by)
    refuse_open_proposal(idea)
    if idea.state == State.SHORTLISTED:
        idea.agenda_item = agenda_item
        idea.row_version += 1
        idea.save(update_fields=["agenda_item", "row_version"])
        record_change(idea, by=by, old=State.SHORTLISTED, new=State.SHORTLISTED, why=agenda_item.title[:200])
    else:
        move_idea(idea, State.SHORTLISTED, by=by, why=agenda_item.title[:200], agenda_item=agenda_item)
    raise_version(meeting)
    return idea


@transaction.atomic
def leave_shortlist(*, idea, by, why=""):
    """Off the agenda: the idea is only scored again. Refused while a proposed decision names it. ValidationError."""
    idea = lock_idea(idea)
    refuse_conflict(idea, by)
    refuse_open_proposal(idea)
    return move_idea(idea, State.SCORED, by=by, why=why, agenda_item=None)


def refuse_open_proposal(idea):
    if idea.proposals.filter(decision__state=Decision.State.PROPOSED).exists():
        raise ValidationError(
            _("A proposed decision names «%(idea)s». Take it off that decision first.") % {"idea": idea},
            code="proposed",
        )


@transaction.atomic
def propose_ideas(*, decision, ideas, act, by, reason=""):
    """Tie shortlisted ideas to the proposed decision that is to adopt or reject them: all or none. ValidationError."""
    meeting, decision = lock(decision)
    if decision.state != Decision.State.PROPOSED:
        raise ValidationError(
            _("Only a proposed decision takes ideas; this one is %(state)s.") % {"state": decision.get_state_display()}
        )
    if act == Act.REJECT:
        require_words(reason, "reason", _("Write the reason; the submitter reads it."))
    held = [lock_idea(idea) for idea in sorted(ideas, key=lambda idea: idea.pk)]
    if not held:
        raise ValidationError({"ideas": _("Choose at least one idea.")})
    made = [propose_idea(decision, idea, act, reason if act == Act.REJECT else "", by) for idea in held]
    raise_version(meeting)
    return made


def propose_idea(decision, idea, act, reason, by):
    if idea.state != State.SHORTLISTED:
        text = _("«%(idea)s» is «%(state)s»: only shortlisted ideas are put to the council.")
        raise ValidationError(text % {"idea": idea, "state": idea.get_state_display()}, code="wrong_state")
    refuse_conflict(idea, by)
    refuse_open_proposal(idea)
    proposal = IdeaProposal(decision=decision, idea=idea, act=act, reason=reason)
    proposal.full_clean()
    proposal.save()
    idea.agenda_item = decision.agenda_item
    idea.row_version += 1
    idea.save(update_fields=["agenda_item", "row_version"])
    return proposal


@transaction.atomic
def withdraw_proposal(*, proposal, by):
    """Take an idea off a decision that the council has yet to take; it stays shortlisted. Raises ValidationError.

    What it decided on stays on record, also what it turned down: the submitter waits for the reason.
    """
    meeting, decision = lock(proposal.decision)
    if decision.state not in (Decision.State.PROPOSED, Decision.State.DEFERRED):
        text = _("This decision is %(state)s: what it said about the idea stays.")
        raise ValidationError(text % {"state": decision.get_state_display()}, code="decided")
    refuse_conflict(lock_idea(proposal.idea), by)
    proposal.delete()
    raise_version(meeting)


def decide_ideas(decision, by):
    """The effect of adopting a decision: each idea that it names is adopted, or not taken up with its reason.

    A refusal means that nothing is adopted. What is deferred runs no effect: those ideas stay shortlisted.
    """
    for proposal in decision.idea_proposals.select_related("idea").order_by("idea_id"):
        idea = lock_idea(proposal.idea)
        if idea.state != State.SHORTLISTED:
            text = _("«%(idea)s» is «%(state)s» by now. Take it off the decision.")
            raise ValidationError(text % {"idea": idea, "state": idea.get_state_display()})
        decide_idea(idea, proposal, decision, by)


def decide_idea(idea, proposal, decision, by):
    facts = {"decision": decision, "decided_at": timezone.now(), "agenda_item": decision.agenda_item}
    if proposal.act == Act.ADOPT:
        move_idea(idea, State.ADOPTED, by=by, why=decision.number, **facts)
        tell_submitter(idea, "adopted")
    else:
        move_idea(idea, State.REJECTED, by=by, why=decision.number, reason=proposal.reason, **facts)
        tell_submitter(idea, "rejected")
