"""A pledge becomes money: put to the council, approved as pledged, never twice, never in a closed year."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.utils import translation

from actionplans import services
from actionplans.models import Funding
from actionplans.services.funding import accept_funding
from council import effects
from council.models import Decision
from council.services import adopt_decision, settle_decision
from filing.models import StateChange
from tests import build
from tests.actionplans import build_money, build_plans
from tests.council.build_council import stays_proposed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def refusal(act, **arguments):
    with pytest.raises(ValidationError) as caught:
        act(**arguments)
    return caught.value.messages


def book(funding):
    lines = StateChange.objects.filter(model="actionplans.funding", object_key=funding.key).order_by("pk")
    return list(lines.values_list("old", "new", "why"))


def test_adopting_the_decision_approves_what_was_pledged(facilitator):
    plan = build_money.approved_plan()
    fundings = [build.funding(plan, pledged=amount) for amount in (700, 300)]

    decision = build_money.adopted(*fundings, by=facilitator)

    assert [(row.approved, row.decision) for row in fundings] == [(700, decision), (300, decision)]
    assert book(fundings[0]) == [("pledged", "proposed", ""), ("proposed", "approved", decision.number)]


def test_the_plan_and_its_money_may_be_approved_by_one_decision(facilitator):
    plan = build_plans.draft(build_plans.planning_year(), "100.00")
    funding = build.funding(plan)
    decision = build_money.open_decision()
    services.propose_plans(decision=decision, plans=[plan], by=facilitator)
    services.propose_funding(funding=funding, decision=decision, by=facilitator)

    adopt_decision(decision=decision, by=facilitator)

    funding.refresh_from_db()
    assert funding.approved == 1_000_000


def test_money_for_a_draft_plan_refuses_the_whole_adoption(facilitator):
    decision = build_money.proposed(build.funding(build.plan(1, title="برنامه")), by=facilitator)

    assert refusal(adopt_decision, decision=decision, by=facilitator) == [
        "1. برنامه is not approved: commitments are approved together with their plan or after it."
    ]
    assert stays_proposed(decision)
    assert Funding.objects.get().approved is None


def test_a_year_that_was_closed_meanwhile_refuses_the_adoption(facilitator):
    plan = build_money.approved_plan()
    decision = build_money.proposed(build.funding(plan), by=facilitator)
    plan.year.state = plan.year.State.CLOSED
    plan.year.save(update_fields=["state"])

    assert refusal(adopt_decision, decision=decision, by=facilitator) == ["The year 1403 is closed."]
    assert stays_proposed(decision)


def test_what_is_approved_is_not_approved_again(facilitator):
    funding = build_money.approved_funding(
        institution=build.institution(name="اداره"), plan=build_money.approved_plan()
    )

    messages = refusal(accept_funding, funding=funding, decision=funding.decision, by=facilitator)

    assert messages == [f"{funding} is approved already."]


def test_only_the_decision_that_names_it_approves_it_and_only_once_it_is_adopted(facilitator):
    funding = build.funding(build_money.approved_plan())
    proposed = build_money.proposed(funding, by=facilitator)

    for decision in (proposed, build.adopted_decision()):
        assert refusal(accept_funding, funding=funding, decision=decision, by=facilitator) == [
            "The decision is not adopted."
        ]


def test_a_decided_decision_takes_no_pledge(facilitator):
    decision = build.adopted_decision()

    assert refusal(services.propose_funding, funding=build.funding(), decision=decision, by=facilitator) == [
        "Only a proposed decision takes commitments; this one is adopted."
    ]


def test_a_pledge_waits_for_one_decision_at_a_time(facilitator):
    funding = build.funding(build_money.approved_plan())
    build_money.proposed(funding, by=facilitator)
    other = build.decision()

    assert refusal(services.propose_funding, funding=funding, decision=other, by=facilitator) == [
        f"{funding} waits for another decision already."
    ]


def test_a_pledge_of_a_closed_year_is_not_proposed(facilitator):
    funding = build.funding(build_money.closed_year_plan())

    assert refusal(services.propose_funding, funding=funding, decision=build.decision(), by=facilitator) == [
        "The year 1403 is closed."
    ]


def test_a_pledge_whose_decision_was_rejected_goes_to_another(facilitator):
    funding = build.funding(build_money.approved_plan())
    rejected = build_money.proposed(funding, by=facilitator)
    settle_decision(decision=rejected, state=Decision.State.REJECTED, by=facilitator)
    assert list(Funding.objects.pledged_only()) == [funding]
    other = build.decision()

    services.propose_funding(funding=funding, decision=other, by=facilitator)

    funding.refresh_from_db()
    assert (funding.decision, funding.approved, list(Funding.objects.pledged_only())) == (other, None, [])


def test_a_withdrawn_pledge_is_only_pledged_and_its_decision_approves_nothing(facilitator):
    funding = build.funding(build_money.approved_plan())
    decision = build_money.proposed(funding, by=facilitator)

    services.withdraw_funding(funding=funding, by=facilitator)
    adopt_decision(decision=decision, by=facilitator)

    funding.refresh_from_db()
    assert (funding.decision, funding.approved) == (None, None)
    assert book(funding) == [("pledged", "proposed", ""), ("proposed", "pledged", "")]


def test_what_is_approved_or_on_no_decision_is_not_withdrawn(facilitator):
    approved, pledged = build_money.approved_funding(), build.funding()

    assert refusal(services.withdraw_funding, funding=approved, by=facilitator) == [
        "The decision was adopted: only a later decision can change it."
    ]
    assert refusal(services.withdraw_funding, funding=pledged, by=facilitator) == [f"{pledged} is on no decision."]


def test_a_promise_of_tomorrow_is_refused():
    funding = build.funding()
    funding.pledged_on = dt.date(2999, 1, 1)

    assert refusal(funding.full_clean) == ["The day lies in the future: enter the day of the promise."]


def test_the_public_sees_what_is_approved_for_approved_plans(facilitator):
    shown = build_money.approved_funding()
    pledged, of_draft = build.funding(shown.plan), build.funding(approved=5)

    assert list(Funding.objects.visible_to(AnonymousUser())) == [shown]
    assert set(Funding.objects.visible_to(facilitator)) == {shown, pledged, of_draft}


def test_a_key_is_never_given_twice():
    plan = build.plan(3)
    first, second = build.funding(plan), build.funding(plan)
    keys = [first.key, second.key]

    first.delete()

    assert keys == ["1403/3/f1", "1403/3/f2"]
    assert (second.key, build.funding(plan).key) == ("1403/3/f2", "1403/3/f3")


def test_the_register_knows_which_decisions_are_about_money():
    funding = build_money.approved_funding()
    build.funding(funding.plan)
    build.funding(funding.plan, approved=1, decision=funding.decision)
    other, kind = build.decision(), effects.kinds()["accept_funding"]

    assert list(Decision.objects.filter(kind.which)) == [funding.decision]
    assert list(Decision.objects.exclude(kind.which).filter(pk=other.pk)) == [other]
    assert kind.add_url(other) == f"/en/admin/actionplans/funding/propose/{other.pk}/"
    assert kind.add_url(funding.decision) is None
