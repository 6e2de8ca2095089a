"""What the editor of one meeting shows: the shapes that ``reading`` fills and the template draws."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from council.editor.cells import Cell
from council.electorate import Quorum
from council.models import ActionItem, AgendaItem, CouncilRule, Decision, Meeting, Seat


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

    @property
    def has_more(self):
        """Whether alternate and times are worth seeing at once."""
        return any(cell.shown or cell.typed is not None for cell in (self.alternate, self.arrived, self.left))


@dataclass
class ActionLine:
    item: ActionItem
    text: Cell | None = None
    owner: Cell | None = None
    due: Cell | None = None

    @property
    def own_cells(self):
        return [cell for cell in (self.text, self.owner, self.due) if cell]

    @property
    def has_typed(self):
        return is_typed(self.own_cells)


@dataclass
class DecisionLine:
    decision: Decision
    kinds: list
    cells: dict = field(default_factory=dict)
    votes: list = field(default_factory=list)
    errors: list = field(default_factory=list)
    panels: list = field(default_factory=list)
    ties: list = field(default_factory=list)  # (words, address) of the pages that tie an object to it
    is_current: bool = False
    why: str = ""  # the reason that was typed and not used yet

    @property
    def is_open(self):
        return bool(self.cells)

    @property
    def own_cells(self):
        return [*self.cells.values(), *(cell for _elector, cell in self.votes)]

    @property
    def has_more(self):
        return is_typed(self.cells[name] for name in ("at", "until", "supersedes", "text_en"))


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

    @property
    def is_shown(self):
        """Whether the item stands open: the one in work, and each that holds something unsaved or refused."""
        lines = [*self.decisions, *self.actions, self.new_action]
        own = [*self.cells.values(), *(cell for _institution, cell in self.remarks), self.new_decision]
        return (
            self.is_current
            or is_typed([*own, *(cell for line in lines for cell in line.own_cells)])
            or any(one.errors or one.why for one in self.decisions)
        )

    @property
    def has_details(self):
        return is_typed(cell for name, cell in self.cells.items() if name != "text")

    @property
    def shows_remarks(self):
        is_opinion = self.item.kind == AgendaItem.Kind.OPINION
        return is_opinion or self.opinions or is_typed(cell for _institution, cell in self.remarks)


def is_typed(cells):
    """Whether any box holds what is not saved."""
    return any(cell.typed is not None for cell in cells)


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
    draft: dict | None  # the fields of this person's draft, when they hold something that is not saved
    seats: list
    missing: int
    guests: Cell
    items: list
    earlier: list
    owners: list
    quorum: Quorum
    new_item: dict
    cells: list
    leftovers: list = field(default_factory=list)  # typed into boxes that are gone
    refusals: list = field(default_factory=list)
    loose: dict = field(default_factory=dict)  # typed beside a button that was not pressed
    is_pending: bool = False  # an earlier draft waits to be put back

    @property
    def is_saved(self):
        return not (self.leftovers or self.refusals or any(cell.is_held for cell in self.cells))

    @property
    def refused_decisions(self):
        return [line for item in self.items for line in item.decisions if line.errors]

    @property
    def is_troubled(self):
        return bool(self.refused_decisions) or not self.is_saved

    def fill_loose(self, fields):
        """Put what belongs to buttons back beside them: the quick line, the reasons, what ends with this meeting."""
        self.loose = fields
        for row in self.earlier:
            row.wanted = fields.get(f"carry-{row.pk}", row.state)
        for item in self.items:
            for line in item.decisions:
                line.why = fields.get(f"dec-{line.decision.pk}-why", "")

    @property
    def quick(self):
        return self.loose.get("c-text", "")

    @property
    def why(self):
        return self.loose.get("why", "")

    @property
    def asked(self):
        return self.loose.get("c-kind", "auto")

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
