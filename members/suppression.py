"""Which cells of the firms' tables stay hidden, so that no figure of one or two firms is shown or worked out (I17).

Pure arithmetic. What is published are sums over sets of firms: the total and the cells that are shown. Sections
overlap, because a firm may work in several: their table does not add up to the total, so that «total minus the others»
tells nothing by itself, while «total minus one section» may be one firm. Firms are therefore grouped by exactly the
cells they are counted in. A reader who knows all memberships (the directory shows them) can work out every linear
combination of the published sums and nothing else; the check below looks at all of them at once, over both tables.
"""

from fractions import Fraction
from functools import lru_cache
from itertools import combinations

LEAST_FIRMS = 3  # a cell under three firms is hidden
LEAST_TOTAL = 5  # a total under five firms is not shown, nor anything below it


@lru_cache(maxsize=256)
def hidden_cells(groups, margins):
    """The cells to hide, as a frozenset.

    ``groups``: pairs (cells, firms), the cells as a tuple, one pair for each set of cells that firms are counted in;
    ``margins``: the tables, each a tuple of its cells. Empty cells are shown: they hold nobody's figure. Remembered,
    because the counts change only when a return is filed. With a total under five firms everything is hidden.
    """
    groups = tuple((frozenset(cells), firms) for cells, firms in groups if firms)
    filled = {cell for margin in margins for cell in margin if count(groups, [cell])}
    if count(groups) < LEAST_TOTAL:
        return frozenset(filled)
    order = [cell for margin in margins for cell in margin]
    ranked = sorted(filled, key=lambda cell: (count(groups, [cell]), order.index(cell)))
    hidden = {cell for cell in filled if count(groups, [cell]) < LEAST_FIRMS}
    for margin in margins:
        hidden |= partners(groups, [cell for cell in ranked if cell in margin], hidden)
    while True:
        shown = [cell for cell in ranked if cell not in hidden]
        if not shown or not tells_too_much(groups, shown, hidden):
            return frozenset(hidden)
        enough = (cell for cell in shown if not tells_too_much(groups, set(shown) - {cell}, hidden | {cell}))
        hidden.add(next(enough, shown[0]))


def count(groups, cells=None):
    """How many firms are counted in any of the cells; in the total when none are named. Each firm counts once."""
    return sum(firms for kept, firms in groups if cells is None or not kept.isdisjoint(cells))


def partners(groups, ranked, hidden):
    """The next smallest cells of one table that are hidden with what is hidden there.

    At least two cells, and three firms in them: otherwise the total minus the shown ones is what was to be hidden.
    """
    own = [cell for cell in ranked if cell in hidden]
    added = set()
    for cell in ranked:
        if not own or (len(own) > 1 and count(groups, own) >= LEAST_FIRMS):
            break
        if cell not in own:
            own.append(cell)
            added.add(cell)
    return added


def tells_too_much(groups, shown, hidden):
    """Whether some combination of the total and the shown cells is about one or two firms, or is a hidden cell."""
    basis = reduced([[1] * len(groups)] + [vector(groups, cell) for cell in shown])
    if any(follows(basis, vector(groups, cell)) for cell in hidden):
        return True
    return any(sum(groups[place][1] for place in places) < LEAST_FIRMS for places in narrowest(basis))


def vector(groups, cell):
    return [int(cell in cells) for cells, _firms in groups]


def reduced(rows):
    """The reduced echelon form: a list of (pivot place, row), each pivot zero in all other rows."""
    basis = []
    for row in rows:
        rest = remainder(basis, [Fraction(value) for value in row])
        pivot = next((place for place, value in enumerate(rest) if value), None)
        if pivot is None:
            continue
        rest = [value / rest[pivot] for value in rest]
        basis = [(place, minus(other, rest, other[pivot])) for place, other in basis]
        basis.append((pivot, rest))
    return basis


def remainder(basis, row):
    for pivot, other in basis:
        row = minus(row, other, row[pivot])
    return row


def minus(row, other, times):
    if not times:
        return row
    return [value - times * less for value, less in zip(row, other, strict=True)]


def follows(basis, row):
    """Whether a sum over these firms is a combination of the published ones."""
    return not any(remainder(basis, [Fraction(value) for value in row]))


def narrowest(basis):
    """The sets of groups, at most two in each, that some combination of the published sums is about.

    One or two firms are at most two groups. A combination that is about one or two groups is a row of the reduced form,
    or two rows that are equal but for a factor outside their pivots.
    """
    for _pivot, row in basis:
        places = [place for place, value in enumerate(row) if value]
        if len(places) <= 2:
            yield places
    for (one, first), (two, second) in combinations(basis, 2):
        if parallel(first, second, {one, two}):
            yield [one, two]


def parallel(first, second, pivots):
    """Whether two rows are multiples of each other outside their pivots."""
    pairs = [(a, b) for place, (a, b) in enumerate(zip(first, second, strict=True)) if place not in pivots]
    factor = next((a / b for a, b in pairs if a and b), None)
    return factor is not None and all(a == factor * b for a, b in pairs)
