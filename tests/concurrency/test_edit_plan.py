"""Several people at once on one plan: nobody is overwritten unseen, and one decision alone approves it."""

import threading
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connections
from django.urls import reverse

from actionplans.models import ActionPlan, Baseline, PlanProposal
from council.models import Decision
from council.services import adopt_decision
from tests import build
from tests.actionplans import build_plans
from tests.actionplans.test_plan_admin import new_row, posted

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]


def at_once(*jobs):
    """Run the jobs in threads that start together; gives what they returned, in order."""
    gate, found = threading.Barrier(len(jobs)), [None] * len(jobs)

    def run(index, job):
        gate.wait()
        try:
            found[index] = job()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[index, job]) for index, job in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_of_two_who_save_a_plan_at_once_the_second_sees_both_values(portal, person_in):
    """G25: ten rounds on one plan; each round one save is kept, the other gets the notice."""
    facilitators = [person_in("facilitator"), person_in("staff")]
    sessions = [portal.session(person) for person in facilitators]
    plan = build.plan(1, year=build_plans.planning_year(), weight=Decimal(10))
    address = reverse("admin:actionplans_actionplan_change", args=[plan.pk])

    for number in range(10):
        plan.refresh_from_db()
        titles = [f"عنوان {number} از {name}" for name in ("عامل", "کارشناس")]
        forms = [posted(plan, title=title) for title in titles]
        answers = at_once(
            *[
                lambda session=session, form=form: session.post(address, form)
                for session, form in zip(sessions, forms, strict=True)
            ]
        )

        before = plan.row_version
        plan.refresh_from_db()
        assert sorted(answer.status for answer in answers) == [200, 302]
        [kept] = [title for title, answer in zip(titles, answers, strict=True) if answer.status == 302]
        [shown] = [answer.text for answer in answers if answer.status == 200]
        assert (plan.title, plan.row_version) == (kept, before + 1)
        assert all(title in shown for title in titles)


def test_rows_added_at_once_get_numbers_of_their_own(portal, person_in):
    sessions = [portal.session(person_in(role)) for role in ("facilitator", "staff")]
    plan = build.plan(1, year=build_plans.planning_year(), weight=Decimal(10))
    address = reverse("admin:actionplans_actionplan_change", args=[plan.pk])

    answers = at_once(*[lambda s=session: s.post(address, posted(plan, [new_row()])) for session in sessions])

    assert [answer.status < 500 for answer in answers] == [True, True]
    numbers = list(plan.activities.values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))


def test_two_meetings_that_approve_one_plan_at_once_leave_one_baseline(transactional_db, person_in):
    person, year = person_in("staff"), build_plans.planning_year()
    build.rule()
    plan = build_plans.draft(year, "100")
    ActionPlan.objects.filter(pk=plan.pk).update(state=ActionPlan.State.PROPOSED)
    seats = [build.seat() for _seat in range(3)]
    decisions = [build.decision(build.agenda_item(build.meeting(year=year)), by_consensus=True) for _ in range(2)]
    for decision in decisions:
        PlanProposal.objects.create(decision=decision, plan=plan)
        for seat in seats:
            build.attendance(decision.agenda_item.meeting, seat)

    answers = at_once(*[lambda d=decision: adopted(d, person) for decision in decisions])

    plan.refresh_from_db()
    assert sorted(answers) == ["", f"برنامه «{plan}» پیش‌تر با مصوبه دیگری تصویب شده است."]
    assert [plan.approved_by_id] == [row.pk for row in Decision.objects.adopted()]
    assert Baseline.objects.count() == 1


def adopted(decision, person):
    """The refusal, empty when the decision was adopted."""
    try:
        adopt_decision(decision=decision, by=person)
    except ValidationError as refusal:
        return refusal.messages[0]
    return ""
