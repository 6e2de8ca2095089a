"""An adopted idea becomes a draft plan of a year, or an activity of one; the idea keeps where it went."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from actionplans.models import ActionPlan, Activity
from council.models import ProgramYear
from filing.services import record_change
from ideas.models import Idea
from ideas.services.states import lock_idea, move_idea, require_step
from persian.digits import localised

CONVERTED = Idea.State.CONVERTED


@transaction.atomic
def convert_to_plan(*, idea, year, by):
    """A new draft plan of this year with the idea's words and sections. Raises ValidationError. Gives the plan.

    The year is held first, so that two ideas never take one number.
    """
    year = ProgramYear.objects.select_for_update().get(pk=year.pk)
    if year.state == ProgramYear.State.CLOSED:
        raise ValidationError({"year": _("The year %(year)s is closed.") % {"year": localised(year.year)}})
    idea = lock_idea(idea)
    require_step(idea, CONVERTED)
    plan = ActionPlan(
        year=year,
        number=next_number(year),
        title=idea.title,
        objective=f"{idea.solution}\n\n{idea.expected_effect}",
        is_sample=idea.is_sample,
    )
    plan.full_clean()
    plan.save()
    plan.sections.set(idea.sections.all())
    record_change(plan, by=by, old="", new=plan.state)
    move_idea(idea, CONVERTED, by=by, why=plan.key, plan=plan, converted_at=timezone.now())
    return plan


def next_number(year):
    """One that no plan of the year has or had: a number in an old decision never means another plan."""
    alive = year.plans.aggregate(last=Max("number"))["last"]
    ever = ActionPlan.history.filter(year_id=year.pk).aggregate(last=Max("number"))["last"]
    return max(alive or 0, ever or 0) + 1


@transaction.atomic
def convert_to_activity(*, idea, plan, by):
    """A new activity of a draft plan, over its whole year and without weight yet. Gives it. Raises ValidationError."""
    plan = ActionPlan.objects.select_for_update(of=("self",)).select_related("year").get(pk=plan.pk)
    if plan.state != ActionPlan.State.DRAFT:
        text = _("%(plan)s is %(state)s: only a draft plan takes another activity.")
        raise ValidationError({"plan": text % {"plan": plan, "state": plan.get_state_display()}})
    idea = lock_idea(idea)
    require_step(idea, CONVERTED)
    activity = Activity(
        plan=plan,
        number=plan.next_number(Activity),
        title=idea.title,
        weight=0,
        start=plan.year.start,
        finish=plan.year.end,
        done_when=idea.expected_effect,
    )
    activity.full_clean()
    activity.save()
    facts = {"plan": plan, "activity": activity, "converted_at": timezone.now()}
    move_idea(idea, CONVERTED, by=by, why=activity.key, **facts)
    return activity
