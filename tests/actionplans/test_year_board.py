"""The page of a year in admin, its steps, and the page that proposes plans."""

from decimal import Decimal

import pytest
from django.urls import reverse

from actionplans.models import ActionPlan, PlanProposal
from council.models import Decision, ProgramYear
from tests import build
from tests.actionplans import build_plans

pytestmark = pytest.mark.django_db
BOARD = "admin:actionplans_year"


def act(client, year, name):
    response = client.post(reverse("admin:actionplans_year_act", args=[year.year, name]), follow=True)
    return [str(message) for message in response.context["messages"]]


@pytest.fixture
def desk(client, facilitator):
    client.force_login(facilitator)
    return client


def test_the_year_is_refused_at_99_50_and_approved_at_100(desk, facilitator):
    year = build_plans.planning_year()
    first, second = build_plans.approved(year, "60", "39.5", by=facilitator)

    refused = act(desk, year, "approve")
    build_plans.decide(year, (second, PlanProposal.Act.AMEND, {"weight": "40"}), by=facilitator)
    done = act(desk, year, "approve")

    year.refresh_from_db()
    assert refused == ["از ۲۶ اردیبهشت ۱۴۰۳ مجموع وزن برنامه‌های مصوب ۹۹٫۵۰ است؛ باید ۱۰۰ باشد."]
    assert done == ["سال تصویب شد."]
    assert (year.state, first.number) == (ProgramYear.State.APPROVED, 1)


def test_the_year_starts_and_closes_on_its_page(desk, facilitator):
    year = build_plans.planning_year()
    build_plans.approved(year, "100", by=facilitator)

    said = [act(desk, year, name) for name in ("approve", "start", "close", "close")]

    year.refresh_from_db()
    assert year.state == ProgramYear.State.CLOSED
    assert said[3] == ["وضعیت سال ۱۴۰۳ «پایان‌یافته» است و نمی‌تواند به «پایان‌یافته» تغییر کند."]


def test_the_page_shows_plans_sums_and_the_next_step(desk, facilitator, django_assert_num_queries):
    year = build_plans.planning_year()
    build_plans.approved(year, "60", by=facilitator)
    build_plans.draft(year, "39.5")

    page = desk.get(reverse(BOARD, args=[1403]))

    assert page.status_code == 200
    assert [plan.number for plan in page.context["plans"]] == [1, 2]
    assert (page.context["total"], page.context["approved_total"]) == (Decimal("99.50"), Decimal("60.00"))
    assert (page.context["act"], page.context["may_propose"]) == ("approve", True)


def test_an_empty_year_says_who_adds_plans(desk):
    build_plans.planning_year()

    assert "هنوز برنامه‌ای ندارد" in desk.get(reverse(BOARD, args=[1403])).content.decode()


@pytest.mark.parametrize("address", [[1390], [99999999999]])
def test_an_unknown_year_is_not_found(desk, address):
    assert desk.get(reverse(BOARD, args=address)).status_code == 404


def test_an_unknown_step_is_not_found(desk):
    year = build_plans.planning_year()

    assert desk.post(reverse("admin:actionplans_year_act", args=[year.year, "open"])).status_code == 404


@pytest.mark.parametrize(
    ("role", "board", "step", "propose"),
    [
        ("facilitator", 200, 302, 200),
        ("staff", 200, 302, 200),
        ("council_member", 200, 403, 403),
        ("supervisor", 200, 403, 403),
        ("administrator", 200, 403, 403),
        ("firm_a", 302, 302, 302),
        ("anonymous", 302, 302, 302),
    ],
)
def test_who_may_see_and_move_a_year(client, cast, role, board, step, propose):
    year = build_plans.planning_year()
    if cast[role]:
        client.force_login(cast[role])

    found = [
        client.get(reverse(BOARD, args=[1403])).status_code,
        client.post(reverse("admin:actionplans_year_act", args=[1403, "start"])).status_code,
        client.get(reverse("admin:actionplans_propose", args=[1403])).status_code,
    ]

    year.refresh_from_db()
    assert found == [board, step, propose]
    assert year.state == ProgramYear.State.PLANNING


def test_a_step_is_not_taken_by_a_link(desk):
    year = build_plans.planning_year()

    assert desk.get(reverse("admin:actionplans_year_act", args=[year.year, "approve"])).status_code == 405


