"""A frozen edition's row: its document against its hash, its columns and the book."""

import json

from council.documents.canonical import canonical
from editions.book import FrozenWords, is_freezing
from editions.models import YearEdition
from editions.sums import sha256_of
from filing.models import Seal

State = YearEdition.State


def row_faults(edition, said):
    """The document against its hash and its columns; all of it against ``said``, the book's lines of this edition."""
    hashed = sha256_of(edition.document)
    if hashed != edition.sha256:
        yield f"the document was changed: its SHA-256 is {hashed}, recorded is {edition.sha256}"
    document = read(edition)
    if document is None:
        yield "the document is no JSON"
        return
    if canonical(document) != edition.document:
        yield "the document is not in its canonical form"
    held = (document["edition"]["key"], document["chain"]["place"], document["chain"]["previous"] or "")
    if held != (edition.key, edition.place, edition.previous):
        yield f"the row says {edition.key}, place {edition.place}; its document says {held[0]}, place {held[1]}"
    if edition.sha256 not in [words.sha256 for words in frozen_words(said)]:
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


def frozen_words(said):
    """What the book's lines say of the freezing; one line, if nobody added any."""
    return [FrozenWords.of(line.why) for line in said if is_freezing(line)]
