"""Minutes as PDF: the words of the page, set by typst. The same minutes give the same bytes, today and in ten years."""

from pathlib import Path

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from council.documents.addresses import absolute
from council.documents.calendar import titles
from council.documents.shown import minutes_words
from council.documents.typesetting import set_pdf
from council.models import Cluster
from persian.digits import localised
from persian.jalali import format_day

TEMPLATE = Path(__file__).with_name("minutes.typ")


def minutes_pdf(reading):
    """The bytes of the PDF in the language that is active. Accessible (PDF/UA-1); takes some 50 ms of the processor."""
    return set_pdf(TEMPLATE, pdf_data(reading))


def pdf_data(reading):
    """All that the template sets: it formats nothing itself. Texts reach it as data, so that none can be markup."""
    meeting, words = reading.meeting, minutes_words(reading)
    held = meeting.held_on
    return {
        "language": get_language(),
        "date": [held.year, held.month, held.day],
        "title": titles()(meeting),
        "cluster": str(Cluster.objects.first() or ""),
        "heading": _("Minutes of the steering council"),
        "facts": head_facts(meeting, words),
        "draft": _("DRAFT") if reading.is_draft else "",
        "draft_note": _("Not confirmed: may still change.") if reading.is_draft else "",
        "sample": _("Sample") if meeting.is_sample else "",
        "sample_note": _("This meeting is a sample and reports no fact.") if meeting.is_sample else "",
        "agenda": words["agenda"],
        "quorum": words["quorum"],
        "attendances": words["attendances"],
        "action_items": words["action_items"],
        "corrections": [{"text": row["text"], "day": row["day"]} for row in words["corrections"]],
        "labels": labels(),
        "foot": foot(reading),
        "hash": reading.frozen.sha256 if reading.frozen else "",
        "address": absolute("council:meeting_detail", meeting.key),
    }


def head_facts(meeting, words):
    """Pairs of what and which, for the table under the title."""
    presider = words["presider"]
    facts = [
        (_("Meeting"), _("%(number)s of the year %(year)s"), (meeting.number, meeting.year.year)),
        (_("Day"), format_day(meeting.held_on), None),
        (_("Time"), localised(meeting.starts_at.strftime("%H:%M")) if meeting.starts_at else "", None),
        (_("Place"), meeting.place, None),
        (_("Presided by"), f"{presider['person']} ({presider['role']})" if presider else "", None),
    ]
    return [
        [name, value % {"number": localised(numbers[0]), "year": localised(numbers[1])} if numbers else value]
        for name, value, numbers in facts
        if value
    ]


def foot(reading):
    """What stands under every page before the hash."""
    if reading.frozen is None:
        return _("Draft; no fingerprint yet") if reading.is_draft else ""
    return _("Confirmed on %(day)s; fingerprint (SHA-256):") % {"day": format_day(reading.frozen.confirmed_at)}


def labels():
    return {
        "agenda": _("Agenda and minutes"),
        "item": _("Item"),
        "presenter": _("Presenter"),
        "remarks": _("Views of the institutions"),
        "no_text": _("gave its view; the text is not reported"),
        "decision": _("Decision"),
        "proposal": _("Proposal"),
        "postponed": _("put off to the next meeting"),
        "attendance": _("Attendance"),
        "person": _("Person"),
        "role": _("As"),
        "guest": _("guest"),
        "institution": _("Institution"),
        "status": _("Attendance"),
        "no_attendance": _("No attendance is recorded."),
        "empty_agenda": _("The agenda is empty."),
        "action_items": _("What is to be done"),
        "what": _("Action item"),
        "who": _("Who"),
        "until": _("Until"),
        "state": _("State"),
        "corrections": _("Corrections after confirmation"),
        "signatures": _("Signatures of those present"),
        "signature": _("Signature"),
        "page": _("Page"),
        "sample_mark": _("Sample"),
    }
