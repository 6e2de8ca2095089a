"""What is held while something is written under a meeting: its row first, always, so that nobody waits in a circle."""

from django.db.models import F

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
