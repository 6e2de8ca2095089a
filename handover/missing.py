"""What the hand-over still lacks, in words: the page, the refusal of a closing and the checklist say the same (I19)."""

from django.utils.translation import gettext as _

from handover.models import Duty
from persian.numbers import number


def missing_of(criteria, duties):
    """One sentence for each thing. ``criteria`` read ``with_newest()``, ``duties`` with their receiver. No query."""
    must_haves = [row for row in criteria if row.must_have]
    found = [] if must_haves else [_("No must-have criterion is set.")]
    for row in must_haves:
        found += lacks_of(row)
    if not duties:
        found.append(_("No duty is listed."))
    return found + [lack_of_duty(duty) for duty in duties if duty.state != Duty.State.ACCEPTED]


def lacks_of(criterion):
    """Unmet, unconfirmed, or both: terms that no decision confirmed could be lowered until they are met."""
    lacks = [] if criterion.is_met_by(criterion.score) else [lack_of(criterion)]
    if criterion.is_open:
        lacks.append(_("«%(criterion)s»: not confirmed by the council yet.") % {"criterion": criterion})
    return lacks


def lack_of(criterion):
    """Why one criterion is not met."""
    if criterion.threshold is None:
        return _("«%(criterion)s»: the score from which it is met is to be set by the council.") % {
            "criterion": criterion
        }
    if criterion.score is None:
        return _("«%(criterion)s»: not assessed yet.") % {"criterion": criterion}
    return _("«%(criterion)s»: assessed with %(score)s, needed is %(threshold)s.") % {
        "criterion": criterion,
        "score": number(criterion.score),
        "threshold": number(criterion.threshold),
    }


def lack_of_duty(duty):
    return _("Duty %(number)s, «%(duty)s»: %(state)s, not accepted by %(network)s.") % {
        "number": number(duty.number),
        "duty": duty,
        "state": duty.get_state_display(),
        "network": duty.receiver,
    }
