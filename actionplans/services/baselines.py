"""What an adopted decision does to plans: approve, amend, stop. Each freezes what was decided as a baseline.

Called by the adoption of a decision, inside its transaction; a refusal means that nothing is adopted. ``payload`` of a
proposal, every part of it optional:

    amend: {"weight": "45.00",
            "activities": [{"number": 1, "weight": "60.00", "finish": "2025-01-19"},
                           {"title": "…", "weight": "40.00", "start": "2024-11-01", "finish": "2025-01-19"}],
            "targets": {"2": "120"}}
    stop:  {"stopped_on": "2024-12-20", "weight": "45.00"}

``activities`` names all that the plan has from now on: by number what stays (what is not said stays as it was), without
a number what is new; who is not named is dropped. Days are Gregorian. ``stopped_on``: else the day of the decision.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from actionplans.models import (
    ActionPlan,
    Activity,
    Baseline,
    BaselineActivity,
    BaselineTarget,
    PlanProposal,
)
from actionplans.services.proposals import move_plan
from actionplans.services.weights import check_activity_weights, check_plan_weights
from council.models import Decision, ProgramYear
from filing.services import record_change
from persian.digits import localised

State = ActionPlan.State
ACTIVITY_FIELDS = {"title", "title_en", "weight", "start", "finish", "profile", "done_when", "done_when_en"}
AMEND_PARTS = {"weight", "activities", "targets"}
STOP_PARTS = {"weight", "stopped_on"}


@transaction.atomic
def run_plan_proposals(decision, by):
    """The effect of adopting a decision: all its plans, then one look at the weights of the years that it touched."""
    proposals = list(decision.plan_proposals.select_related("plan").order_by("plan__number"))
    years = ProgramYear.objects.select_for_update().filter(pk__in={proposal.plan.year_id for proposal in proposals})
    years = list(years.order_by("pk"))  # held first, so that two decisions re-weight a year one after the other
    acts = {
        PlanProposal.Act.APPROVE: approve_plan,
        PlanProposal.Act.AMEND: amend_plan,
        PlanProposal.Act.STOP: stop_plan,
    }
    for proposal in proposals:
        acts[proposal.act](proposal=proposal, by=by)
    for year in years:
        if year.state != ProgramYear.State.PLANNING:
            is_later = decision.adopted_on > year.approved_on  # else its new plans count from the year's first day
            since = decision.adopted_on if is_later else year.start
            check_plan_weights(year, approved_on=year.approved_on, since=since)


@transaction.atomic
def approve_plan(*, proposal, by):
    """The plan's draft is frozen as baseline 1 and the plan becomes public; in a running year it runs.

    The plan's row is locked, so of two meetings only the first can claim the approval. Raises ValidationError when the
    activity weights do not sum to 100.
    """
    plan, decision = held_plan(proposal), adopted(proposal)
    if plan.approved_by_id is not None:
        raise ValidationError(_("%(plan)s was approved by another decision already.") % {"plan": plan})
    activities = list(plan.activities.select_related("plan__year").order_by("number"))
    check_activity_weights(plan, activities)
    baseline = freeze(plan, decision, activities)
    move_plan(plan, State.APPROVED, by=by, why=decision.number, approved_by=decision)
    if plan.year.state == ProgramYear.State.RUNNING:
        move_plan(plan, State.RUNNING, by=by, why=decision.number)
    return baseline


@transaction.atomic
def amend_plan(*, proposal, by):
    """A new baseline from the one in force and the proposal's payload; the draft rows follow it.

    A stopped plan keeps its activities: only its weight may change. Raises ValidationError.
    """
    plan, decision, payload = held_plan(proposal), adopted(proposal), proposal.payload
    parts = {"weight"} if plan.state == State.STOPPED else AMEND_PARTS
    check_parts(payload, parts)
    if plan.state not in (State.APPROVED, State.RUNNING, State.STOPPED):
        raise ValidationError(_("%(plan)s is not approved, so there is nothing to amend.") % {"plan": plan})
    set_weight(plan, payload)
    set_targets(plan, payload.get("targets", {}))
    activities = current_activities(plan)
    if "activities" in payload:
        activities = amended_activities(plan, payload["activities"], {row.number: row for row in activities})
        check_activity_weights(plan, activities)
    return new_baseline(plan, decision, activities, by)


@transaction.atomic
def stop_plan(*, proposal, by):
    """The plan stops: it keeps its planned curve, and its weight unless the payload gives it another one."""
    plan, decision, payload = held_plan(proposal), adopted(proposal), proposal.payload
    check_parts(payload, STOP_PARTS)
    stopped_on = decision.adopted_on
    if "stopped_on" in payload:
        stopped_on = parse_date(str(payload["stopped_on"]))
    if stopped_on is None or not plan.year.start <= stopped_on <= plan.year.end:
        raise ValidationError(_("The day on which %(plan)s stops lies outside its year.") % {"plan": plan})
    if "weight" in payload:
        set_weight(plan, payload)
        new_baseline(plan, decision, current_activities(plan), by)
    move_plan(plan, State.STOPPED, by=by, why=decision.number, stopped_by=decision, stopped_on=stopped_on)


def held_plan(proposal):
    """The proposal's plan, locked; its year takes no decisions any more once it is closed."""
    plan = ActionPlan.objects.select_for_update(of=("self",)).select_related("year").get(pk=proposal.plan_id)
    if plan.year.state == ProgramYear.State.CLOSED:
        raise ValidationError(_("The year %(year)s is closed.") % {"year": localised(plan.year.year)})
    return plan


