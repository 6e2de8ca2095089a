"""A firm's way from state to state: under lock, with its review row and its line in the book."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from filing.services import record_change
from members.models import Firm, FirmReview


def lock_firm(firm):
    """The firm's row, locked until the transaction ends (SQLite has one writer at a time anyway)."""
    return Firm.objects.select_for_update(of=("self",)).get(pk=firm.pk)


def require_step(firm, state):
    """Raises ValidationError when the firm cannot become ``state`` from where it is now."""
    if state not in Firm.TRANSITIONS[firm.state]:
        raise ValidationError(
            _("The firm is «%(old)s» and cannot become «%(new)s».")
            % {"old": firm.get_state_display(), "new": Firm.State(state).label},
            code="wrong_state",
        )


def move_firm(firm, *, state, act, by, message="", note="", reasons=(), checklist=()):
    """Take a locked firm to ``state``; gives the append-only review row. Call it in the transaction that locked it.

    The reason stands in the book without the letter's text. Raises ValidationError when the step is not allowed.
    """
    require_step(firm, state)
    old, firm.state = firm.state, state
    firm.row_version += 1
    firm.save(update_fields=["state", "row_version", "applied_at", "active_since", "confirmed_until", "round"])
    record_change(firm, by=by, old=old, new=state, why=note or ", ".join(reasons))
    return FirmReview.objects.create(
        firm=firm,
        round=firm.round,
        act=act,
        reasons=list(reasons),
        message=message,
        note=note,
        checklist=list(checklist),
        by=by,
        at=timezone.now(),
    )
