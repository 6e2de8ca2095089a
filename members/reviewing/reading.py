"""What the review desk shows, in a fixed number of queries."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from members.models import Firm, FirmChange, FirmDocument
from members.reviewing.forms import FOUND, LABELS, OTHER

IMAGES = ("image/png", "image/jpeg")


def firms_in_queue():
    """Applications, the oldest first."""
    return Firm.objects.awaiting_review()


def changes_in_queue():
    """Changes that members ask for, the oldest first."""
    rows = FirmChange.objects.filter(state=FirmChange.State.PENDING)
    return rows.select_related("firm", "asked_by").order_by("asked_at", "pk")


@dataclass
class Place:
    """Where a firm stands in the queue, and its neighbours."""

    number: int
    total: int
    before: int | None
    after: int | None


def place_in_queue(firm):
    """None for a firm that does not wait. One query."""
    keys = list(firms_in_queue().values_list("pk", flat=True))
    if firm.pk not in keys:
        return None
    at = keys.index(firm.pk)
    before = keys[at - 1] if at else None
    return Place(at + 1, len(keys), before, keys[at + 1] if at + 1 < len(keys) else None)


def documents_of(firm, asked):
    """The papers that are there, the papers that were taken back, and the one to show (the first, or ``?doc=``)."""
    rows = list(FirmDocument.objects.filter(firm=firm).with_size().order_by("pk"))
    there = [row for row in rows if row.removed_at is None]
    shown = next((row for row in there if str(row.pk) == asked), there[0] if there else None)
    if shown:
        shown.is_picture = shown.file.content_type in IMAGES
    return there, [row for row in rows if row.removed_at], shown


def check_rows(firm, form, people):
    """Each check with what the firm wrote and the box to say what was found."""
    identifier = firm.national_id if firm.legal_kind == Firm.LegalKind.COMPANY else firm.licence_number
    written = {
        "identifier": [firm.get_legal_kind_display(), identifier, firm.guild],
        "name": [firm.name, firm.name_en],
        "place": [firm.city, firm.address, firm.postal_code],
        "sections": list(firm.sections.all()),
        "size": [firm.get_size_display()],
        "representative": [f"{row.user} ({row.position})" if row.position else str(row.user) for row in people],
    }
    return [(LABELS[name], [line for line in written[name] if line], form[f"check-{name}"]) for name in LABELS]


def look_alike_rows(firm, form):
    """Each firm that may be the same one, with what makes it so."""
    return [(other, likeness(firm, other), form[f"look_alike-{other.tracking_code}"]) for other in form.look_alikes]


def likeness(firm, other):
    same = [
        (_("the same national ID"), firm.national_id and firm.national_id == other.national_id),
        (_("the same licence number"), firm.licence_number and firm.licence_number == other.licence_number),
        (_("the name is equal but for its spelling"), firm.match_key == other.match_key),
    ]
    return [words for words, is_so in same if is_so]


def checklist_words(review):
    """``(what, found)`` of a review's checklist, as its history tells it."""
    words = dict(FOUND) | dict(OTHER)
    return [
        (LABELS.get(entry.get("check")) or entry.get("look_alike", ""), words.get(entry["found"], entry["found"]))
        for entry in review.checklist
    ]
