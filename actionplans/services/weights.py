"""The sums that must be 100.00: of a plan's activities, and of the plans in force on every day of an approved year."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from actionplans import arithmetic, figures
from persian.jalali import format_day
from persian.numbers import number

FULL = Decimal(100)


def check_activity_weights(plan, activities):
    """The plan has activities, inside its year, and their weights sum to exactly 100.00."""
    if not activities:
        raise ValidationError(_("%(plan)s has no activities: add them first.") % {"plan": plan})
    for activity in activities:
        activity.full_clean(exclude=["plan"])
    total = sum((activity.weight for activity in activities), Decimal(0))
    if total != FULL:
        raise ValidationError(
            _("The activity weights of %(plan)s sum to %(sum)s; they must sum to 100.")
            % {"plan": plan, "sum": number(total, 2)}
        )


def check_plan_weights(year, *, approved_on, since):
    """From ``since`` on the weights in force sum to exactly 100.00 on every day (I4). One query. Names day and sum.

    Days before the year's approval are not looked at when it is approved: a plan may have been amended before.
    """
    wrong = arithmetic.days_off_balance(figures.weight_facts(year, approved_on), since)
    if wrong:
        day, total = wrong[0]
        raise ValidationError(
            _("From %(day)s the weights of the approved plans sum to %(sum)s; they must sum to 100.")
            % {"day": format_day(day), "sum": number(total, 2)}
        )
