"""The life of a programme year: planning, approved, running, closed."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from actionplans import arithmetic, figures
from actionplans.models import ActionPlan
from actionplans.services.proposals import move_plan
from actionplans.services.weights import check_plan_weights
from council.models import ProgramYear
from filing.services import record_change
from persian import jalali
from persian.digits import localised

State = ProgramYear.State


@transaction.atomic
def approve_year(*, year, by, on=None):
    """The year's weights are settled: from now on they sum to 100.00 on every day. Raises ValidationError with the sum.

    ``on`` is the year's day of approval: else that of the newest decision that approved one of its plans, because from
    then on all of them are in force.
    """
    year = held_year(year)
    newest = year.plans.approved().aggregate(day=Max("baselines__in_force_on"))["day"]
    if newest is None:
        raise ValidationError(_("No plan of the year %(year)s is approved yet.") % {"year": localised(year.year)})
    approved_on = on or newest
    if approved_on < newest:
        raise ValidationError(_("The year is approved on or after the day of its plans' last decision."))
    check_plan_weights(year, approved_on=approved_on, since=max(approved_on, year.start))
    move_year(year, State.APPROVED, by=by, approved_on=approved_on)
    return year


@transaction.atomic
def start_year(*, year, by):
    """The year runs, and with it its approved plans: progress may be recorded."""
    year = held_year(year)
    move_year(year, State.RUNNING, by=by)
    for plan in held_plans(year, ActionPlan.State.APPROVED):
        move_plan(plan, ActionPlan.State.RUNNING, by=by)
    return year


@transaction.atomic
def close_year(*, year, by):
    """No more progress is recorded. Plans verified as complete on the last day become «completed».

    Refused before the year's last day. The others stay as they are: that a year ends does not complete them.
    """
    year = held_year(year)
    if jalali.today() < year.end:
        raise ValidationError(
            _("The year %(year)s ends on %(day)s: it cannot be closed before.")
            % {"year": localised(year.year), "day": jalali.format_day(year.end)}
        )
    move_year(year, State.CLOSED, by=by)
    plans = held_plans(year, ActionPlan.State.RUNNING)
    facts = figures.facts_of(year, plans, up_to=year.end)
    done = {plan.number for plan in arithmetic.year_figures(facts, year.end).plans if plan.verified == arithmetic.FULL}
    for plan in plans:
        if plan.number in done:
            move_plan(plan, ActionPlan.State.COMPLETED, by=by)
    return year


def held_year(year):
    return ProgramYear.objects.select_for_update().get(pk=year.pk)


def held_plans(year, state):
    plans = list(year.plans.select_for_update().filter(state=state).order_by("number"))
    for plan in plans:
        plan.year = year
    return plans


def move_year(year, state, *, by, **fields):
    if state not in ProgramYear.TRANSITIONS[year.state]:
        raise ValidationError(
            _("The year %(year)s is %(old)s and cannot become %(new)s.")
            % {"year": localised(year.year), "old": year.get_state_display(), "new": State(state).label}
        )
    old, year.state = year.state, state
    for name, value in fields.items():
        setattr(year, name, value)
    year.save(update_fields=["state", *fields])
    record_change(year, by=by, old=old, new=state)
