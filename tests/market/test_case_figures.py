"""The published figures, worked out by hand: what is hidden and why, and that no two publications tell of one case."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from market.cases.sums import figures_of
from market.cases.suppression import NewCase, entering
from market.models import CaseFigures, ProcurementCase
from market.services.case_figures import publish_figures, publish_nightly
from tests.market import build_cases

pytestmark = pytest.mark.django_db


# filer, branch, quarter, hundreds of rials, reasons; the buyer goes with the filer
OUTSIDE = [
    (0, "software", 2, 1, ["surplus-cost"]),
    (1, "software", 2, 2, ["surplus-cost"]),
    (2, "software", 2, 3, ["surplus-cost", "guarantee"]),
    (3, "software", 3, 4, ["surplus-cost"]),
    (4, "software", 3, 5, ["guarantee", "price"]),
    (0, "hardware", 3, 6, ["surplus-cost"]),
    (1, "hardware", 2, 7, ["guarantee"]),
    (2, "network", 3, 8, ["price"]),
    (3, "network", 3, 9, ["price"]),
    (4, "network", 2, 10, ["surplus-cost"]),
]
DAYS = {2: "2024-08-06", 3: "2024-11-06"}


def write(firms, branches, lines=OUTSIDE, extra=None, local=(0, 1, 2), **fields):
    """The cases of a table such as above, and purchases of 50 rials that stayed here, of the filers in ``local``."""
    made = []
    for place, (filer, branch, quarter, hundreds, reasons) in enumerate(lines):
        values = {"winner": "other_province"} | fields
        row = build_cases.row(
            firm=firms[filer], buyer_name=f"اداره {filer}", category=branches[branch], amount=100 * hundreds,
            decided_on=parse(DAYS[quarter]), reasons=[*reasons, *(extra or {}).get(place, [])], **values,
        )  # fmt: skip
        made.append(row)
    for filer in local:
        build_cases.row(
            firm=firms[filer], buyer_name=f"اداره {filer}", category=branches["software"], amount=50, winner="local",
            reasons=[],
        )  # fmt: skip
    return made


def parse(text):
    return build_cases.dt.date.fromisoformat(text)


def rows(document, table):
    """``{key: (cases, amount)}``; None for a hidden cell."""
    return {
        row["key"]: None if row.get("hidden") else (row["cases"], row["amount"]) for row in document["tables"][table]
    }


def test_every_figure_is_the_sum_of_its_cases_and_a_cell_of_two_firms_is_hidden_with_the_next(firms, branches, staff):
    write(firms, branches)

    document = publish_figures(by=staff).document

    assert document["all"] == {"cases": 13, "amount": 5650}
    assert document["outside"] == {"cases": 10, "amount": 5500}
    # hardware stands on two firms; network, of three, is the next smallest and hides it
    assert rows(document, "categories") == {"software": (5, 1500), "hardware": None, "network": None}
    assert rows(document, "reasons") == {"surplus-cost": (6, 2600), "guarantee": (3, 1500), "price": (3, 2200)}
    assert rows(document, "quarters") == {14032: (5, 2300), 14033: (5, 3200)}
    assert rows(document, "winners") == {"other_province": (10, 5500), "local": (3, 150)}
    assert rows(document, "supply") == {"no": (10, 5500)}


def test_a_reason_of_two_firms_is_hidden_with_the_next_smallest(firms, branches, staff):
    write(firms, branches, extra={0: ["one-maker"], 1: ["one-maker"]})

    reasons = rows(publish_figures(by=staff).document, "reasons")

    assert reasons == {"surplus-cost": (6, 2600), "one-maker": None, "guarantee": None, "price": (3, 2200)}


def test_a_reason_that_all_but_one_have_is_hidden_too_because_the_rest_is_one_case(firms, branches, staff):
    """The surplus cost is named by five firms, but the total minus it would be the second case of the second firm."""
    both, cost, price = ["surplus-cost", "price"], ["surplus-cost"], ["price"]
    named = [(0, both), (1, both), (2, both), (3, cost), (4, cost), (0, cost), (1, price)]
    write(firms, branches, lines=[(filer, "software", 2, 1, reasons) for filer, reasons in named])

    assert rows(publish_figures(by=staff).document, "reasons") == {"surplus-cost": None, "price": None}


@pytest.mark.parametrize("column", ["buyer_key", "filer_key"])
def test_filers_and_buyers_both_count(firms, branches, column):
    """Five firms that report one buyer are one buyer's figure; a union that reports five buyers is one filer's."""
    write(firms, branches)
    ProcurementCase.objects.filter(category=branches["software"]).update(**{column: "one"})

    document = figures_of(ProcurementCase.objects.filter(state="counted"))

    assert rows(document, "categories") == {"software": None, "hardware": None, "network": (3, 2700)}


def test_a_winner_that_few_name_is_hidden_within_its_own_side(firms, branches, staff):
    cases = write(firms, branches)
    ProcurementCase.objects.filter(pk__in=[cases[0].pk, cases[1].pk]).update(winner="abroad")

    document = publish_figures(by=staff).document

    # shown beside the outside total, another province would give away the other country
    assert rows(document, "winners") == {"other_province": None, "abroad": None, "local": (3, 150)}


def test_what_stayed_here_is_not_told_apart_when_two_firms_reported_it(firms, branches, staff):
    write(firms, branches, local=(0, 1))

    document = publish_figures(by=staff).document

    assert (document["all"], "winners" in document["tables"]) == (None, False)
    assert document["outside"] == {"cases": 10, "amount": 5500}


def test_nothing_is_published_under_five_filers(firms, branches, staff):
    write(firms, branches, lines=[line for line in OUTSIDE if line[0] < 4])

    with pytest.raises(ValidationError) as refused:
        publish_figures(by=staff)

    assert refused.value.code == "too_few"
    assert (CaseFigures.objects.count(), ProcurementCase.objects.published().count()) == (0, 0)


def test_few_outside_cases_would_be_the_total_minus_the_rest(firms, branches, staff):
    write(firms, branches, lines=OUTSIDE[:2], local=(0, 1, 2, 3, 4))

    with pytest.raises(ValidationError) as refused:
        publish_figures(by=staff)

    assert refused.value.code == "too_few"


def test_only_counted_cases_are_in_the_figures(firms, branches, staff):
    write(firms, branches)
    for state in ("submitted", "checked", "rejected"):
        build_cases.row(firm=firms[0], category=branches["software"], amount=10**9, state=state)

    assert publish_figures(by=staff).document["outside"] == {"cases": 10, "amount": 5500}


def test_one_more_case_waits_and_the_figures_stay(firms, branches, staff):
    write(firms, branches)
    first = publish_figures(by=staff)
    with pytest.raises(ValidationError) as refused:
        publish_figures(by=staff)
    assert refused.value.code == "nothing_new"

    build_cases.row(firm=firms[0], category=branches["software"], amount=777)
    with pytest.raises(ValidationError) as refused:
        publish_figures(by=staff)

    assert (refused.value.code, CaseFigures.objects.get()) == ("held_back", first)
    # the control: taken in by itself, the difference of the two publications would be its amount
    naive = figures_of(ProcurementCase.objects.filter(state="counted"))
    assert naive["outside"]["amount"] - first.document["outside"]["amount"] == 777


def test_new_cases_enter_together_when_each_moved_figure_is_moved_by_three(firms, branches, staff):
    write(firms, branches)
    publish_figures(by=staff)
    write(firms, branches, lines=[(filer, "software", 2, 10, ["surplus-cost"]) for filer in range(5)], local=())
    lonely = build_cases.row(firm=firms[0], category=branches["network"], amount=5)

    second = publish_figures(by=staff)

    assert (second.number, second.added) == (2, 5)
    assert second.document["outside"] == {"cases": 15, "amount": 10500}
    assert rows(second.document, "categories")["software"] == (10, 6500)
    lonely.refresh_from_db()
    assert lonely.batch is None


def new(pk, filer, *cells, buyer=None):
    return NewCase(pk, filer, buyer or f"of {filer}", frozenset(cells))


@pytest.mark.parametrize(
    ("cases", "enter"),
    [
        ([new(place, "abc"[place % 3], "t") for place in range(5)], [0, 1, 2, 3, 4]),
        ([new(place, "abc"[place % 3], "t") for place in range(4)], []),
        ([new(place, "ab"[place % 2], "t") for place in range(6)], []),
        ([new(place, "abc"[place % 3], "t", buyer="one") for place in range(6)], []),
        ([*(new(place, "abc"[place % 3], "t", "x") for place in range(5)), new(5, "d", "t", "y")], [0, 1, 2, 3, 4]),
        # the fifth holds y back, and without it only two filers move x
        ([new(0, "a", "x"), new(1, "b", "x"), new(2, "c", "x", "y"), new(3, "a", "x"), new(4, "b", "x")], []),
    ],
)
def test_who_enters(cases, enter):
    assert [case.pk for case in entering(cases)] == enter


def test_the_clock_tries_once_a_day(firms, branches):
    assert publish_nightly() is None
    write(firms, branches)

    assert publish_nightly().made_by is None
    write(firms, branches, lines=[(filer, "software", 2, 10, ["surplus-cost"]) for filer in range(5)], local=())
    assert publish_nightly() is None
    assert publish_figures(by=None).added == 5  # they could have entered, only not on the same day


def test_a_publication_never_changes_and_names_nobody(firms, branches, staff):
    write(firms, branches)
    figures = publish_figures(by=staff)

    kept = json.dumps(figures.document, ensure_ascii=False)
    assert [name for name in [*(firm.name for firm in firms), "اداره"] if name in kept] == []
    assert not any(isinstance(value, float) for value in walk(figures.document))
    figures.added = 1
    with pytest.raises(DatabaseError), transaction.atomic():
        figures.save(update_fields=["added"])


def walk(value):
    if isinstance(value, dict):
        for inner in value.values():
            yield from walk(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from walk(inner)
    else:
        yield value


@pytest.mark.parametrize("times", [1, 3])
def test_making_them_asks_as_often_for_many_cases_as_for_few(firms, branches, staff, django_assert_num_queries, times):
    for _time in range(times):
        write(firms, branches)

    with django_assert_num_queries(18):
        figures_of(ProcurementCase.objects.filter(state="counted"))
