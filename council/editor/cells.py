"""The boxes of the editor. Each knows what it showed, so that two people who write in different boxes never meet.

A page carries the fingerprint of every value that it shows (the hidden field ``base``). What comes back is compared
with it: a box that was not touched is left alone; one that somebody else changed meanwhile is not written, and both
texts are shown; everything else is saved.
"""

import hashlib
import json
from dataclasses import dataclass, field

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

BASE, MINE, THEIRS = "base", "mine-", "theirs"
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
    is_refused: bool = False  # typed, and its row was not written

    @property
    def is_held(self):
        """Whether what was typed here is not saved and stays in the box."""
        return bool(self.errors) or self.theirs is not None or self.is_refused

    @property
    def shown(self):
        """What stands in the box: what was typed as long as it is not saved, else what is saved."""
        return self.value if self.typed is None else self.typed

    @property
    def shown_theirs(self):
        """The other person's value in words: the label of a choice, not its key."""
        return self.kind.words(self.theirs or "")

    @property
    def base(self):
        return fingerprint(self.value)

    @property
    def page_base(self):
        """What the page carries: nothing while two texts stand here, so that neither wins before somebody chooses."""
        return self.base if self.theirs is None else ""


def fingerprint(text):
    """Ten signs that stand for a value; only compared, never trusted."""
    return hashlib.sha256(text.encode()).hexdigest()[:10]


def base_of(cells):
    """The hidden field: the fingerprint of what each box shows."""
    return json.dumps({cell.name: cell.page_base for cell in cells}, separators=(",", ":"))


def read_base(text):
    """Fingerprints by name; rubbish counts as «nothing is known», so that both texts are shown."""
    try:
        base = json.loads(text[:LONGEST_BASE])
    except ValueError:
        return {}
    return base if isinstance(base, dict) else {}


def take(cells, posted):
    """Write what was typed into the rows that stand behind the boxes; gives the rows that changed, in order.

    A box in conflict or in error keeps what was typed and is not written. Of a row that does not exist yet nothing is
    written while one of its boxes is wrong, else the rest would stand there without it.
    """
    base, rows = read_base(posted.get(BASE, "")), []
    for cell in cells:
        if is_touched(cell, posted, base) and write(cell, posted, base) and cell.row not in rows:
            rows.append(cell.row)
    halves = [row for row in rows if row.is_whole and any(cell.row is row and cell.errors for cell in cells)]
    for row in halves:
        refuse(cells, row)
    return [row for row in rows if row not in halves]


def is_touched(cell, posted, base):
    """Whether the box holds something that is neither saved nor what the page showed, and is not given up."""
    typed = posted.get(cell.name)
    if typed is None or typed == cell.value or posted.get(MINE + cell.name) == THEIRS:
        return False  # most boxes of most forms: nothing to work out
    typed = cell.kind.canonical(typed)
    return typed != cell.value and fingerprint(typed) != base.get(cell.name)


def write(cell, posted, base):
    """Write one box into its row; says whether that could be done. ``mine-…`` names the text that it may replace."""
    cell.typed = cell.kind.canonical(posted[cell.name])
    if cell.base not in (base.get(cell.name), posted.get(MINE + cell.name)):
        cell.theirs = cell.value
        return False
    try:
        cell.row.write(cell.column, cell.kind.read(posted[cell.name]))
    except ValidationError as error:
        cell.typed, cell.errors = posted[cell.name], error.messages
        return False
    return True


def refuse(cells, row):
    """A row was not written: every box of it keeps what was typed."""
    for cell in cells:
        if cell.row is row and cell.typed is not None:
            cell.is_refused = True


def place_errors(cells, row, error):
    """A row's refusal, at the boxes that it names, else at the row's first box. All its boxes keep what was typed."""
    refuse(cells, row)
    own = [cell for cell in cells if cell.row is row]
    found = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
    for column, messages in found.items():
        box = row.stands_for.get(column, column)
        at = next((cell for cell in own if cell.column == box), own[0])
        at.errors += messages


def conflicts(cells):
    """Lines for the notice above the form: boxes that somebody else changed meanwhile."""
    return [cell for cell in cells if cell.theirs is not None]


def unsaved(cells, fields):
    """The boxes of which kept fields hold something that is not saved: with any, a draft is worth offering."""
    base = read_base(fields.get(BASE, ""))
    return [cell for cell in cells if is_touched(cell, fields, base)]


def fill(cells, fields):
    """Put the values of a draft into the boxes, unsaved. Where somebody else wrote since, both texts stand there."""
    base = read_base(fields.get(BASE, ""))
    for cell in unsaved(cells, fields):
        cell.typed = cell.kind.canonical(fields[cell.name])
        if base.get(cell.name) != cell.base:
            cell.theirs = cell.value
