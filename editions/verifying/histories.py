"""What the document was made of: reports, verdicts, decisions, minutes and baselines never change once they are there.

So each that the document holds must stand in the tables as it stood then; what came later is nobody's fault.
"""

from council.documents.canonical import in_nfc
from council.documents.check import faults_of
from council.models import Minutes
from editions.document.records import Records
from editions.document.year import decision_rows, meeting_rows
from editions.verifying.baselines import baseline_faults
from editions.verifying.files import bytes_faults
from editions.verifying.rows import read, shown
from filing.models import StateChange, StoredFile

REPORTED = ("percent", "value", "narrative", "fall_reason", "obstacle", "corrective_action", "note", "recorded_on")
VERDICT = ("verdict", "percent", "value", "reason", "on")
MEETING = ("held_on", "minutes_sha256", "source")


def history_faults(edition):
    """Every fault behind one edition. Some twenty queries.

    Seats and roles of those who reported and verified are left out: accounts are pseudonymised and seats end. Whose
    account it was stands in the book, which is asked.
    """
    document = read(edition)
    if document is None:
        return
    records = Records(edition.year, edition.as_of)
    for name, live in (("entries", records.entry_rows()), ("readings", records.reading_rows())):
        there = {row["key"]: row for row in live}
        for row in document[name]:
            yield from report_faults(row, there.get(row["key"]))
    yield from author_faults(edition.year, records)
    yield from decision_faults(document["decisions"], in_nfc(decision_rows(edition.year, edition.as_of)))
    yield from meeting_faults(document["meetings"], meeting_rows(edition.year, edition.as_of))
    yield from baseline_faults(document["plans"], edition.year)


def report_faults(frozen, live):
    if live is None:
        yield f"the report {frozen['key']} is missing"
        return
    yield from changes(f"the report {frozen['key']}", frozen, live, REPORTED)
    then, now = (verdicts(row) for row in (frozen, live))
    if now[: len(then)] != then:
        yield f"the verdicts on the report {frozen['key']} were changed"
    lost = hashes(frozen) - hashes(live)
    yield from (f"evidence of the report {frozen['key']} is missing: {sha256}" for sha256 in sorted(lost))


def changes(name, frozen, live, fields):
    for field in fields:
        if frozen.get(field) != live.get(field):
            yield f"{name} was changed: {field} was {shown(frozen[field])}, is {shown(live[field])}"


def verdicts(row):
    return [tuple(verdict[field] for field in VERDICT) for verdict in row["verifications"]]


def hashes(row):
    return {evidence["sha256"] for evidence in row["evidence"]}


def author_faults(year, records):
    """Whoever recorded or verified is the account that the book names; a row without a line is let pass. One query."""
    models = {"entry": "actionplans.progressentry", "reading": "actionplans.indicatorreading"}
    lines = StateChange.objects.filter(model__in=models.values(), object_key__startswith=f"{year.year}/")
    told = {}
    for line in lines.values_list("model", "object_key", "new", "why", "by_id"):
        told.setdefault(line[:4], set()).add(line[4])
    rows = [("entry", row, records.entry_keys[row.pk]) for row in records.entries]
    rows += [("reading", row, records.reading_keys[row.pk]) for row in records.readings]
    for kind, row, key in rows:
        if row.recorded_by_id not in told.get((models[kind], key, "recorded", ""), {row.recorded_by_id}):
            yield f"the report {key} is by another account than the book says"
        for verdict in records.verdicts.get((kind, row.pk), []):
            if verdict.by_id not in told.get((models[kind], key, verdict.verdict, verdict.reason), {verdict.by_id}):
                yield f"a verdict on the report {key} is by another account than the book says"


def decision_faults(frozen, live):
    """Words, votes, day and what it supersedes of every decision."""
    there = {row["number"]: row for row in live}
    for row in frozen:
        name, now = f"the decision {row['number']}", there.get(row["number"])
        if now is None:
            yield f"{name} is missing"
        else:
            yield from changes(name, row, now, sorted(row.keys() & now.keys()))


def meeting_faults(frozen, live):
    """Minutes that came to have their document after the edition are no fault."""
    there = {row["key"]: row for row in live}
    for row in frozen:
        name, now = f"the meeting {row['key']}", there.get(row["key"])
        if now is None:
            yield f"{name} is missing or its minutes are not published any more"
        else:
            yield from changes(name, row, now, [field for field in MEETING if row[field] is not None])


def minutes_faults(documents):
    """Of the minutes that any edition rests on: each document against its hash, the book and the meeting's rows."""
    keys = {row["key"] for document in documents for row in document["meetings"]}
    rows = Minutes.objects.select_related("meeting__year", "meeting__source", "meeting__presider__institution")
    for minutes in rows.order_by("pk"):
        if minutes.key in keys:
            yield from (f"minutes of {minutes.key}: {fault}" for fault in faults_of(minutes))


def evidence_faults(documents):
    """The bytes of all evidence that any edition rests on, each file once."""
    reports = [row for document in documents for name in ("entries", "readings") for row in document[name]]
    wanted = {sha256 for row in reports for sha256 in hashes(row)}
    files = {file.sha256: file for file in StoredFile.objects.filter(sha256__in=wanted)}
    for _sha256, file in sorted(files.items()):
        yield from bytes_faults(f"{file.name} (evidence)", file)
