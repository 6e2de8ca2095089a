"""The boxes of the editor. Each knows what it showed, so that two people who write in different boxes never meet.

A page carries the fingerprint of every value that it shows (the hidden field ``base``). What comes back is compared
with it: a box that was not touched is left alone; one that somebody else changed meanwhile is not written, and both
texts are shown; everything else is saved.
"""

import hashlib
import json
from dataclasses import dataclass, field

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

BASE, MINE = "base", "mine-"
LONGEST_BASE = 200_000


@dataclass
class Cell:
    """One box: its name in the form, the row and column behind it, what it shows."""

    name: str
    row: object
    column: str
    kind: object
    value: str = ""
    typed: str | None = None
    theirs: str | None = None
    errors: list = field(default_factory=list)

    @property
    def shown(self):
        """What stands in the box: what was typed as long as it is not saved, else what is saved."""
        return self.value if self.typed is None else self.typed

    @property
    def base(self):
        return fingerprint(self.value)


def fingerprint(text):
    """Ten signs that stand for a value; only compared, never trusted."""
    return hashlib.sha256(text.encode()).hexdigest()[:10]


def base_of(cells):
    """The hidden field: the fingerprint of what each box shows."""
    return json.dumps({cell.name: cell.base for cell in cells}, separators=(",", ":"))


def read_base(text):
    """Fingerprints by name; rubbish counts as «nothing is known», so that both texts are shown."""
    try:
        base = json.loads(text[:LONGEST_BASE])
    except ValueError:
        return {}
    return base if isinstance(base, dict) else {}


def take(cells, posted):
    """Write what was typed into the rows that stand behind the boxes; gives the rows that changed, in order.

    A box in conflict or in error keeps what was typed and is not written.
    """
    base, rows = read_base(posted.get(BASE, "")), []
    for cell in cells:
        if cell.name not in posted:
            continue
        typed = cell.kind.canonical(posted[cell.name])
        if typed == cell.value or fingerprint(typed) == base.get(cell.name):
            continue
        if base.get(cell.name) != cell.base and not posted.get(MINE + cell.name):
            cell.typed, cell.theirs = typed, cell.value
            continue
        try:
            cell.row.write(cell.column, cell.kind.read(posted[cell.name]))
        except ValidationError as error:
            cell.typed, cell.errors = posted[cell.name], error.messages
            continue
        cell.typed = typed
        if cell.row not in rows:
            rows.append(cell.row)
    return rows


def place_errors(cells, row, error):
    """A row's refusal, at the boxes that it names, else at the row's first box."""
    own = [cell for cell in cells if cell.row is row]
    found = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
    for column, messages in found.items():
        at = next((cell for cell in own if cell.column == column), own[0])
        at.errors += messages


def conflicts(cells):
    """Lines for the notice above the form: boxes that somebody else changed meanwhile."""
    return [cell for cell in cells if cell.theirs is not None]


def is_clean(cells):
    return not any(cell.errors or cell.theirs is not None for cell in cells)


def unsaved(cells, fields):
    """Whether kept fields hold anything that is not saved: a draft worth offering."""
    base = read_base(fields.get(BASE, ""))
    for cell in cells:
        if cell.name in fields:
            typed = cell.kind.canonical(fields[cell.name])
            if typed != cell.value and fingerprint(typed) != base.get(cell.name):
                return True
    return False


def fill(cells, fields):
    """Put the values of a draft into the boxes, unsaved."""
    for cell in cells:
        if cell.name in fields:
            typed = cell.kind.canonical(fields[cell.name])
            cell.typed = None if typed == cell.value else typed
