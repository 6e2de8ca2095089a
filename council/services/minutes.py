"""Minutes that are confirmed are frozen as one document; what is found wrong later is added as a dated correction."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from council.documents.canonical import digest, minutes_document
from council.models import Correction, Meeting, Minutes
from council.services.locks import SETTLED
from filing.services import record_change
from persian.text import normalise

CORRECTED = "corrected"


def freeze_minutes(meeting, *, by):
    """Freeze what the rows of the meeting say now. Called by the step that confirms them, under the meeting's lock."""
    document = minutes_document(meeting)
    return Minutes.objects.create(meeting=meeting, document=document, sha256=digest(document), confirmed_by=by)


@transaction.atomic
def add_correction(*, meeting, text, by):
    """Add a dated note to confirmed minutes; the minutes stay as they are. Raises ValidationError."""
    meeting = Meeting.objects.select_for_update(of=("self",)).select_related("year").get(pk=meeting.pk)
    if meeting.state not in SETTLED:
        raise ValidationError(_("The minutes are not confirmed yet: correct them in the editor."), code="open")
    last = meeting.corrections.order_by("-pk").first()
    if last and last.text == normalise(text):
        raise ValidationError(_("This correction was added already."), code="twice")
    correction = Correction(meeting=meeting, text=text, by=by)
    correction.full_clean()
    correction.save(force_insert=True)
    record_change(meeting, by=by, old=meeting.state, new=meeting.state, why=f"{CORRECTED}: {correction.text}")
    return correction


@transaction.atomic
def freeze_missing(*, by=None):
    """Freeze minutes that were confirmed before the portal kept documents. Gives their meetings.

    The rows are taken as they stand now, and the book says that it was done later.
    """
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("year")
    meetings = list(rows.filter(state__in=SETTLED, source=None, minutes=None).order_by("pk"))
    for meeting in meetings:
        minutes = freeze_minutes(meeting, by=by)
        record_change(meeting, by=by, old=meeting.state, new=Meeting.State.CONFIRMED, why=frozen_line(minutes, "later"))
    return meetings


def frozen_line(minutes, why=""):
    """What the book says of frozen minutes: the reason, if one was given, and the hash."""
    return " ".join(part for part in (why, "SHA-256", minutes.sha256) if part)