def test_plans_are_proposed_to_a_decision(desk):
    year = build_plans.planning_year()
    plans = [build_plans.draft(year, weight) for weight in ("60", "40")]
    decision = build_plans.proposed_decision(year)

    response = desk.post(
        reverse("admin:actionplans_propose", args=[1403]),
        {"decision": decision.pk, "plans": [plan.pk for plan in plans]},
    )

    assert response.status_code == 302
    assert list(decision.plan_proposals.values_list("plan__number", "act")) == [(1, "approve"), (2, "approve")]
    assert set(ActionPlan.objects.values_list("state", flat=True)) == {"proposed"}


def test_a_refused_proposal_says_why_and_keeps_what_was_chosen(desk):
    year = build_plans.planning_year()
    plan = build.plan(1, year=year, title="آزمون")
    build.activity(plan, weight=Decimal("99.99"))
    decision = build_plans.proposed_decision(year)

    response = desk.post(
        reverse("admin:actionplans_propose", args=[1403]), {"decision": decision.pk, "plans": [plan.pk]}
    )

    form = response.context["form"]
    assert form.non_field_errors() == ["مجموع وزن فعالیت‌های برنامه «۱. آزمون» ۹۹٫۹۹ است؛ باید ۱۰۰ باشد."]
    assert form["plans"].value() == [str(plan.pk)]
    assert PlanProposal.objects.count() == 0


def test_only_open_decisions_and_plans_that_wait_for_none_are_offered(desk, facilitator):
    year = build_plans.planning_year()
    build_plans.approved(year, "50", by=facilitator)
    waiting, rejected, draft = (build_plans.draft(year, "10") for _plan in range(3))
    decision = build_plans.proposed_decision(year)
    turned_down = build_plans.proposed_decision(year)
    build_plans.services.propose_plans(decision=decision, plans=[waiting], by=facilitator)
    build_plans.services.propose_plans(decision=turned_down, plans=[rejected], by=facilitator)
    Decision.objects.filter(pk=turned_down.pk).update(state=Decision.State.REJECTED)

    fields = desk.get(reverse("admin:actionplans_propose", args=[1403])).context["form"].fields

    assert list(fields["decision"].queryset) == [decision]
    assert list(fields["plans"].queryset) == [rejected, draft]


def test_the_lists_action_leads_to_the_page_with_the_plans_ticked(desk):
    year = build_plans.planning_year()
    plans = [build_plans.draft(year, "50") for _plan in range(2)]

    response = desk.post(
        reverse("admin:actionplans_actionplan_changelist"),
        {"action": "propose_selected", "_selected_action": [plan.pk for plan in plans]},
    )

    address = reverse("admin:actionplans_propose", args=[1403])
    assert response.url == f"{address}?plan={plans[0].pk}&plan={plans[1].pk}"


def test_plans_of_two_years_are_not_proposed_together(desk):
    plans = [build_plans.draft(build_plans.planning_year(number), "100") for number in (1402, 1403)]

    response = desk.post(
        reverse("admin:actionplans_actionplan_changelist"),
        {"action": "propose_selected", "_selected_action": [plan.pk for plan in plans]},
        follow=True,
    )

    assert [str(message) for message in response.context["messages"]] == ["برنامه‌های یک سال را انتخاب کنید."]


def test_new_weights_are_proposed_and_in_force_once_adopted(desk, facilitator):
    year = build_plans.planning_year()
    first, second = build_plans.approved(year, "60", "39.5", by=facilitator)
    decision = build_plans.proposed_decision(year)

    response = desk.post(
        reverse("admin:actionplans_weights", args=[1403]),
        {"decision": decision.pk, f"weight-{first.pk}": "۶۰", f"weight-{second.pk}": "۴۰"},
    )
    build_plans.services.run_plan_proposals(build_plans.adopt(decision), facilitator)

    assert response.status_code == 302
    assert list(decision.plan_proposals.values_list("plan__number", "act", "payload")) == [
        (2, "amend", {"weight": "40"})
    ]
    assert list(second.baselines.values_list("version", "weight")) == [(1, Decimal("39.50")), (2, Decimal("40.00"))]
    assert act(desk, year, "approve")[-1] == "سال تصویب شد."


@pytest.mark.parametrize(
    ("weight", "error"), [("101", "weight"), ("", "weight"), ("39.50", "__all__"), ("x", "weight")]
)
def test_a_wrong_or_unchanged_weight_is_an_error_in_the_form(desk, facilitator, weight, error):
    year = build_plans.planning_year()
    [plan] = build_plans.approved(year, "39.5", by=facilitator)
    decision = build_plans.proposed_decision(year)

    response = desk.post(
        reverse("admin:actionplans_weights", args=[1403]), {"decision": decision.pk, f"weight-{plan.pk}": weight}
    )

    [name] = response.context["form"].errors
    assert name.split("-")[0] == error
    assert decision.plan_proposals.count() == 0
