"""What the document was made of: reports and verdicts never change, so they must stand in the tables as they stood."""

from editions.document.records import Records
from editions.verifying.rows import read

REPORTED = ("percent", "value", "narrative", "fall_reason", "obstacle", "corrective_action", "note", "recorded_on")
VERDICT = ("verdict", "percent", "value", "reason", "on")


def history_faults(edition):
    """Reports and verdicts never change: each that the document holds must stand in the tables as it stood then.

    Who they are by is left out: accounts are pseudonymised and seats end.
    """
    document = read(edition)
    if document is None:
        return
    records = Records(edition.year, edition.as_of)
    for name, live in (("entries", records.entry_rows()), ("readings", records.reading_rows())):
        there = {row["key"]: row for row in live}
        for row in document[name]:
            yield from report_faults(row, there.get(row["key"]))


def report_faults(frozen, live):
    if live is None:
        yield f"the report {frozen['key']} is missing"
        return
    for field in REPORTED:
        if frozen.get(field) != live.get(field):
            yield f"the report {frozen['key']} was changed: {field} was {frozen[field]!r}, is {live[field]!r}"
    then, now = (said(row) for row in (frozen, live))
    if now[: len(then)] != then:
        yield f"the verdicts on the report {frozen['key']} were changed"
    lost = hashes(frozen) - hashes(live)
    yield from (f"evidence of the report {frozen['key']} is missing: {sha256}" for sha256 in sorted(lost))


def said(row):
    return [tuple(verdict[field] for field in VERDICT) for verdict in row["verifications"]]


def hashes(row):
    return {evidence["sha256"] for evidence in row["evidence"]}
