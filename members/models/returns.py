"""The yearly return: what firms tell about a programme year, shown to the public only as sums."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from council.models import ProgramYear
from members.models.firm import Firm


class ReturnRoundQuerySet(models.QuerySet):
    def open(self):
        return self.filter(closed_on__isnull=True)


class ReturnRound(models.Model):
    """The call for the returns of one programme year.

    ``sums`` holds what the public pages add up, kept by ``file_return()`` under this row's lock: for each set of
    sections and size, as ``FirmReturn.cell`` names it, the numbers of ``aggregates.MEASURES`` in their order. So the
    yearly page reads them with the year itself, whether ten firms filed or a hundred thousand. ``sections`` keeps by id
    the names and order of the sections as they were when returns were filed, for the same page.
    """

    year = models.OneToOneField(
        ProgramYear, on_delete=models.PROTECT, related_name="return_round", verbose_name=_("year")
    )
    opened_on = models.DateField(_("opened on"))
    due_on = models.DateField(_("due on"))
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    asked = models.PositiveIntegerField(_("active firms when it was closed"), null=True, blank=True, editable=False)
    sums = models.JSONField(default=dict, editable=False)
    sections = models.JSONField(default=dict, editable=False)
    is_sample = models.BooleanField(_("sample"), default=False, editable=False)

    objects = ReturnRoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("round of returns")
        verbose_name_plural = _("rounds of returns")
        ordering = ["-year__year"]
        permissions = [("open_returnround", _("Can open and close a round of returns"))]
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__gte=F("opened_on")),
                name="returnround_due_after_opening",
                violation_error_message=_("The day it is due comes after the day it is opened."),
            )
        ]

    def __str__(self):
        return str(self.year)

    @property
    def key(self):
        return str(self.year.year)

    @property
    def is_open(self):
        return self.closed_on is None

    def clean(self):
        """A round is opened for days to come."""
        if self.opened_on and self.due_on and self.due_on < self.opened_on:
            raise ValidationError({"due_on": _("The day it is due comes after the day it is opened.")})


class FirmReturnQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A single return is for staff who see firms and for the firm's own representatives; never public."""
        if user.has_perm("members.view_firmreturn"):
            return self
        return self.filter(firm__in=Firm.objects.of(user))


class FirmReturn(models.Model):
    """One firm's figures of one year: people at the year's end, money in whole rials."""

    class SalesBand(models.TextChoices):
        UNDER_1 = "under_1", _("under 1 billion rials")
        TO_10 = "1_to_10", _("1 to 10 billion rials")
        TO_50 = "10_to_50", _("10 to 50 billion rials")
        TO_200 = "50_to_200", _("50 to 200 billion rials")
        OVER_200 = "over_200", _("over 200 billion rials")

    BILLION = 10**9
    MOST_SALES = {
        SalesBand.UNDER_1: BILLION,
        SalesBand.TO_10: 10 * BILLION,
        SalesBand.TO_50: 50 * BILLION,
        SalesBand.TO_200: 200 * BILLION,
    }

    firm = models.ForeignKey(Firm, on_delete=models.PROTECT, related_name="returns", verbose_name=_("firm"))
    year = models.ForeignKey(ProgramYear, on_delete=models.PROTECT, related_name="returns", verbose_name=_("year"))
    staff = models.PositiveIntegerField(_("people employed"))
    women = models.PositiveIntegerField(_("of them women"))
    graduates = models.PositiveIntegerField(_("of them graduates"))
    sales_band = models.CharField(_("sales of the year"), max_length=10, choices=SalesBand.choices)
    exports = models.PositiveBigIntegerField(_("exports, in rials"), default=0)
    local_sales = models.PositiveBigIntegerField(_("sales to buyers of the province, in rials"), default=0)
    cell = models.CharField(max_length=200, default="", editable=False)  # sections and size when it was filed
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    filed_at = models.DateTimeField(_("filed at"), default=timezone.now, editable=False)
    is_sample = models.BooleanField(_("sample"), default=False, editable=False)
    row_version = models.PositiveIntegerField(default=0, editable=False)

    objects = FirmReturnQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("yearly return")
        verbose_name_plural = _("yearly returns")
        ordering = ["-year__year", "firm"]
        constraints = [
            models.UniqueConstraint(
                fields=["firm", "year"],
                name="firmreturn_once_a_year",
                violation_error_message=_("This firm filed its return of the year already."),
            ),
            models.CheckConstraint(
                condition=Q(women__lte=F("staff")),
                name="firmreturn_women_within_staff",
                violation_error_message=_("Women are part of the people employed: at most as many."),
            ),
            models.CheckConstraint(
                condition=Q(graduates__lte=F("staff")),
                name="firmreturn_graduates_within_staff",
                violation_error_message=_("Graduates are part of the people employed: at most as many."),
            ),
        ]

    def __str__(self):
        return f"{self.firm} {self.year}"

    def clean(self):
        """Each part at most as large as the whole; said at the field of the part, where the mistake is seen."""
        problems = {}
        if None not in (self.staff, self.women) and self.women > self.staff:
            problems["women"] = _("Women are part of the people employed: at most as many.")
        if None not in (self.staff, self.graduates) and self.graduates > self.staff:
            problems["graduates"] = _("Graduates are part of the people employed: at most as many.")
        most = self.MOST_SALES.get(self.sales_band)
        if most and (self.exports or 0) + (self.local_sales or 0) > most:
            problems["sales_band"] = _(
                "Exports and sales to buyers of the province are more than these sales together."
            )
        if problems:
            raise ValidationError(problems)

    @property
    def key(self):
        return f"{self.firm.tracking_code}/{self.year.year}"
