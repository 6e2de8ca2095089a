"""Recording what was done: progress entries, indicator readings, and the evidence behind them."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from actionplans.models import Activity, Evidence, Indicator, IndicatorReading, ProgressEntry
from council.models import ProgramYear
from filing.models import StoredFile
from filing.services import record_change
from filing.uploads import store_file

RECORDED = "recorded"


@dataclass(frozen=True)
class Attachment:
    """A file as evidence: an upload or a file stored before, what it shows, and whether everyone may open it."""

    file: Any
    caption: str = ""
    is_public: bool = False


@transaction.atomic
def record_entry(
    *,
    activity,
    as_of,
    percent,
    by,
    narrative="",
    fall_reason="",
    obstacle="",
    corrective_action="",
    files=(),
):
    """Record an activity's progress on a day, in percent done, with its evidence.

    ``files``: uploads, stored files or ``Attachment``. The year and the activity are held, so that a month cannot be
    locked nor a neighbouring value appear between check and write. Raises ValidationError keyed by field. Not guarded
    against being sent twice: that is the page's.
    """
    hold_year(activity.plan.year_id)
    activity = Activity.objects.select_for_update(of=("self",)).select_related("plan__year").get(pk=activity.pk)
    entry = ProgressEntry(
        activity=activity,
        as_of=as_of,
        percent=percent,
        narrative=narrative,
        fall_reason=fall_reason,
        obstacle=obstacle,
        corrective_action=corrective_action,
        recorded_by=by,
    )
    return save_recorded(entry, files, by)


@transaction.atomic
def record_reading(*, indicator, as_of, value, by, note="", files=()):
    """Record what an indicator stood at on a day, in its own unit. Raises ValidationError keyed by field."""
    hold_year(indicator.plan.year_id)
    indicator = Indicator.objects.select_related("plan__year").get(pk=indicator.pk)
    reading = IndicatorReading(indicator=indicator, as_of=as_of, value=value, note=note, recorded_by=by)
    return save_recorded(reading, files, by)


def save_recorded(row, files, by):
    row.full_clean()
    row.save(force_insert=True)
    add_evidence(row, files, by)
    record_change(row, by=by, old="", new=RECORDED)
    return row


def add_evidence(row, files, by):
    """Store each file and tie it to the entry or reading. A refused file refuses the whole row."""
    link = "entry" if isinstance(row, ProgressEntry) else "reading"
    for given in files:
        attachment = given if isinstance(given, Attachment) else Attachment(given)
        file = attachment.file if isinstance(attachment.file, StoredFile) else stored(attachment.file, by)
        evidence = Evidence(
            file=file,
            caption=attachment.caption or file.name,
            is_public=attachment.is_public,
            added_by=by,
            **{link: row},
        )
        evidence.full_clean()
        evidence.save(force_insert=True)


@transaction.atomic
def describe_evidence(*, evidence, by, caption, is_public):
    """Give evidence another caption, or release its file to everyone, or take it back: that stands in the book."""
    held = Evidence.objects.select_for_update(of=("self",)).get(pk=evidence.pk)
    before, held.caption, held.is_public = held.is_public, caption, is_public
    held.full_clean()
    held.save(update_fields=["caption", "is_public"])
    if before != is_public:
        words = {False: "evidence private", True: "evidence public"}
        record_change(held.entry or held.reading, by=by, old=words[before], new=words[is_public], why=caption)


def stored(upload, by):
    """The upload, kept; its refusal names the file and stands at the field ``files``."""
    try:
        return store_file(upload, by=by)
    except ValidationError as refusal:
        messages = [_("%(name)s: %(problem)s") % {"name": upload.name, "problem": text} for text in refusal.messages]
        raise ValidationError({"files": messages}) from refusal


def hold_year(pk):
    ProgramYear.objects.select_for_update(no_key=True).get(pk=pk)
