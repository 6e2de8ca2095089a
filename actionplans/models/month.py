"""Months that are closed for entries. Append-only."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from council.models import ProgramYear
from filing.append_only import AppendOnlyQuerySet
from persian import jalali
from persian.fields import NormalisedTextField


class MonthLockQuerySet(AppendOnlyQuerySet):
    def is_locked(self, *, year, day):
        """Whether the Jalali month of ``day`` is closed for entries: its newest row says so. One query."""
        month = jalali.to_jalali(day)[1]
        newest = self.filter(year=year, month=month).order_by("-pk").first()
        return bool(newest and newest.is_locked)

    def locked_months(self, year):
        """The set of month numbers that are locked now. One query."""
        state = dict(self.filter(year=year).order_by("pk").values_list("month", "is_locked"))
        return {month for month, is_locked in state.items() if is_locked}


class MonthLock(models.Model):
    """A month of a year is closed, or opened again with a reason. Append-only: the newest row holds."""

    year = models.ForeignKey(ProgramYear, on_delete=models.PROTECT, related_name="month_locks", verbose_name=_("year"))
    month = models.PositiveSmallIntegerField(_("month"), validators=[MinValueValidator(1), MaxValueValidator(12)])
    is_locked = models.BooleanField(_("locked"), default=True)
    reason = NormalisedTextField(_("reason"), blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False, verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)

    objects = MonthLockQuerySet.as_manager()

    class Meta:
        verbose_name = _("month lock")
        verbose_name_plural = _("month locks")
        ordering = ["-pk"]
        permissions = [("lock_month", _("Can lock a month")), ("unlock_month", _("Can unlock a month"))]
        constraints = [
            models.CheckConstraint(condition=Q(month__gte=1, month__lte=12), name="monthlock_month_1_to_12"),
            models.CheckConstraint(
                condition=Q(is_locked=True) | ~Q(reason=""),
                name="monthlock_unlock_has_reason",
                violation_error_message=_("Say why the month is opened again."),
            ),
        ]

    def __str__(self):
        return f"{self.year.year}-{self.month:02d}"

    @property
    def key(self):
        return f"{self.year.year}-{self.month:02d}"
