"""The portal's arithmetic against answers worked out by a separate program."""

import pytest

from actionplans import arithmetic
from tests.actionplans import oracle


@pytest.mark.parametrize("expected", oracle.expected(), ids=lambda row: row["day"])
def test_every_figure_of_the_worked_case_is_exact(expected):
    figures = arithmetic.year_figures(oracle.year_facts(), oracle.day(expected["day"]))

    assert oracle.shown(figures) == expected


def test_the_worked_case_covers_fifteen_days():
    assert [row["day"] for row in oracle.expected()] == oracle.case()["days"]
    assert len(oracle.expected()) == 15
