"""Whoever ties something to a proposal moves its meeting on: who edits the meeting meanwhile is told so."""

import pytest

from actionplans import services as plans
from council import services
from council.models import Meeting, SeatElection
from tests import build

pytestmark = pytest.mark.django_db


@pytest.fixture
def decision():
    return build.decision()


def tie_plan(decision, by):
    plan = build.plan()
    build.activity(plan)
    (proposal,) = plans.propose_plans(decision=decision, plans=[plan], by=by)
    return lambda: plans.withdraw_proposal(proposal=proposal, by=by)


def tie_money(decision, by):
    funding = plans.propose_funding(funding=build.funding(), decision=decision, by=by)
    return lambda: plans.withdraw_funding(funding=funding, by=by)


def tie_person(decision, by):
    election = SeatElection(decision=decision, person="تازه‌وارد", role="actor")
    services.propose_election(election=election, by=by)
    return lambda: services.withdraw_election(election=election, by=by)


@pytest.mark.parametrize("tie", [tie_plan, tie_money, tie_person])
def test_tying_and_taking_off_raise_the_meetings_version(decision, facilitator, tie):
    seen = [Meeting.objects.get(agenda__decisions=decision).row_version]
    take_off = tie(decision, facilitator)
    seen.append(Meeting.objects.get(agenda__decisions=decision).row_version)
    take_off()
    seen.append(Meeting.objects.get(agenda__decisions=decision).row_version)

    assert seen == [0, 1, 2]
