"""What a firm sees of the needs, in a fixed number of queries: those it can supply, and what it answered."""

from django.db.models import OuterRef, Subquery

from market.models import Need, NeedAnswer
from market.needs.matching import matching_needs
from members.models import Firm

IN_THE_PANEL, ON_THE_DESK = 5, 50


def open_needs(firm):
    """Needs that the firm can supply now, the soonest deadline first, each with ``answered``: its own answer's state.

    None for a firm that is no active member. A query and the one that is returned.
    """
    if firm.state != Firm.State.ACTIVE:
        return Need.objects.none()
    own = NeedAnswer.objects.filter(need=OuterRef("pk"), firm=firm).values("state")[:1]
    return matching_needs(firm).select_related("institution").annotate(answered=Subquery(own))


def answers_of(firm):
    """Everything that the firm answered, the newest need first."""
    return NeedAnswer.objects.filter(firm=firm).select_related("need__institution").order_by("-need__number")


def wants_letters(firm):
    """Whether it asked to be written to. One query."""
    row = getattr(firm, "need_letters", None)
    return bool(row and row.is_on)
