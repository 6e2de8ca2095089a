"""Closing the hand-over: put to the council, refused while something is missing, recorded when it is adopted (I19)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from council.models import Decision
from council.services import lock, raise_version
from filing.services import record_change
from handover.missing import missing_of
from handover.models import Criterion, Duty, HandoverClosing
from persian.jalali import today

State = HandoverClosing.State


@transaction.atomic
def propose_closing(*, decision, exception="", seen=None, by):
    """Tie the closing to a proposed decision, or change the exception that it states. Raises ValidationError.

    ``seen``: the version that the page showed, "" for none; what somebody else wrote since is not written over unseen.
    """
    meeting, decision = lock(decision)
    require_proposed(decision)
    require_open()
    closing = HandoverClosing.objects.select_for_update().filter(decision=decision).first()
    if closing is None or closing.exception != exception:  # the same words twice take nothing away
        require_seen(closing, seen)
    other = HandoverClosing.objects.filter(decision__state=Decision.State.PROPOSED).exclude(decision=decision).first()
    if other is not None:
        raise ValidationError(_("The closing waits for another proposed decision already. Take it off there first."))
    old = closing.state if closing else ""
    closing = closing or HandoverClosing(decision=decision, proposed_by=by)
    closing.exception = exception
    closing.full_clean()
    closing.save()
    raise_version(meeting)
    record_change(closing, by=by, old=old, new=State.PROPOSED, why=closing.exception)
    return closing


@transaction.atomic
def withdraw_closing(*, decision, seen=None, by):
    """Take the closing off a decision that was not adopted. ``seen`` as in ``propose_closing``."""
    meeting, decision = lock(decision)
    held = HandoverClosing.objects.select_for_update().filter(decision=decision).first()
    if held is None:
        raise ValidationError(_("The closing is not tied to this decision any more: somebody took it off before."))
    require_seen(held, seen)
    if held.state == State.CLOSED or decision.state == Decision.State.ADOPTED:
        raise ValidationError(_("The decision was adopted: only a later decision can change it."))
    record_change(held, by=by, old=State.PROPOSED, new="withdrawn")
    held.delete()
    raise_version(meeting)


@transaction.atomic
def run_closing(decision, by):
    """The effect of adopting a decision: the hand-over is closed, or the adoption refused with all that is missing.

    Criteria and duties are held, so that nobody gives a duty back while the council's word is written. Scores are those
    of the meeting's day, from which the hand-over is closed, however late its words are recorded. One query for a
    decision that closes nothing.
    """
    closing = HandoverClosing.objects.select_for_update().filter(decision=decision).first()
    if closing is None:
        return
    list(Criterion.objects.select_for_update().order_by("pk").values_list("pk"))
    list(Duty.objects.select_for_update().order_by("pk").values_list("pk"))
    criteria, duties = standing_on(decision.adopted_on)
    missing = missing_of(criteria, duties)
    if missing and not closing.exception:
        raise ValidationError([refusal(), *missing], code="missing")
    closing.state, closing.closed_on = State.CLOSED, decision.adopted_on
    closing.snapshot = snapshot_of(criteria, duties, missing)
    closing.full_clean()
    closing.save(update_fields=["state", "closed_on", "snapshot"])
    record_change(closing, by=by, old=State.PROPOSED, new=State.CLOSED, why=closing.exception or decision.number)


def standing_on(day):
    """Criteria with their scores of a day, and duties as they are now. Two queries."""
    return list(Criterion.objects.with_newest(day)), list(Duty.objects.select_related("receiver"))


def missing_for(decision):
    """What would refuse the adoption: scores count as of the meeting's day, or today before it is held. Two queries."""
    return missing_of(*standing_on(min(decision.agenda_item.meeting.held_on, today())))


def refusal():
    return _(
        "The hand-over cannot be closed yet. Settle what is missing, or state the exception where the closing is tied "
        "to the decision. Missing:"
    )


def require_proposed(decision):
    if decision.state != Decision.State.PROPOSED:
        raise ValidationError(
            _("Only a proposed decision takes the closing; this one is %(state)s.")
            % {"state": decision.get_state_display()}
        )


def require_seen(closing, seen):
    """Whoever acts saw what stands now. ``closing``: the row that is held, or None."""
    if seen is None or seen == (closing.version if closing else ""):
        return
    if closing is None:
        raise ValidationError(
            _("Somebody else took the closing off this decision in the meantime. Send it once more to tie it again.")
        )
    raise ValidationError(
        _(
            "Somebody else changed the closing in the meantime. The exception saved now: «%(theirs)s». What you "
            "typed stands in the form, nothing of it was saved; send it once more to keep yours."
        )
        % {"theirs": closing.exception or "—"}
    )


def require_open():
    """The cluster is handed over once."""
    if HandoverClosing.objects.filter(state=State.CLOSED).exists():
        raise ValidationError(_("The hand-over is closed already."))


def snapshot_of(criteria, duties, missing):
    """What is kept with the closing: it says for good on what the council decided."""
    return {
        "criteria": [
            {
                "key": row.key,
                "text": row.text,
                "weight": str(row.weight),
                "must_have": row.must_have,
                "threshold": row.threshold,
                "score": row.score,
                "scored_on": row.scored_on.isoformat() if row.scored_on else None,
                "is_confirmed": row.confirmed_by_id is not None,
            }
            for row in criteria
        ],
        "duties": [{"number": row.number, "title": row.title, "state": row.state} for row in duties],
        "missing": [str(text) for text in missing],
    }
