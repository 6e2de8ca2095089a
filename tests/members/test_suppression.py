"""What is hidden of the firms' tables: cases worked out by hand, and a search for anything that can be worked out."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from members import suppression
from members.suppression import hidden_cells

SIZES = ("micro", "small", "medium", "large")
SECTIONS = ("A", "B", "C")


def by_size(*counts):
    return tuple(((size,), firms) for size, firms in zip(SIZES, counts, strict=True)), (SIZES,)


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ((20, 10, 5, 3), set()),
        ((20, 10, 5, 0), set()),  # an empty cell is nobody's figure
        ((20, 10, 5, 2), {"large", "medium"}),  # alone, it would be the total minus the others
        ((20, 10, 2, 2), {"medium", "large"}),  # four firms in two cells: their sum is nobody's
        ((20, 10, 1, 1), {"medium", "large", "small"}),  # two firms in two cells: each knows the other's
        ((20, 1, 1, 1), {"small", "medium", "large"}),  # three firms together
        ((20, 2, 0, 0), {"small", "micro"}),
        ((20, 0, 0, 0), set()),
        ((3, 2, 0, 0), {"small", "micro"}),  # a total of five is shown
        ((3, 1, 0, 0), {"small", "micro"}),  # a total of four is not, nor is any cell
        ((4, 0, 0, 0), {"micro"}),
        ((0, 0, 0, 0), set()),
        ((5, 5, 5, 1), {"large", "micro"}),  # of equal ones the first
    ],
)
def test_cells_under_three_firms_go_with_the_next_smallest(counts, hidden):
    assert hidden_cells(*by_size(*counts)) == hidden


def in_sections(**firms):
    """``in_sections(A=3, AB=1)``: three firms work in A only, one in A and in B."""
    return tuple((tuple(name.strip("_")), number) for name, number in firms.items()), (SECTIONS,)


@pytest.mark.parametrize(
    ("firms", "hidden"),
    [
        ({"A": 10, "B": 8, "C": 5}, set()),
        ({"A": 10, "B": 8, "C": 2}, {"C", "B"}),
        # C is under three; B (9) is smaller than A (11). Not additive: 1 firm counts in A and B.
        ({"A": 10, "B": 8, "AB": 1, "C": 2}, {"C", "B"}),
        # Every cell has three or more, but the total minus A is the one firm that is not in A.
        ({"A": 6, "AB": 4, "AC": 4, "BC": 1}, {"A"}),
        # A minus B is one firm, because everybody in B is in A too. B stays unknown: A and C add up to the total.
        ({"AB": 7, "A": 1, "C": 5}, {"B"}),
        # All firms are in A: the cell is the total, and B and C part them into five and four.
        ({"AB": 5, "AC": 4}, set()),
        # B (2) goes with A (3): but then the total minus C is the three firms of A.
        ({"AB": 2, "A": 1, "C": 3}, {"A", "B", "C"}),
        # Firms without a section: two of them are the total minus A, while B and C have none.
        ({"A": 10, "_": 2}, {"A"}),
    ],
)
def test_sections_that_overlap_give_no_small_group_away(firms, hidden):
    groups, margins = in_sections(**firms)

    assert hidden_cells(groups, margins) == hidden


def test_two_firms_of_two_groups_are_not_given_away_by_three_cells():
    """A (4) and D (4) minus B (6) is one firm of AC and one of CD: no cell and no difference of two tells so much."""
    groups = tuple((tuple(name), firms) for name, firms in {"C": 4, "CD": 1, "BD": 3, "AC": 1, "AB": 3}.items())

    assert hidden_cells(groups, (tuple("ABCD"),)) == {"A"}


def test_the_two_tables_do_not_give_away_together_what_each_keeps():
    """Three firms of section A are micro and are all there is of both; a fourth micro firm is in B.

    Micro (4) minus A (3) is one firm. Each table alone has no small cell: A 3, B 7; micro 4, small 6.
    """
    groups = ((("A", "micro"), 3), (("B", "micro"), 1), (("B", "small"), 6))
    margins = (("A", "B"), ("micro", "small"))

    assert hidden_cells(groups, (("A", "B"),)) == hidden_cells(groups, (("micro", "small"),)) == set()
    assert hidden_cells(groups, margins) == {"A", "B"}


def combinations_of(groups, shown):
    """Every sum and difference of the total and the shown cells, as one number for each group of firms."""
    rows = [[1] * len(groups)] + [[int(cell in cells) for cells, _firms in groups] for cell in shown]
    for factors in product((-1, 0, 1), repeat=len(rows)):
        yield [
            sum(factor * row[place] for factor, row in zip(factors, rows, strict=True)) for place in range(len(groups))
        ]


GROUPS = st.dictionaries(
    st.tuples(st.sets(st.sampled_from(SECTIONS)).map(lambda found: tuple(sorted(found))), st.sampled_from(SIZES[:3])),
    st.integers(1, 9),
    max_size=9,
)


@settings(max_examples=60)
@given(GROUPS)
def test_no_sum_or_difference_of_what_is_shown_is_about_one_or_two_firms(found):
    groups = tuple(((*sections, size), firms) for (sections, size), firms in found.items())
    cells = (*SECTIONS, *SIZES)
    hidden = hidden_cells(groups, (SECTIONS, SIZES))
    shown = [cell for cell in cells if cell not in hidden]
    sizes = {cell: sum(firms for kept, firms in groups if cell in kept) for cell in cells}
    total = sum(firms for _kept, firms in groups)

    assert [cell for cell in shown if 0 < sizes[cell] < 3] == []
    if total < 5:
        assert all(sizes[cell] == 0 for cell in shown)
        return
    wanted = [[int(cell in kept) for kept, _firms in groups] for cell in hidden if sizes[cell] < total]
    for row in combinations_of(groups, [cell for cell in shown if sizes[cell]]):
        about = sum(firms for value, (_kept, firms) in zip(row, groups, strict=True) if value)
        assert about == 0 or about >= 3
        assert row not in wanted


@pytest.mark.parametrize("guard", ["partners", "tells_too_much"])
def test_without_one_of_its_two_checks_something_can_be_worked_out(monkeypatch, guard):
    """The negative control: what each check is there for."""
    cases = {"partners": in_sections(A=10, B=8, AB=1, C=2), "tells_too_much": in_sections(A=6, AB=4, AC=4, BC=1)}
    kept = hidden_cells(*cases[guard])
    monkeypatch.setattr(suppression, guard, lambda *_: set())
    hidden_cells.cache_clear()

    assert hidden_cells(*cases[guard]) < kept
    hidden_cells.cache_clear()
