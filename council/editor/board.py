"""What the editor of one meeting shows: the shapes that ``reading`` fills and the template draws."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from council.editor.cells import Cell
from council.electorate import Quorum
from council.models import ActionItem, AgendaItem, CouncilRule, Decision, EditorDraft, Meeting, Seat


@dataclass
class SeatLine:
    seat: Seat
    presence: Cell
    alternate: Cell
    arrived: Cell
    left: Cell
    answer: str = ""
    person: int = 0  # the number of the person: one who holds two seats counts once
    counts: bool = False

    @property
    def prefix(self):
        return self.presence.name


@dataclass
class ActionLine:
    item: ActionItem
    text: Cell | None = None
    owner: Cell | None = None
    due: Cell | None = None


@dataclass
class DecisionLine:
    decision: Decision
    kinds: list
    cells: dict = field(default_factory=dict)
    votes: list = field(default_factory=list)
    errors: list = field(default_factory=list)
    panels: list = field(default_factory=list)
    ties: list = field(default_factory=list)  # (words, address) of the pages that tie an object to it

    @property
    def is_open(self):
        return bool(self.cells)


@dataclass
class ItemLine:
    item: AgendaItem
    cells: dict
    remarks: list
    decisions: list
    actions: list
    comments: list
    new_decision: Cell | None = None
    new_action: ActionLine | None = None
    errors: list = field(default_factory=list)
    is_current: bool = False

    @property
    def speaks(self):
        """Whether the minutes have anything to say of it."""
        return bool(self.cells["text"].value or self.opinions or self.decisions or self.actions)

    @property
    def opinions(self):
        return sum(bool(cell.value) for _institution, cell in self.remarks)


def name_in_minutes(line):
    """«نام (سمت)», with who sat in and from when."""
    text = f"{line.seat.shown_person} ({line.seat.get_role_display()})"
    if line.presence.value == "alternate":
        text += _(", by %(alternate)s") % {"alternate": line.alternate.value}
    if line.arrived.value:
        text += _(", from %(time)s") % {"time": line.arrived.value}
    if line.left.value:
        text += _(", until %(time)s") % {"time": line.left.value}
    return text


@dataclass
class Board:
    """One meeting on one screen. ``cells`` are all its boxes, in the order of the page."""

    meeting: Meeting
    rule: CouncilRule | None
    draft: EditorDraft | None
    seats: list
    missing: int
    guests: Cell
    items: list
    earlier: list
    owners: list
    quorum: Quorum
    new_item: dict
    cells: list

    @property
    def presence_groups(self):
        """Who was there, who excused themselves, who was away, who came as a guest: (words, names) for the minutes."""
        lines = [(line.presence.value, name_in_minutes(line)) for line in self.seats]
        groups = [
            (_("Present"), [name for value, name in lines if value in ("present", "alternate")]),
            (_("Apologies"), [name for value, name in lines if value == "apology"]),
            (_("Absent"), [name for value, name in lines if value == "absent"]),
            (_("Guests"), self.guests.value.splitlines()),
        ]
        return [(words, _("; ").join(names)) for words, names in groups if names]

    def item(self, key):
        return next((line for line in self.items if line.item.pk == key), None)

    def decision(self, key):
        lines = [line for item in self.items for line in item.decisions]
        return next((line for line in lines if line.decision.pk == key), None)
