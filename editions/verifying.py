"""Whether every edition still is what was frozen: rows, files, chain, seals and the histories behind the figures.

Each fault is one line that names the edition and what is wrong. Nothing here mends anything.
"""

import hashlib
import json
from pathlib import Path

from django.conf import settings
from django.db.models import Max, Min

from council.documents.canonical import canonical
from editions.document.building import SAMPLE
from editions.document.records import Records
from editions.models import EditionFile, YearEdition
from editions.outputs.making import expected_files
from editions.sums import sha256_of
from filing.models import Seal, StateChange
from filing.services import line_hash, seal_root

State = YearEdition.State
REMOVED = "removed"
REPORTED = ("percent", "value", "narrative", "fall_reason", "obstacle", "corrective_action", "note", "recorded_on")
VERDICT = ("verdict", "percent", "value", "reason", "on")


def faults():
    """Every fault, a line each; nothing when all is as it was frozen."""
    editions = list(YearEdition.objects.frozen().select_related("year", "decision").order_by("is_sample", "place"))
    yield from book_faults()
    for is_sample in (False, True):
        yield from chain_faults([row for row in editions if row.is_sample == is_sample])
    yield from dropped(editions)
    for edition in editions:
        for fault in (*row_faults(edition), *file_faults(edition), *history_faults(edition)):
            yield f"{edition.key}: {fault}"


def row_faults(edition):
    """The document against its hash, its columns, the book."""
    hashed = sha256_of(edition.document)
    if hashed != edition.sha256:
        yield f"the document was changed: its SHA-256 is {hashed}, recorded is {edition.sha256}"
    document = read(edition)
    if document is None:
        yield "the document is no JSON"
        return
    if canonical(document) != edition.document:
        yield "the document is not in its canonical form"
    said = (document["edition"]["key"], document["chain"]["place"], document["chain"]["previous"] or "")
    if said != (edition.key, edition.place, edition.previous):
        yield f"the row says {edition.key}, place {edition.place}; its document says {said[0]}, place {said[1]}"
    if edition.sha256 not in hashes_in_the_book(edition.key):
        yield f"the book of changes does not hold the hash {edition.sha256}"
    if edition.seal and not Seal.objects.filter(root=edition.seal).exists():
        yield f"the seal {edition.seal} that it carries is not in the book"
    if edition.state in (State.PUBLISHED, State.SUPERSEDED) and edition.decision.state != "adopted":
        yield "it is published, but its decision is not adopted"


def read(edition):
    try:
        return json.loads(edition.document)
    except ValueError:
        return None


def hashes_in_the_book(key):
    return {why.rpartition(" ")[2] for why in frozen_lines().filter(object_key=key).values_list("why", flat=True)}


def frozen_lines():
    """What the book says of every freezing: the chain's kind and the hash."""
    return StateChange.objects.filter(model=YearEdition._meta.label_lower, old=State.DRAFT, new=State.FROZEN)


def chain_faults(editions):
    """Each place once, none left out, each edition holding the hash of the one before."""
    before = ""
    for place, edition in enumerate(editions, 1):
        if edition.place != place:
            yield f"{edition.key}: it stands at place {edition.place} of its chain, expected was {place}"
        if edition.previous != before:
            yield f"{edition.key}: it follows {edition.previous or 'nothing'}, the edition before is {before or 'none'}"
        before = edition.sha256


def dropped(editions):
    """Editions that the book knows as frozen and that are gone, also the newest ones, which no chain would miss.

    Only a sample edition may have been removed.
    """
    removed = StateChange.objects.filter(model=YearEdition._meta.label_lower, new=REMOVED)
    gone = {f"{SAMPLE} {sha256}" for sha256 in removed.values_list("why", flat=True)}
    there = {edition.sha256 for edition in editions}
    for key, why in frozen_lines().order_by("pk").values_list("object_key", "why"):
        if why.rpartition(" ")[2] not in there and why not in gone:
            yield f"{key}: the edition with the hash {why.rpartition(' ')[2]} was frozen and is missing"


def file_faults(edition):
    """Every output is there and has its bytes; one of the same size and time is not enough."""
    rows = {(row.kind, row.language): row for row in EditionFile.objects.filter(edition=edition).select_related("file")}
    for kind, language in expected_files():
        row = rows.pop((kind, language), None)
        name = f"{kind} {language}".strip()
        if row is None:
            yield f"the file {name} is missing"
        elif row.sha256 != row.file.sha256:
            yield f"the file {name} was exchanged: recorded is {row.sha256}, stored is {row.file.sha256}"
        else:
            yield from bytes_faults(name, row.file)
    yield from (f"the file {kind} {language} belongs to no output" for kind, language in rows)


def bytes_faults(name, file):
    path = Path(settings.MEDIA_ROOT) / file.path
    if not path.is_file():
        yield f"the bytes of the file {name} are missing: {file.path}"
        return
    with path.open("rb") as content:
        hashed = hashlib.file_digest(content, "sha256").hexdigest()
    if hashed != file.sha256:
        yield f"the bytes of the file {name} were changed: their SHA-256 is {hashed}, recorded is {file.sha256}"


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


def book_faults():
    """The book of changes: every line against its own hash, every seal against its lines and the seal before."""
    previous, last = "", 0
    for seal in Seal.objects.order_by("pk"):
        lines = list(StateChange.objects.filter(pk__range=(seal.first_id, seal.last_id)).order_by("pk"))
        for line in lines:
            if line_hash(line) != line.sha256:
                yield f"the book: line {line.pk} was changed ({line})"
        if seal.previous != previous:
            yield f"the book: seal {seal} does not follow the seal before it"
        if len(lines) != seal.count or seal_root(seal.previous, [line.sha256 for line in lines]) != seal.root:
            yield f"the book: the lines {seal} are not those that were sealed"
        previous, last = seal.root, seal.last_id
    yield from unsealed_faults(last)


def unsealed_faults(last):
    """Lines after the newest seal have their own hash only; lines before the first seal's first were never sealed."""
    for line in StateChange.objects.filter(pk__gt=last).order_by("pk").iterator():
        if line_hash(line) != line.sha256:
            yield f"the book: line {line.pk} was changed ({line})"
    sealed = Seal.objects.aggregate(first=Min("first_id"), last=Max("last_id"))
    if sealed["first"] is not None:
        total = sum(Seal.objects.values_list("count", flat=True))
        there = StateChange.objects.filter(pk__lte=sealed["last"]).count()
        if there != total:
            yield f"the book: {total} lines were sealed, {there} are there"
