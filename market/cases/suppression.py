"""Which cells of the cases' tables stay hidden, and which new cases may enter them (I17). Pure arithmetic.

A cell stands on its filers and on its buyers: the fewer of the two is its support. The limits are those of the firms'
tables (``members.suppression``). The search through all linear combinations there is not repeated here: it answers a
reader who knows who is counted where, as the directory tells of firms; where a case stands nobody outside knows. What
can be worked out from one table alone, its total minus what is shown, is closed, and so is what the same table of the
publication before adds. See docs/decisions/0018.
"""

from collections import defaultdict
from dataclasses import dataclass

from members.suppression import LEAST_FIRMS, LEAST_TOTAL

LEAST_ADDED = 5  # a publication that would add fewer cases is not made


@dataclass(frozen=True)
class Support:
    """On how many filers and buyers something stands."""

    filers: int = 0
    buyers: int = 0

    @property
    def least(self):
        return min(self.filers, self.buyers)

    @property
    def is_enough(self):
        return self.least >= LEAST_FIRMS

    @property
    def is_nothing(self):
        return self.filers == 0

    @property
    def is_enough_for_total(self):
        return self.filers >= LEAST_TOTAL and self.is_enough


@dataclass(frozen=True)
class Cell:
    """A filled cell: its key, its place in the table, what it counts, what it stands on.

    ``rest``: what all the others of the table's total stand on, where cells overlap; None where the others' cells say.
    ``was_hidden``: it was filled and hidden in the last publication. ``is_moved``: the new cases move it, and where
    cells overlap its rest too.
    """

    key: object
    place: int
    cases: int
    support: Support
    rest: Support | None = None
    was_hidden: bool = False
    is_moved: bool = True

    @property
    def stays_hidden(self):
        """It has the figure that was hidden: shown now, it would be read in the last publication as well."""
        return self.was_hidden and not self.is_moved

    @property
    def covers(self):
        """Whether hiding it hides anything: not when the last publication showed the figure that it still has."""
        return self.is_moved or self.was_hidden

    @property
    def is_safe(self):
        return self.support.is_enough and (self.rest is None or self.rest.is_nothing or self.rest.is_enough)


def hidden_keys(cells, support_of):
    """The keys of one table to hide: those that must be, and the next smallest until what is hidden hides each other.

    ``support_of(keys)`` gives what these cells stand on together.
    """
    ranked = sorted(cells, key=lambda cell: (cell.support.least, cell.cases, cell.place))
    hidden = [cell for cell in ranked if cell.stays_hidden or not cell.is_safe]
    for cell in ranked:
        if is_closed(hidden, cells, support_of):
            break
        if cell.covers and cell not in hidden:
            hidden.append(cell)
    return {cell.key for cell in hidden}


def is_closed(hidden, cells, support_of):
    """Whether neither this table nor its difference to the last one tells of a hidden cell.

    At least two are hidden and they stand on enough; else the total minus the shown ones is what was to be hidden. And
    when a cell is shown that was hidden, one that moved is hidden; else the growth of the total is the growth of those
    that are shown, and minus it they are what they were when they were hidden.
    """
    if not hidden:
        return True
    is_released = any(cell.was_hidden and cell not in hidden for cell in cells)
    if is_released and not any(cell.is_moved for cell in hidden):
        return False
    return len(hidden) > 1 and support_of([cell.key for cell in hidden]).is_enough


@dataclass(frozen=True)
class NewCase:
    """A counted case that no publication holds: who filed it about whom, and every cell that it would move."""

    pk: int
    filer: str
    buyer: str
    cells: frozenset


def entering(cases):
    """Those of the new cases that may enter together: whatever cell moves, three filers and three buyers move it.

    So two publications, one taken from the other, tell nothing about one or two of them. Whoever is left waits for
    others. Fewer than ``LEAST_ADDED`` do not enter at all.
    """
    left = list(cases)
    while left:
        unsafe = unsafe_cells(left)
        stays = [case for case in left if case.cells.isdisjoint(unsafe)]
        if len(stays) == len(left):
            break
        left = stays
    return left if len(left) >= LEAST_ADDED else []


def unsafe_cells(cases):
    filers, buyers = defaultdict(set), defaultdict(set)
    for case in cases:
        for cell in case.cells:
            filers[cell].add(case.filer)
            buyers[cell].add(case.buyer)
    return {cell for cell, found in filers.items() if not Support(len(found), len(buyers[cell])).is_enough}
