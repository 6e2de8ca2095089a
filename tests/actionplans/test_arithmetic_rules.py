"""What holds for the figures whatever the facts are."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actionplans import arithmetic
from actionplans.arithmetic import ActivityFacts, BaselineFacts, EntryFacts, PlanFacts, Status, YearFacts
from persian import jalali
from persian.numbers import largest_remainder
from tests.actionplans import oracle

START, END = jalali.year_bounds(1403)
DAYS = [START + dt.timedelta(days=number) for number in range((END - START).days + 1)]
APPROVED_ON = dt.date(2024, 5, 15)

a_day = st.sampled_from(DAYS)
a_percent = st.integers(0, 10000).map(lambda hundredths: Decimal(hundredths) / 100)


@st.composite
def weights(draw, most=6):
    """Weights of hundredths that sum to exactly 100.00."""
    cuts = sorted(draw(st.lists(st.integers(0, 10000), max_size=most - 1)))
    edges = [0, *cuts, 10000]
    return [Decimal(after - before) / 100 for before, after in pairwise(edges)]


@st.composite
def plans(draw, number=1, weight=Decimal(100)):
    """A plan of one baseline with entries anywhere in the year."""
    activities, entries = [], []
    for index, share in enumerate(draw(weights()), start=1):
        first, last = sorted([draw(a_day), draw(a_day)])
        name = f"{number}/{index}"
        activities.append(ActivityFacts(name, share, first, last, is_milestone=draw(st.booleans()), number=index))
        for as_of in draw(st.lists(a_day, max_size=4)):
            verdict = draw(st.sampled_from([None, "verified", "returned"]))
            figure = draw(a_percent) if verdict == "verified" else None
            entries.append(EntryFacts(len(entries) + 1, name, as_of, draw(a_percent), verdict, figure))
    baseline = BaselineFacts(1, APPROVED_ON, weight, tuple(activities))
    return PlanFacts(number, (baseline,), tuple(entries), draw(st.none() | a_day))


@st.composite
def years(draw):
    rows = tuple(draw(plans(number, weight)) for number, weight in enumerate(draw(weights(4)), start=1))
    return YearFacts(START, END, APPROVED_ON, rows, tuple(jalali.month_ends(1403)))


@given(years())
def test_the_planned_curve_never_falls_and_ends_at_100(facts):
    curve = [arithmetic.year_figures(facts, day).planned for day in [*DAYS[::13], END]]

    assert curve == sorted(curve)
    assert curve[-1] == 100


@given(years(), a_day)
def test_every_figure_lies_between_0_and_100(facts, day):
    figures = arithmetic.year_figures(facts, day)
    values = [getattr(row, name) for row in (figures, *figures.plans) for name in ("planned", "reported", "verified")]

    assert all(0 <= value <= 100 for value in values)


@given(years(), a_day)
def test_the_year_is_the_weighted_sum_of_its_plans_and_they_of_their_activities(facts, day):
    figures = arithmetic.year_figures(facts, day)

    for name in ("planned", "reported", "verified"):
        assert getattr(figures, name) == sum(Fraction(p.weight) * getattr(p, name) for p in figures.plans) / 100
        for plan in figures.plans:
            rows = [Fraction(row.facts.weight) * Fraction(getattr(row, name) or 0) for row in plan.activities]
            assert getattr(plan, name) == sum(rows) / 100


@given(years(), a_day)
def test_the_curve_passes_through_the_figures_of_its_days(facts, day):
    points = arithmetic.series(facts, day)

    assert [point.day for point in points] == sorted({*facts.month_ends, day})
    for point in points:
        figures = arithmetic.year_figures(facts, point.day)
        known = (figures.reported, figures.verified) if point.day <= day else (None, None)
        assert (point.planned, point.reported, point.verified) == (figures.planned, *known)


@given(weights())
def test_weights_that_sum_to_100_still_do_when_they_are_shown_with_one_decimal(shares):
    assert sum(largest_remainder(shares, places=1)) == 100


@given(years())
def test_weights_in_force_that_sum_to_100_are_in_balance(facts):
    assert arithmetic.days_off_balance(facts, START) == ()


def test_a_leap_year_has_366_days_and_esfand_thirty():
    activity = ActivityFacts("a", Decimal(100), START, END)
    shares = [arithmetic.planned_share(activity, day) for day in (START, dt.date(2025, 3, 19), dt.date(2025, 3, 20))]

    assert (len(DAYS), jalali.month_ends(1403)[-1]) == (366, dt.date(2025, 3, 20))
    assert shares == [Fraction(1, 366), Fraction(365, 366), 1]


def test_a_milestone_jumps_on_its_last_day():
    activity = ActivityFacts("a", Decimal(100), START, APPROVED_ON, is_milestone=True)

    assert [arithmetic.planned_share(activity, APPROVED_ON + dt.timedelta(days=n)) for n in (-1, 0, 1)] == [0, 1, 1]


def test_before_its_first_day_an_activity_has_no_share():
    activity = ActivityFacts("a", Decimal(100), APPROVED_ON, APPROVED_ON)

    assert [arithmetic.planned_share(activity, APPROVED_ON + dt.timedelta(days=n)) for n in (-1, 0, 1)] == [0, 1, 1]


@pytest.mark.parametrize(
    ("stopped_on", "planned", "verified", "status"),
    [
        (APPROVED_ON, 50, 100, Status.STOPPED),
        (APPROVED_ON + dt.timedelta(days=1), 50, 100, Status.DONE),
        (None, 0, 0, Status.NOT_STARTED),
        (None, 0, 1, Status.ON_TRACK),
        (None, 100, 95, Status.ON_TRACK),
        (None, 100, Fraction(9499, 100), Status.AT_RISK),
        (None, 100, 80, Status.AT_RISK),
        (None, 100, Fraction(7999, 100), Status.BEHIND),
    ],
)
def test_the_first_status_that_fits_is_taken_unrounded(stopped_on, planned, verified, status):
    found = arithmetic.status_of(
        stopped_on=stopped_on, day=APPROVED_ON, planned=Fraction(planned), verified=Fraction(verified)
    )

    assert found == status


def test_before_the_year_is_approved_there_are_plans_without_a_roll_up():
    facts = oracle.year_facts()
    planning = YearFacts(facts.start, facts.end, None, facts.plans, tuple(jalali.month_ends(1403)))

    figures = arithmetic.year_figures(planning, dt.date(2024, 6, 20))

    assert (figures.planned, figures.reported, figures.verified, figures.has_roll_up) == (None, None, None, False)
    assert [plan.number for plan in figures.plans] == [1, 2]
    assert arithmetic.series(planning, dt.date(2024, 6, 20)) == ()


def test_a_plan_added_later_counts_only_from_its_own_day():
    facts = oracle.year_facts()

    numbers = [
        [plan.number for plan in arithmetic.year_figures(facts, day).plans]
        for day in (START, dt.date(2025, 1, 4), dt.date(2025, 1, 5))
    ]

    assert numbers == [[1, 2], [1, 2], [1, 2, 3]]


def test_weights_off_balance_are_named_with_day_and_sum():
    facts = oracle.year_facts()
    without_third = YearFacts(facts.start, facts.end, facts.approved_on, facts.plans[:2])

    assert arithmetic.days_off_balance(facts, START) == ()
    assert arithmetic.days_off_balance(without_third, START) == ((dt.date(2025, 1, 5), Decimal("85.00")),)


def test_what_was_recorded_or_verified_later_is_counted_once():
    day = dt.date(2024, 9, 21)
    later, earlier = day + dt.timedelta(days=1), day
    entries = [
        EntryFacts(1, "a", day, Decimal(10), "verified", Decimal(10), earlier, earlier),
        EntryFacts(2, "a", day, Decimal(20), "verified", Decimal(20), earlier, later),
        EntryFacts(3, "a", day, Decimal(30), "verified", Decimal(30), later, later),
        EntryFacts(4, "a", day, Decimal(40), None, None, later, None),
        EntryFacts(5, "a", day, Decimal(50), "returned", None, later, later),
        EntryFacts(6, "a", later, Decimal(60), None, None, later, None),
    ]
    facts = YearFacts(START, END, APPROVED_ON, (PlanFacts(1, (), tuple(entries)),))

    assert arithmetic.later_known(facts, day) == arithmetic.LaterKnown(recorded=2, verified=2, either=3)


def test_what_is_due_next_is_the_first_unfinished_activity():
    rows = [
        ActivityFacts("late", Decimal(50), START, dt.date(2024, 9, 1), number=2),
        ActivityFacts("early", Decimal(50), START, dt.date(2024, 6, 1), number=1),
    ]
    entries = [EntryFacts(1, "early", START, Decimal(100), "verified", Decimal(100))]
    plan = PlanFacts(1, (BaselineFacts(1, START, Decimal(100), tuple(rows)),), tuple(entries))
    done = PlanFacts(
        1, plan.baselines, (*entries, EntryFacts(2, "late", START, Decimal(100), "verified", Decimal(100)))
    )
    stopped = PlanFacts(1, plan.baselines, (), stopped_on=START)

    def due(facts):
        return arithmetic.next_due(arithmetic.plan_figures(facts, APPROVED_ON, APPROVED_ON))

    assert due(plan).facts.activity == "late"
    assert (due(done), due(stopped)) == (None, None)
