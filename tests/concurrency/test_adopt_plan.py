"""Two meetings decide on one plan, or on one seat, at once: one wins, the other is told why."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from django.urls import reverse

from actionplans.models import ActionPlan, PlanProposal
from council.models import Decision, Seat, SeatElection
from tests import build
from tests.council.build_council import council, held_meeting, proposal

pytestmark = pytest.mark.race
ROUNDS = 5


def adopt(session, decision):
    board = reverse("admin:council_meeting_board", args=[decision.agenda_item.meeting_id])
    return session.post(board, {"act": f"adopt-{decision.pk}", "base": "{}"}).status


def race(portal, people, decisions):
    """Every decision adopted at the same moment, each by a session of its own; gives the answers in order."""
    sessions = [portal.session(person) for person in people]
    with ThreadPoolExecutor(len(decisions)) as crowd:
        return list(crowd.map(partial(adopt), sessions, decisions))


def two_proposals(seats):
    return [proposal(held_meeting(seats)) for _ in range(2)]


def test_one_plan_is_approved_by_one_of_two_meetings(portal, facilitator, staff):
    build.rule()
    seats = council(3)
    year = build.year(state="planning")
    for _ in range(ROUNDS):
        plan = build.plan(year=year)
        build.activity(plan)
        decisions = two_proposals(seats)
        for decision in decisions:
            PlanProposal.objects.create(plan=plan, decision=decision)
        ActionPlan.objects.filter(pk=plan.pk).update(state="proposed")

        met = race(portal, [facilitator, staff], decisions)

        plan.refresh_from_db()
        winner = decisions[met.index(302)]
        assert sorted(met) == [302, 422]
        assert (plan.approved_by, plan.baselines.count()) == (winner, 1)
        assert Decision.objects.filter(pk__in=[one.pk for one in decisions], state="adopted").count() == 1


def test_one_chair_is_elected_by_one_of_two_meetings(portal, facilitator, staff):
    build.rule()
    council(3)
    for number in range(ROUNDS):
        old = Seat.objects.get(role="chair", valid_to=None)
        Seat.objects.filter(pk=old.pk).update(valid_from=build.APPROVAL_DAY.replace(year=2023, month=number + 1))
        decisions = two_proposals(list(Seat.objects.filter(valid_to=None)))
        for place, decision in enumerate(decisions):
            SeatElection.objects.create(decision=decision, role="chair", person=f"رئیس {number}{place}", replaces=old)

        met = race(portal, [facilitator, staff], decisions)

        assert sorted(met) == [302, 422]
        new = Seat.objects.get(role="chair", valid_to=None)
        assert new.elected_by == decisions[met.index(302)]
