"""A year from planning to its close, and the balance of its weights (I4)."""

import datetime as dt
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils.translation import override

from actionplans import services
from actionplans.models import ActionPlan, Baseline, PlanProposal
from council.models import ProgramYear
from filing.models import StateChange
from tests import build
from tests.actionplans import build_plans

pytestmark = pytest.mark.django_db
APPROVE, AMEND, STOP = PlanProposal.Act.APPROVE, PlanProposal.Act.AMEND, PlanProposal.Act.STOP
MEHR = dt.date(2024, 10, 22)
DEY = dt.date(2025, 1, 5)


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


def refusal(function, *args, **kwargs):
    with pytest.raises(ValidationError) as caught:
        function(*args, **kwargs)
    return caught.value.messages


def weights(plan):
    return list(plan.baselines.order_by("version").values_list("version", "weight", "in_force_on"))


def test_a_year_is_approved_only_when_its_approved_plans_sum_to_100(facilitator):
    year = build_plans.planning_year()
    build_plans.approved(year, "60", "39.50", by=facilitator)
    build_plans.draft(year, "0.50")

    messages = refusal(services.approve_year, year=year, by=facilitator)

    year.refresh_from_db()
    assert messages == ["From 15 May 2024 the weights of the approved plans sum to 99.50; they must sum to 100."]
    assert (year.state, year.approved_on) == (ProgramYear.State.PLANNING, None)


def test_a_year_is_approved_on_the_day_of_the_newest_decision(facilitator):
    year = build_plans.planning_year()
    build_plans.approved(year, "60", by=facilitator)
    build_plans.approved(year, "40", by=facilitator, day=dt.date(2024, 6, 1))

    services.approve_year(year=year, by=facilitator)

    year.refresh_from_db()
    assert (year.state, year.approved_on) == (ProgramYear.State.APPROVED, dt.date(2024, 6, 1))
    change = StateChange.objects.first()
    assert (change.object_key, change.old, change.new, change.by) == ("1403", "planning", "approved", facilitator)


def test_a_year_without_approved_plans_is_not_approved(facilitator):
    year = build_plans.planning_year()

    assert refusal(services.approve_year, year=year, by=facilitator) == ["No plan of the year 1403 is approved yet."]


def test_a_year_is_not_approved_before_its_plans(facilitator):
    year = build_plans.planning_year()
    build_plans.approved(year, "100", by=facilitator)

    messages = refusal(services.approve_year, year=year, by=facilitator, on=dt.date(2024, 5, 14))

    assert messages == ["The year is approved on or after the day of its plans' last decision."]


def test_a_year_starts_with_its_plans_and_takes_each_step_once(facilitator):
    year = build_plans.planning_year()
    [plan] = build_plans.approved(year, "100", by=facilitator)

    assert refusal(services.start_year, year=year, by=facilitator) == [
        "The year 1403 is in planning and cannot become running."
    ]
    services.approve_year(year=year, by=facilitator)
    services.start_year(year=year, by=facilitator)
    plan.refresh_from_db()

    assert plan.state == ActionPlan.State.RUNNING
    assert refusal(services.approve_year, year=year, by=facilitator) == [
        "The year 1403 is running and cannot become approved."
    ]


def test_a_year_is_closed_from_its_last_day_on(facilitator):
    plan = build_plans.running_plan(by=facilitator)

    with time_machine.travel("2025-03-19T23:59+03:30", tick=False):
        assert refusal(services.close_year, year=plan.year, by=facilitator) == [
            "The year 1403 ends on 20 March 2025: it cannot be closed before."
        ]
    with time_machine.travel("2025-03-20T00:01+03:30", tick=False):
        services.close_year(year=plan.year, by=facilitator)

    plan.year.refresh_from_db()
    assert plan.year.state == ProgramYear.State.CLOSED


@pytest.mark.parametrize(("verified", "state"), [("100", "completed"), ("99.99", "running")])
def test_closing_completes_only_what_was_verified_as_complete(facilitator, supervisor, verified, state):
    plan = build_plans.running_plan(by=facilitator)
    build.entry(plan.activities.get(), percent=Decimal(100), verified=Decimal(verified), by=facilitator)

    services.close_year(year=plan.year, by=facilitator)

    plan.refresh_from_db()
    assert plan.state == state


def test_one_decision_re_weights_stops_and_adds(facilitator):
    year = build_plans.planning_year()
    first, second = build_plans.approved(year, "60", "40", by=facilitator)
    services.approve_year(year=year, by=facilitator)
    third = build_plans.draft(year, "15")

    build_plans.decide(
        year,
        (first, AMEND, {"weight": "40.00"}),
        (second, STOP, {"weight": "45.00", "stopped_on": "2024-12-20"}),
        (third, APPROVE, {}),
        day=DEY,
        by=facilitator,
    )

    second.refresh_from_db()
    assert (second.state, second.stopped_on) == (ActionPlan.State.STOPPED, dt.date(2024, 12, 20))
    assert [weights(plan) for plan in (first, second, third)] == [
        [(1, Decimal("60.00"), build.APPROVAL_DAY), (2, Decimal("40.00"), DEY)],
        [(1, Decimal("40.00"), build.APPROVAL_DAY), (2, Decimal("45.00"), DEY)],
        [(1, Decimal("15.00"), DEY)],
    ]


@pytest.mark.parametrize("weight", ["39.99", "40.01", "0"])
def test_a_decision_after_which_the_weights_miss_100_is_refused_whole(facilitator, weight):
    year = build_plans.planning_year()
    _first, second = build_plans.approved(year, "60", "40", by=facilitator)
    services.approve_year(year=year, by=facilitator)

    messages = refusal(build_plans.decide, year, (second, AMEND, {"weight": weight}), day=MEHR, by=facilitator)

    second.refresh_from_db()
    total = f"{60 + Decimal(weight):.2f}"
    assert messages == [f"From 22 October 2024 the weights of the approved plans sum to {total}; they must sum to 100."]
    assert (second.weight, Baseline.objects.count()) == (Decimal("40.00"), 2)


