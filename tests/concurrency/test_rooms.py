"""Two people at once in the findings, the ideas and the hand-over: one order of events, and each of them once."""

import pytest
from django.core.exceptions import ValidationError

from actionplans.services import return_reading
from filing.models import StateChange
from handover.services import accept_duty
from ideas import services as ideas
from market.services.findings import close_finding
from tests import build
from tests.concurrency.test_edit_plan import at_once
from tests.handover import build_handover
from tests.ideas import build_ideas
from tests.market import build_findings

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
ROUNDS = 4
GRADES = {"feasibility": 4, "effect": 5, "cost": 3, "fit": 2}


def trying(act, **values):
    """A job that does it, and gives whether it was done or refused."""

    def job():
        try:
            act(**values)
        except ValidationError:
            return "refused"
        return "done"

    return job


def book(since):
    """What was written after so many lines."""
    return list(StateChange.objects.order_by("pk").values_list("new", flat=True)[since:])


def test_a_finding_never_closes_on_a_report_that_was_returned_before(staff, supervisor):
    for _turn in range(ROUNDS):
        finding, plan = build_findings.addressed()
        proof, before = build_findings.reading(plan), StateChange.objects.count()

        closing, returning = at_once(
            trying(close_finding, finding=finding, by=staff, reading=proof),
            trying(return_reading, reading=proof, by=supervisor, reason="سند دیگری است"),
        )

        finding.refresh_from_db()
        assert returning == "done"
        expected = {"done": ("closed", ["closed", "returned"]), "refused": ("addressed", ["returned"])}
        assert (finding.state, book(before)) == expected[closing]


def test_the_last_two_grades_given_at_once_reveal_all_once(person_in, facilitator):
    scorers = [person_in("council_member"), person_in("supervisor")]
    for _turn in range(ROUNDS):
        idea = build_ideas.idea(state="screened")
        ideas.assign_scorers(idea=idea, scorers=scorers, by=facilitator)

        done = at_once(*[trying(ideas.give_score, idea=idea, by=person, grades=GRADES) for person in scorers])

        idea.refresh_from_db()
        assert (done, idea.state) == (["done", "done"], "scored")
        assert list(idea.scores.values_list("is_final", flat=True)) == [True, True]
        moves = StateChange.objects.filter(model="ideas.idea", object_key=str(idea.pk)).values_list("new", flat=True)
        assert list(moves) == ["scored"]


def test_a_duty_is_accepted_once(facilitator):
    for _turn in range(ROUNDS):
        duty = build_handover.duty("transferred", transferred_by=facilitator)
        officers = [build_handover.officer(duty.receiver, build.user()).user for _place in range(2)]

        done = at_once(*[trying(accept_duty, duty=duty, by=officer) for officer in officers])

        duty.refresh_from_db()
        assert sorted(done) == ["done", "refused"]
        assert (duty.state, duty.accepted_by) == ("accepted", officers[done.index("done")])
        moves = StateChange.objects.filter(model="handover.duty", object_key=str(duty.number))
        assert list(moves.values_list("new", flat=True)) == ["accepted"]
