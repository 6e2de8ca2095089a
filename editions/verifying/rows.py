"""A frozen edition's row: its document against its hash and its columns, state and times against the book."""

import json

from council.documents.canonical import canonical, in_nfc
from editions.book import SAMPLE, FrozenWords, is_freezing
from editions.document.building import FACTS
from editions.models import YearEdition
from editions.sums import sha256_of
from filing.models import Seal

State = YearEdition.State
SAID_ONCE = (State.FROZEN, State.PUBLISHED, State.SUPERSEDED)


def row_faults(edition, said):
    """Every fault of one row; ``said`` are the book's lines of this edition."""
    hashed = sha256_of(edition.document)
    if hashed != edition.sha256:
        yield f"the document was changed: its SHA-256 is {hashed}, recorded is {edition.sha256}"
    document = read(edition)
    if document is None:
        yield "the document is no JSON"
        return
    if canonical(document) != edition.document:
        yield "the document is not in its canonical form"
    yield from column_faults(edition, document)
    yield from life_faults(edition, said)
    yield from seal_faults(edition)


def read(edition):
    try:
        return json.loads(edition.document)
    except ValueError:
        return None


def shown(value):
    """A value in a fault's line, the same on every machine."""
    is_nested = isinstance(value, dict | list | tuple)
    return json.dumps(value, sort_keys=True, ensure_ascii=False) if is_nested else repr(value)


def column_faults(edition, document):
    """What stands in columns beside the document says the same."""
    facts, chain = document["edition"], document["chain"]
    held = (facts["key"], chain["place"], chain["previous"] or "")
    if held != (edition.key, edition.place, edition.previous):
        yield f"the row says {edition.key}, place {edition.place}; its document says {held[0]}, place {held[1]}"
    erratum = facts["erratum"] or {"fa": "", "en": ""}
    pairs = [
        ("as_of", edition.as_of.isoformat(), facts["as_of"]),
        ("erratum", in_nfc(edition.erratum), erratum["fa"]),
        ("erratum_en", in_nfc(edition.erratum_en), erratum["en"]),
        ("is_sample", edition.is_sample, facts["is_sample"]),
        ("kind of chain", SAMPLE if edition.is_sample else FACTS, chain["kind"]),
    ]
    for name, now, then in pairs:
        if now != then:
            yield f"{name}: the row says {now!r}, its document says {then!r}"


def frozen_words(said):
    """What the book's lines say of the freezing; one line, if nobody added any."""
    return [FrozenWords.of(line.why) for line in said if is_freezing(line)]


def life_faults(edition, said):
    """Hash, state, times and decision stand outside of the document: the book tells each of them once."""
    if edition.sha256 not in [words.sha256 for words in frozen_words(said)]:
        yield f"the book of changes does not hold the hash {edition.sha256}"
    moves = [line for line in said if line.old != line.new and line.new in SAID_ONCE]
    by_state = {line.new: line for line in moves}
    if len(moves) != len(by_state):
        yield f"the book of changes tells it more than once: {', '.join(line.new for line in moves)}"
    if moves and moves[-1].new != edition.state:
        yield f"the row says it is {edition.state}, the book says {moves[-1].new}"
    yield from time_faults(edition, by_state)
    yield from decision_faults(edition, said, by_state.get(State.PUBLISHED))


def time_faults(edition, by_state):
    for name, state in (("frozen_at", State.FROZEN), ("published_at", State.PUBLISHED)):
        line, now = by_state.get(state), getattr(edition, name)
        if line is not None and now is not None and line.at != now:
            yield f"{name}: the row says {now.isoformat()}, the book says {line.at.isoformat()}"


def decision_faults(edition, said, published):
    """By which decision it was published; before, whether one is to publish it."""
    if edition.state == State.FROZEN:
        proposals = [line.why for line in said if line.old == line.new == State.FROZEN]
        is_tied = bool(proposals) and proposals[-1].startswith("proposed: ")
        if is_tied != (edition.decision_id is not None):
            yield f"the row says {edition.decision and edition.decision.key} is to publish it, the book does not"
        return
    if published is not None and published.why != edition.decision.number:
        yield f"the row says {edition.decision.number} published it, the book says {published.why}"
    if edition.decision.state != "adopted":
        yield "it is published, but its decision is not adopted"


def seal_faults(edition):
    """It carries a seal of the book over all that led to it."""
    if not edition.seal:
        yield "it carries no seal of the book"
    elif not Seal.objects.filter(root=edition.seal).exists():
        yield f"the seal {edition.seal} that it carries is not in the book"