def adopted(proposal):
    """The proposal's decision, if it is adopted (I3) on a day that still lies before the end of the plan's year."""
    decision = Decision.objects.get(pk=proposal.decision_id)
    if decision.state != Decision.State.ADOPTED:
        raise ValidationError(_("The decision is not adopted."))
    if decision.adopted_on > proposal.plan.year.end:
        raise ValidationError(
            _("The decision was taken after the end of the year %(year)s.")
            % {"year": localised(proposal.plan.year.year)}
        )
    return decision


def freeze(plan, decision, activities):
    """Write the plan's next baseline: its weight, these activities and all targets, as they stand now."""
    newest = plan.baselines.order_by("-version").first()
    if newest and decision.adopted_on < newest.in_force_on:
        raise ValidationError(
            _("%(plan)s has a baseline by a later decision already: %(decision)s.")
            % {"plan": plan, "decision": newest.decision}
        )
    baseline = Baseline(
        plan=plan,
        version=newest.version + 1 if newest else 1,
        weight=plan.weight,
        decision=decision,
        in_force_on=decision.adopted_on,
    )
    baseline.full_clean()
    baseline.save()
    BaselineActivity.objects.bulk_create(
        BaselineActivity(
            baseline=baseline,
            activity=row,
            title=row.title,
            title_en=row.title_en,
            weight=row.weight,
            start=row.start,
            finish=row.finish,
            profile=row.profile,
        )
        for row in activities
    )
    BaselineTarget.objects.bulk_create(
        BaselineTarget(baseline=baseline, indicator=row, target=row.target) for row in plan.indicators.all()
    )
    return baseline


def new_baseline(plan, decision, activities, by):
    """Freeze an approved plan anew, with its line in the book."""
    baseline = freeze(plan, decision, activities)
    old, new = f"baseline {baseline.version - 1}", f"baseline {baseline.version}"
    record_change(plan, by=by, old=old, new=new, why=decision.number)
    return baseline


def current_activities(plan):
    """The activities of the plan's newest baseline: its draft rows without those that were dropped."""
    newest = plan.baselines.order_by("-version").first()
    rows = plan.activities.filter(baseline_rows__baseline=newest)
    return list(rows.select_related("plan__year").order_by("number"))


def check_parts(payload, parts):
    unknown = set(payload) - parts if isinstance(payload, dict) else {str(payload)}
    if unknown:
        raise ValidationError(_("The proposal says what is not understood: %(parts)s.") % {"parts": ", ".join(unknown)})


def set_weight(plan, payload):
    """The plan's own weight, from the payload if it names one."""
    plan.weight = payload.get("weight", plan.weight)
    plan.clean_fields(exclude=[field.name for field in plan._meta.fields if field.name != "weight"])
    plan.row_version += 1
    plan.save(update_fields=["weight", "row_version"])


def set_targets(plan, targets):
    """New targets by the indicators' numbers."""
    check_parts(targets, {str(number) for number in targets})
    indicators = {str(row.number): row for row in plan.indicators.all()}
    for number, target in targets.items():
        indicator = indicators.get(str(number))
        if indicator is None:
            raise ValidationError(_("%(plan)s has no indicator %(number)s.") % {"plan": plan, "number": number})
        save_changed(indicator, {"target": target})


def amended_activities(plan, rows, current):
    """The activities that the payload names, saved: those there by number, new ones with the next number."""
    amended = []
    for row in rows:
        check_parts(row, ACTIVITY_FIELDS | {"number"})
        values = {name: value for name, value in row.items() if name != "number"}
        if row.get("number") is None:
            activity = Activity(plan=plan, number=plan.next_number(Activity))
        elif row["number"] in current:
            activity = current[row["number"]]
        else:
            raise ValidationError(_("%(plan)s has no activity %(number)s.") % {"plan": plan, "number": row["number"]})
        save_changed(activity, values)
        amended.append(activity)
    return amended


def save_changed(row, values):
    """Set, check and save a draft row; whoever edits it meanwhile sees that it changed."""
    for name, value in values.items():
        setattr(row, name, value)
    row.clean_fields()
    row.full_clean()
    row.row_version += 1
    row.save()
