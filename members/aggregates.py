"""From the sums of a round to the tables the public sees: totals, by section, by size, each cell shown or hidden.

Pure arithmetic over ``ReturnRound.sums``; which cells are hidden is decided in ``suppression``.
"""

from dataclasses import dataclass, field

from members.models import Firm
from members.suppression import LEAST_TOTAL, hidden_cells

MEASURES = ("firms", "staff", "women", "graduates", "exports", "local_sales", "samples")
SIZES = tuple(Firm.Size.values)
STAFF_BELOW = ((10, Firm.Size.MICRO), (50, Firm.Size.SMALL), (151, Firm.Size.MEDIUM))
NO_SECTION = 0


def size_of(staff):
    """The size by the people employed in the return itself, so that a year's table never moves with a profile."""
    return next((size for below, size in STAFF_BELOW if staff < below), Firm.Size.LARGE)


def cell_of(section_ids, staff):
    """How ``ReturnRound.sums`` names where a return is counted: ``3.7/small``."""
    return f"{'.'.join(map(str, sorted(section_ids)))}/{size_of(staff)}"


def measured(firm_return):
    """What one return adds to each measure, in their order."""
    return [1, *(getattr(firm_return, name) for name in MEASURES[1:-1]), int(firm_return.is_sample)]


def moved(sums, cell, amounts, step):
    """The sums with one return counted in or out; a cell that is empty again is dropped."""
    now = [had + step * amount for had, amount in zip(sums.get(cell, [0] * len(MEASURES)), amounts, strict=True)]
    rest = {name: values for name, values in sums.items() if name != cell}
    return rest | ({cell: now} if now[0] else {})


@dataclass
class Sums:
    """The measures of a set of firms: people, and money in whole rials."""

    firms: int = 0
    staff: int = 0
    women: int = 0
    graduates: int = 0
    exports: int = 0
    local_sales: int = 0
    samples: int = 0

    def add(self, amounts):
        for name, amount in zip(MEASURES, amounts, strict=True):
            setattr(self, name, getattr(self, name) + amount)


@dataclass
class Tables:
    """A year's figures. ``total`` is None when too few filed; a cell that is None is hidden, an empty one is zero."""

    total: Sums | None = None
    sections: dict = field(default_factory=dict)
    sizes: dict = field(default_factory=dict)
    has_sample: bool = False
    is_empty: bool = True

    @property
    def has_hidden(self):
        return any(sums is None for sums in (*self.sections.values(), *self.sizes.values()))


def tables(sums, section_ids):
    """The tables of a round for these sections, in their order. A firm counts in each of its sections."""
    places = {name: places_of(name, section_ids) for name in sums}
    total, by_cell = Sums(), {}
    for name, amounts in sums.items():
        total.add(amounts)
        for place in places[name]:
            by_cell.setdefault(place, Sums()).add(amounts)
    found = Tables(has_sample=total.samples > 0, is_empty=total.firms == 0)
    if total.firms < LEAST_TOTAL:
        return found
    sections = [("section", key) for key in [*section_ids, NO_SECTION]]
    sizes = [("size", key) for key in SIZES]
    if sections[-1] not in by_cell:
        sections.pop()
    groups = tuple(sorted((tuple(places[name]), amounts[0]) for name, amounts in sums.items()))
    hidden = hidden_cells(groups, (tuple(sections), tuple(sizes)))
    shown = {cell: None if cell in hidden else by_cell.get(cell, Sums()) for cell in (*sections, *sizes)}
    found.total = total
    found.sections = {key: shown["section", key] for _kind, key in sections}
    found.sizes = {key: shown["size", key] for _kind, key in sizes}
    return found


def places_of(name, section_ids):
    """``3.7/small`` as the cells it counts in; a section that is no more counts as none."""
    sections, _slash, size = name.partition("/")
    known = [int(key) for key in sections.split(".") if key and int(key) in section_ids]
    return [*(("section", key) for key in known or [NO_SECTION]), ("size", size)]
