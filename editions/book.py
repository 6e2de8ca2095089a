"""What the book of changes says of editions: its lines hold what would otherwise stand in their rows alone."""

import hashlib
from dataclasses import dataclass

from editions.models import YearEdition
from filing.models import StateChange

REMOVED = "removed"
SAMPLE = "sample"
State = YearEdition.State


@dataclass(frozen=True)
class FrozenWords:
    """Why of the line about a freezing: the chain's kind, the document's hash, one hash over those of all files."""

    kind: str
    sha256: str
    files: str = ""

    def __str__(self):
        return f"{self.kind} {self.sha256} files {self.files}"

    @classmethod
    def of(cls, why):
        """Read them from a line; what is not there is empty."""
        kind, sha256, _word, files = (why.split(" ") + [""] * 4)[:4]
        return cls(kind, sha256, files)


def files_digest(rows):
    """SHA-256 over kind, language and hash of every file, a line each, sorted; the same before and after a restore."""
    lines = sorted(f"{row.kind} {row.language} {row.sha256}" for row in rows)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def lines_by_edition():
    """The lines of every edition's present life by its key, in the book's order. One query.

    A sample edition may be removed and loaded again under its key: what was said before its removal is of another life.
    Nothing ends the life of an edition of facts.
    """
    found = {}
    for line in StateChange.objects.filter(model=YearEdition._meta.label_lower).order_by("pk"):
        lines = found.setdefault(line.object_key, [])
        lines.append(line)
        if line.new == REMOVED and any(is_frozen_sample(row, line.why) for row in lines):
            lines.clear()
    return found


def is_frozen_sample(line, sha256):
    words = FrozenWords.of(line.why)
    return is_freezing(line) and (words.kind, words.sha256) == (SAMPLE, sha256)


def is_freezing(line):
    return (line.old, line.new) == (State.DRAFT, State.FROZEN)
