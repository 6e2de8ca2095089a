"""Builders for plans on their way through the council."""

from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile

from actionplans import services
from actionplans.models import ActionPlan, Evidence, PlanProposal
from council.models import Decision, ProgramYear
from filing.uploads import store_file
from tests import build

State = ActionPlan.State


def planning_year(number=1403):
    return build.year(number, state=ProgramYear.State.PLANNING)


def meeting_on(day, year):
    return build.meeting(held_on=day, year=year)


def draft(year, weight, number=None):
    """A draft plan with one activity of weight 100 over the whole year."""
    plan = build.plan(number, weight=Decimal(weight), year=year)
    build.activity(plan)
    return plan


def proposed_decision(year, day=build.APPROVAL_DAY):
    return build.decision(build.agenda_item(meeting_on(day, year)))


def adopt(decision):
    """Write the decision as adopted, as a row: how it comes about is the council's."""
    meeting = decision.agenda_item.meeting
    Decision.objects.filter(pk=decision.pk).update(
        state=Decision.State.ADOPTED,
        number=f"{meeting.year.year}/{meeting.number:02d}-01",
        adopted_on=meeting.held_on,
        source=build.source(),
    )
    decision.refresh_from_db()
    return decision


def decide(year, *acts, day=build.APPROVAL_DAY, by):
    """Adopt one decision with these (plan, act, payload) and run its effect; gives the decision."""
    decision = proposed_decision(year, day)
    for plan, act, payload in acts:
        plan.refresh_from_db()
        services.propose_plans(decision=decision, plans=[plan], act=act, payload=payload, by=by)
    adopt(decision)
    services.run_plan_proposals(decision, by)
    return decision


def approved(year, *weights, by, day=build.APPROVAL_DAY):
    """Plans of these weights, approved by one decision."""
    plans = [draft(year, weight) for weight in weights]
    decide(year, *[(plan, PlanProposal.Act.APPROVE, {}) for plan in plans], day=day, by=by)
    return [ActionPlan.objects.get(pk=plan.pk) for plan in plans]


def running_plan(*, by, activities=1):
    """One approved plan of weight 100 in the running year 1403, with equal activities."""
    year = planning_year()
    plan = build.plan(1, year=year)
    for _number in range(activities):
        build.activity(plan, weight=Decimal(100) / activities)
    decide(year, (plan, PlanProposal.Act.APPROVE, {}), by=by)
    services.approve_year(year=year, by=by)
    services.start_year(year=year, by=by)
    return ActionPlan.objects.get(pk=plan.pk)


def evidence(entry, *, by, **fields):
    """A text file that stands behind an entry."""
    file = store_file(SimpleUploadedFile("evidence.txt", b"evidence"), by=by)
    return Evidence.objects.create(entry=entry, file=file, caption="سند", added_by=by, **fields)