def test_a_stopped_plan_keeps_its_weight(facilitator):
    plan = build_plans.running_plan(by=facilitator)

    decision = build_plans.decide(plan.year, (plan, STOP, {}), day=MEHR, by=facilitator)

    plan.refresh_from_db()
    assert (plan.state, plan.stopped_by, plan.stopped_on) == (ActionPlan.State.STOPPED, decision, MEHR)
    assert weights(plan) == [(1, Decimal("100.00"), build.APPROVAL_DAY)]


@pytest.mark.parametrize("day", ["2024-03-19", "2025-03-21", "nonsense", ""])
def test_a_plan_stops_on_a_day_of_its_year(facilitator, day):
    plan = build_plans.running_plan(by=facilitator)

    messages = refusal(build_plans.decide, plan.year, (plan, STOP, {"stopped_on": day}), day=MEHR, by=facilitator)

    assert messages == [f"The day on which {plan} stops lies outside its year."]


def test_an_amendment_moves_drops_and_adds_activities(facilitator):
    plan = build_plans.running_plan(by=facilitator, activities=2)
    build.indicator(plan, number=1)

    build_plans.decide(
        plan.year,
        (
            plan,
            AMEND,
            {
                "activities": [
                    {"number": 1, "weight": "70.00", "finish": "2025-01-19"},
                    {"title": "کار تازه", "weight": "30.00", "start": "2024-11-01", "finish": "2024-12-20"},
                ],
                "targets": {"1": "150"},
            },
        ),
        day=MEHR,
        by=facilitator,
    )

    newest = plan.baselines.get(version=2)
    assert list(newest.activities.values_list("activity__number", "weight", "start", "finish")) == [
        (1, Decimal("70.00"), dt.date(2024, 3, 20), dt.date(2025, 1, 19)),
        (3, Decimal("30.00"), dt.date(2024, 11, 1), dt.date(2024, 12, 20)),
    ]
    assert list(newest.targets.values_list("target", flat=True)) == [Decimal("150.00")]
    assert list(plan.activities.in_newest_baseline().values_list("number", flat=True)) == [1, 3]


@pytest.mark.parametrize(
    ("payload", "message"),
    [
        ({"activities": [{"number": 1, "weight": "99.99"}]}, "sum to 99.99"),
        ({"activities": [{"number": 7, "weight": "100"}]}, "no activity 7"),
        ({"activities": [{"number": 1, "colour": "red"}]}, "not understood: colour"),
        ({"activities": [{"number": 1, "finish": "2025-03-21"}]}, "outside the programme year 1403"),
        ({"activities": [{"number": 1, "finish": "2024-02-31"}]}, "2024-02-31"),
        ({"activities": []}, "has no activities"),
        ({"activities": ["x"]}, "not understood: x"),
        ({"targets": "x"}, "not understood: x"),
        ({"targets": {"9": "1"}}, "no indicator 9"),
        ({"weight": "101"}, "less than or equal to 100"),
        ({"nonsense": 1}, "not understood: nonsense"),
    ],
)
def test_a_bad_amendment_is_refused_in_words(facilitator, payload, message):
    plan = build_plans.running_plan(by=facilitator)

    messages = refusal(build_plans.decide, plan.year, (plan, AMEND, payload), day=MEHR, by=facilitator)

    assert message in messages[0]
    assert plan.baselines.count() == 1


def test_a_stopped_plan_is_only_re_weighted(facilitator):
    plan = build_plans.running_plan(by=facilitator)
    build_plans.decide(plan.year, (plan, STOP, {}), day=MEHR, by=facilitator)

    messages = refusal(build_plans.decide, plan.year, (plan, AMEND, {"targets": {}}), day=DEY, by=facilitator)

    assert messages == ["The proposal says what is not understood: targets."]


def test_an_earlier_meeting_does_not_overtake_a_later_baseline(facilitator):
    plan = build_plans.running_plan(by=facilitator)
    later = build_plans.decide(plan.year, (plan, AMEND, {}), day=DEY, by=facilitator)

    messages = refusal(build_plans.decide, plan.year, (plan, AMEND, {}), day=MEHR, by=facilitator)

    assert messages == [f"{plan} has a baseline by a later decision already: {later}."]


def test_a_closed_year_takes_no_decisions(facilitator):
    plan = build_plans.running_plan(by=facilitator)
    services.close_year(year=plan.year, by=facilitator)

    messages = refusal(build_plans.decide, plan.year, (plan, AMEND, {}), day=DEY, by=facilitator)

    assert messages == ["The year 1403 is closed."]


def test_a_decision_after_the_years_end_changes_nothing_of_it(facilitator):
    plan = build_plans.running_plan(by=facilitator)

    messages = refusal(build_plans.decide, plan.year, (plan, AMEND, {}), day=dt.date(2025, 3, 21), by=facilitator)

    assert messages == ["The decision was taken after the end of the year 1403."]


def test_a_plan_added_on_the_day_of_approval_would_count_from_the_first_day(facilitator):
    year = build_plans.planning_year()
    [first] = build_plans.approved(year, "100", by=facilitator)
    services.approve_year(year=year, by=facilitator)
    second = build_plans.draft(year, "10")

    messages = refusal(
        build_plans.decide, year, (first, AMEND, {"weight": "90"}), (second, APPROVE, {}), by=facilitator
    )

    assert messages == ["From 20 March 2024 the weights of the approved plans sum to 110.00; they must sum to 100."]
