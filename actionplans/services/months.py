"""Closing a month for entries, and opening it again with a reason."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from actionplans.models import MonthLock
from council.models import ProgramYear
from filing.services import record_change
from persian import jalali

OPEN, LOCKED = "open", "locked"


@transaction.atomic
def lock_month(*, year, month, by):
    """Close a month that has ended: no entry is recorded for its days any more. ``month``: 1 to 12, Jalali."""
    year = ProgramYear.objects.select_for_update().get(pk=year.pk)
    row = MonthLock(year=year, month=month, is_locked=True, by=by)
    row.full_clean()
    if month in MonthLock.objects.locked_months(year):
        raise ValidationError(_("The month is locked already."))
    if jalali.month_bounds(year.year, month)[1] >= jalali.today():
        raise ValidationError(_("The month has not ended yet."))
    return saved(row, by, OPEN, LOCKED)


@transaction.atomic
def unlock_month(*, year, month, by, reason):
    """Open a locked month again. The reason is kept and shown."""
    year = ProgramYear.objects.select_for_update().get(pk=year.pk)
    row = MonthLock(year=year, month=month, is_locked=False, reason=reason, by=by)
    row.full_clean()
    if month not in MonthLock.objects.locked_months(year):
        raise ValidationError(_("The month is not locked."))
    return saved(row, by, LOCKED, OPEN)


def saved(row, by, old, new):
    row.save(force_insert=True)
    record_change(row, by=by, old=old, new=new, why=row.reason)
    return row
