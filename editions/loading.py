"""The editions' part of loading a cluster: closed sample years frozen and published as they would have been."""

from django.utils.translation import gettext as _

from actionplans.loading.times import moment
from actionplans.models import IndicatorReading, Verification
from council.loading import files
from council.models import ProgramYear
from editions.book import REMOVED
from editions.models import EditionFile, EditionNote, YearEdition
from editions.services import begin_edition, freeze_edition, write_note
from editions.services.publishing import publish
from filing.services import record_change

NOTE = {"kind": files.one_of(EditionNote.Kind), "subject": files.text, "reason": files.text, "action?": files.text}
VERDICT = {"indicator": files.text, "on": files.day, "value": files.amount, "reason": files.text, "seen_on": files.day}
EDITION = {
    "year": files.whole,
    "frozen_on": files.day,
    "decision": files.text,
    "published_on": files.day,
    "erratum?": files.text,
    "erratum_en?": files.text,
    "note?": [NOTE],
    "verdict?": [VERDICT],
}
SCHEMAS = {"reported": {}, "sample": {"edition?": [EDITION]}}


def load(data, *, context):
    """Freeze and publish the editions of the sample files in their order. Raises DataFileError."""
    for file in data:
        for place, row in file.rows("edition"):
            with place:
                load_edition(place, row, context)


def load_edition(place, row, context):
    """Verdicts that came since the edition before, then notes, freezing, publishing; each at its own day."""
    by, year = context.account(place, "facilitator"), ProgramYear.objects.filter(year=row["year"]).first()
    if year is None:
        raise place.at("year").refuse(_("There is no such programme year."))
    for at, verdict in place.each(row, "verdict"):
        load_verdict(at, verdict, year, context)
    edition = begin_edition(year=year, by=by, erratum=row.get("erratum", ""), erratum_en=row.get("erratum_en", ""))
    for note in row.get("note", []):
        write_note(
            edition=edition,
            kind=note["kind"],
            subject=note["subject"],
            reason=note["reason"],
            corrective_action=note.get("action", ""),
            by=by,
        )
    edition = freeze_edition(edition=edition, by=by, at=moment(row["frozen_on"], edition.key))
    decision = context.decision(place.at("decision"), row["decision"])
    publish(edition, decision, by=by, at=moment(row["published_on"], edition.key))


def load_verdict(place, row, year, context):
    """The supervisor's later word on a reading, as it was given between two editions."""
    plan, _slash, number = row["indicator"].partition("/")
    readings = IndicatorReading.objects.filter(indicator__plan__year=year, indicator__plan__number=plan)
    reading = readings.filter(indicator__number=number, as_of=row["on"]).first()
    if reading is None:
        raise place.at("indicator").refuse(_("There is no reading of this indicator on this day."))
    verdict = context.save(
        place,
        Verification(
            reading=reading,
            verdict=Verification.Verdict.VERIFIED,
            value=row["value"],
            reason=row["reason"],
            by=context.account(place, "supervisor"),
            at=moment(row["seen_on"], reading.key),
        ),
    )
    record_change(reading, by=verdict.by, old=verdict.verdict, new=verdict.verdict, why=verdict.reason, at=verdict.at)


def remove_sample():
    """Rows of sample editions; gives the ids of their files. The book keeps what they were."""
    editions = YearEdition.objects.filter(is_sample=True).order_by("-place")
    rows = EditionFile.objects.filter(edition__in=editions)
    file_ids = list(rows.values_list("file_id", flat=True))
    rows.erase_sample()
    for edition in editions:
        record_change(edition, by=None, old=edition.state, new=REMOVED, why=edition.sha256)
    EditionNote.objects.filter(edition__in=editions).delete()
    editions.delete()
    YearEdition.objects.filter(state=YearEdition.State.DRAFT).delete()  # it was about plans that are gone
    return file_ids
