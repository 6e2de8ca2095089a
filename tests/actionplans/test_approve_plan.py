"""From a proposal to a frozen baseline."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from actionplans import services
from actionplans.models import ActionPlan, Activity, Baseline, PlanProposal
from council.models import ProgramYear
from filing.models import StateChange
from tests import build
from tests.actionplans import build_plans

pytestmark = pytest.mark.django_db
APPROVE, AMEND, STOP = PlanProposal.Act.APPROVE, PlanProposal.Act.AMEND, PlanProposal.Act.STOP


def refusal(function, *args, **kwargs):
    with pytest.raises(ValidationError) as caught:
        function(*args, **kwargs)
    return caught.value.messages


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


def test_a_proposed_plan_stands_in_the_book(facilitator):
    year = build_plans.planning_year()
    plan = build_plans.draft(year, "100")
    decision = build_plans.proposed_decision(year)

    proposals = services.propose_plans(decision=decision, plans=[plan], by=facilitator)

    plan.refresh_from_db()
    assert [(row.plan, row.act) for row in proposals] == [(plan, "approve")]
    assert plan.state == ActionPlan.State.PROPOSED
    assert list(StateChange.objects.values_list("model", "object_key", "old", "new", "by")) == [
        ("actionplans.actionplan", "1403/1", "draft", "proposed", facilitator.pk)
    ]


def test_adoption_freezes_what_stood_in_the_draft(facilitator):
    year = build_plans.planning_year()
    plan = build.plan(1, weight=Decimal("12.50"), year=year)
    build.activity(plan, weight=Decimal("60"), title="یکم", start=dt.date(2024, 4, 1), finish=dt.date(2024, 6, 1))
    build.activity(plan, weight=Decimal("40"), title="دوم", profile="milestone")
    build.indicator(plan, target=Decimal("75"))

    decision = build_plans.decide(year, (plan, APPROVE, {}), by=facilitator)

    plan.refresh_from_db()
    baseline = Baseline.objects.get()
    assert (plan.state, plan.approved_by) == (ActionPlan.State.APPROVED, decision)
    assert (baseline.plan, baseline.version, baseline.weight, baseline.decision, baseline.in_force_on) == (
        plan, 1, Decimal("12.50"), decision, build.APPROVAL_DAY,
    )  # fmt: skip
    assert list(baseline.activities.values_list("title", "weight", "start", "finish", "profile")) == [
        ("یکم", Decimal("60.00"), dt.date(2024, 4, 1), dt.date(2024, 6, 1), "linear"),
        ("دوم", Decimal("40.00"), dt.date(2024, 3, 20), dt.date(2025, 3, 20), "milestone"),
    ]
    assert list(baseline.targets.values_list("indicator__number", "target")) == [(1, Decimal("75.00"))]
    assert list(StateChange.objects.order_by("pk").values_list("old", "new", "why")) == [
        ("draft", "proposed", ""),
        ("proposed", "approved", decision.number),
    ]


@pytest.mark.parametrize(("weights", "shown"), [(["99.99"], "99.99"), (["60", "40.01"], "100.01"), (["0"], "0.00")])
def test_activity_weights_that_miss_100_are_refused_with_their_sum(facilitator, weights, shown):
    year = build_plans.planning_year()
    plan = build.plan(1, year=year, title="آزمون")
    for weight in weights:
        build.activity(plan, weight=Decimal(weight))
    decision = build_plans.proposed_decision(year)

    messages = refusal(services.propose_plans, decision=decision, plans=[plan], by=facilitator)

    assert messages == [f"The activity weights of 1. آزمون sum to {shown}; they must sum to 100."]
    assert PlanProposal.objects.count() == 0


def test_weights_changed_after_the_proposal_are_checked_again_at_adoption(facilitator):
    year = build_plans.planning_year()
    plan = build_plans.draft(year, "100")
    decision = build_plans.proposed_decision(year)
    [proposal] = services.propose_plans(decision=decision, plans=[plan], by=facilitator)
    Activity.objects.update(weight=Decimal("99.99"))
    build_plans.adopt(decision)

    messages = refusal(services.approve_plan, proposal=proposal, by=facilitator)

    assert messages == [f"The activity weights of {plan} sum to 99.99; they must sum to 100."]
    assert Baseline.objects.count() == 0


def test_a_plan_without_activities_is_not_proposed(facilitator):
    year = build_plans.planning_year()
    plan = build.plan(1, year=year)
    decision = build_plans.proposed_decision(year)

    messages = refusal(services.propose_plans, decision=decision, plans=[plan], by=facilitator)

    assert messages == [f"{plan} has no activities: add them first."]


def test_a_plan_is_approved_by_an_adopted_decision_only(facilitator):
    year = build_plans.planning_year()
    decision = build_plans.proposed_decision(year)
    [proposal] = services.propose_plans(decision=decision, plans=[build_plans.draft(year, "100")], by=facilitator)

    assert refusal(services.approve_plan, proposal=proposal, by=facilitator) == ["The decision is not adopted."]
    assert ActionPlan.objects.get().state == ActionPlan.State.PROPOSED


def test_of_two_decisions_only_the_first_approves(facilitator):
    year = build_plans.planning_year()
    plan = build_plans.draft(year, "100")
    first, second = (build_plans.proposed_decision(year) for _meeting in range(2))
    services.propose_plans(decision=first, plans=[plan], by=facilitator)
    PlanProposal.objects.create(decision=second, plan=plan)
    services.run_plan_proposals(build_plans.adopt(first), facilitator)

    messages = refusal(services.run_plan_proposals, build_plans.adopt(second), facilitator)

    plan.refresh_from_db()
    assert messages == [f"{plan} was approved by another decision already."]
    assert (plan.approved_by, plan.baselines.count()) == (first, 1)


def test_only_an_open_decision_takes_plans(facilitator):
    year = build_plans.planning_year()
    decision = build_plans.adopt(build_plans.proposed_decision(year))

    messages = refusal(
        services.propose_plans, decision=decision, plans=[build_plans.draft(year, "100")], by=facilitator
    )

    assert messages == ["Only a proposed decision takes plans; this one is adopted."]


def test_a_plan_waits_for_one_decision_at_a_time(facilitator):
    year = build_plans.planning_year()
    plan = build_plans.draft(year, "100")
    first, second = (build_plans.proposed_decision(year) for _meeting in range(2))
    services.propose_plans(decision=first, plans=[plan], by=facilitator)

    messages = refusal(services.propose_plans, decision=second, plans=[plan], by=facilitator)

    assert messages == [f"{plan} waits for another decision already."]


def test_a_withdrawn_proposal_makes_the_plan_a_draft_again(facilitator):
    year = build_plans.planning_year()
    plan = build_plans.draft(year, "100")
    [proposal] = services.propose_plans(decision=build_plans.proposed_decision(year), plans=[plan], by=facilitator)

    services.withdraw_proposal(proposal=proposal, by=facilitator)

    plan.refresh_from_db()
    assert (plan.state, PlanProposal.objects.count()) == (ActionPlan.State.DRAFT, 0)


def test_an_adopted_proposal_is_not_withdrawn(facilitator):
    year = build_plans.planning_year()
    build_plans.approved(year, "100", by=facilitator)

    messages = refusal(services.withdraw_proposal, proposal=PlanProposal.objects.get(), by=facilitator)

    assert messages == ["The decision was adopted: only a later decision can change it."]


def test_in_a_running_year_an_addition_needs_weights_that_still_sum_to_100(facilitator):
    year = build_plans.planning_year()
    build_plans.approved(year, "100", by=facilitator)
    services.approve_year(year=year, by=facilitator)
    new = build_plans.draft(year, "10")
    later = dt.date(2024, 10, 22)

    messages = refusal(build_plans.decide, year, (new, APPROVE, {}), day=later, by=facilitator)
    assert messages == ["From 22 October 2024 the weights of the approved plans sum to 110.00; they must sum to 100."]


def test_a_plan_added_in_a_running_year_runs_at_once(facilitator):
    old = build_plans.running_plan(by=facilitator)
    new = build_plans.draft(old.year, "10")

    decision = build_plans.decide(
        old.year, (old, AMEND, {"weight": "90"}), (new, APPROVE, {}), day=dt.date(2024, 10, 22), by=facilitator
    )

    new.refresh_from_db()
    assert new.state == ActionPlan.State.RUNNING
    assert list(decision.baselines.order_by("plan").values_list("plan__number", "version", "weight")) == [
        (1, 2, Decimal("90.00")),
        (2, 1, Decimal("10.00")),
    ]
    assert old.year.state == ProgramYear.State.RUNNING
