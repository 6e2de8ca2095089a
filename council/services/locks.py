"""What is held while something is written under a meeting: its row first, always, so that nobody waits in a circle."""

from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.translation import gettext as _

from council.models import Decision, Meeting

SETTLED = (Meeting.State.CONFIRMED, Meeting.State.PUBLISHED)  # from here on the minutes stand


def lock(decision):
    """The meeting and the decision, both locked, as they stand now. The meeting always comes first: no deadlock."""
    meeting = Meeting.objects.select_for_update(of=("self",)).select_related("year").get(agenda__decisions=decision)
    decisions = Decision.objects.select_for_update(of=("self",)).select_related("agenda_item__meeting__year")
    return meeting, decisions.get(pk=decision.pk, agenda_item__meeting=meeting)


def raise_version(meeting):
    """Who edits the meeting or anything under it meanwhile sees that it moved on, and writes nothing unseen."""
    Meeting.objects.filter(pk=meeting.pk).update(row_version=F("row_version") + 1)


def hold_meeting(meeting):
    """The meeting as it stands now, its row held until the transaction ends."""
    return Meeting.objects.select_for_update(of=("self",)).select_related("year").get(pk=meeting.pk)


def require_open(meeting):
    """Nothing is written under a meeting whose minutes are closed. Raises ValidationError."""
    if not meeting.is_open:
        raise ValidationError(
            _("The minutes of this meeting are closed: nothing of it changes any more. Add a correction instead."),
            code="closed",
        )
