"""What was done: entries, their verification and the evidence behind them. Append-only."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actionplans.models.month import MonthLock
from actionplans.models.plan import Activity, Indicator
from actionplans.models.visit import SupervisionVisit
from council.models import ProgramYear
from filing.append_only import AppendOnlyQuerySet
from filing.models import StoredFile
from persian import jalali
from persian.digits import localised
from persian.fields import NormalisedCharField, NormalisedTextField

PERCENT = {"max_digits": 5, "decimal_places": 2}


class RecordedQuerySet(AppendOnlyQuerySet):
    """Entries and readings: rows that a supervisor verifies or returns. ``verification_field`` names the row there."""

    verification_field = ""

    def with_verdict(self):
        """Add ``verdict``: that of the newest verification, None while it waits."""
        newest = Verification.objects.filter(**{self.verification_field: OuterRef("pk")}).order_by("-pk")
        return self.annotate(verdict=Subquery(newest.values("verdict")[:1]))

    def verified(self):
        """Those whose newest verification is «verified»; adds ``verified_percent``, the supervisor's own figure."""
        newest = Verification.objects.filter(**{self.verification_field: OuterRef("pk")}).order_by("-pk")
        with_figure = self.with_verdict().annotate(verified_percent=Subquery(newest.values("percent")[:1]))
        return with_figure.filter(verdict=Verification.Verdict.VERIFIED)

    def counting(self):
        """All but those whose newest verification is «returned»."""
        return self.with_verdict().filter(Q(verdict__isnull=True) | Q(verdict=Verification.Verdict.VERIFIED))

    def waiting(self):
        """Not yet seen by the supervisor."""
        seen = Verification.objects.filter(**{self.verification_field: OuterRef("pk")})
        return self.filter(~Exists(seen))


class ProgressEntryQuerySet(RecordedQuerySet):
    verification_field = "entry"

    def neighbours(self, *, activity, as_of):
        """The nearest rows of the activity on both sides of the day: (same day or before, after). Two queries."""
        rows = self.filter(activity=activity)
        before = rows.filter(as_of__lte=as_of).order_by("-as_of", "-pk").first()
        after = rows.filter(as_of__gt=as_of).order_by("as_of", "pk").first()
        return before, after

    def visible_to(self, user):
        """The public sees the entries of approved plans, returned ones with their reason too."""
        if user.has_perm("actionplans.view_progressentry"):
            return self
        return self.filter(activity__plan__approved_by__isnull=False)


class Recorded(models.Model):
    """A figure that somebody reports for one day. Never edited: a correction is a new row.

    Each kind knows the ``plan`` that it is about.
    """

    as_of = models.DateField(_("as of"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("recorded by"),
    )
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now, editable=False)

    class Meta:
        abstract = True

    def clean(self):
        """Not in the future, not outside the programme year, not in a locked month (I9); only while the year runs."""
        if self.as_of is None:
            return
        year = self.plan.year
        if self.as_of > jalali.today():
            raise ValidationError({"as_of": _("The day lies in the future: report what is done up to today.")})
        if not year.start <= self.as_of <= year.end:
            raise ValidationError(
                {"as_of": _("The day lies outside the programme year %(year)s.") % {"year": localised(year.year)}}
            )
        if MonthLock.objects.is_locked(year=year, day=self.as_of):
            raise ValidationError(
                {"as_of": _("This month is locked. Choose a day of an open month, or ask to unlock it with a reason.")}
            )
        self.check_plan_is_open(year)

    def check_plan_is_open(self, year):
        """Progress belongs to an approved plan of a running year; a stopped plan has none after the day it stopped."""
        if year.state != ProgramYear.State.RUNNING:
            raise ValidationError(
                _("Progress is recorded while the year runs; the year %(year)s is %(state)s.")
                % {"year": localised(year.year), "state": year.get_state_display()}
            )
        if self.plan.approved_by_id is None:
            raise ValidationError(_("Progress is recorded for approved plans; this plan is a draft."))
        if self.plan.stopped_on is not None and self.as_of > self.plan.stopped_on:
            raise ValidationError(
                {"as_of": _("The plan was stopped on %(day)s.") % {"day": jalali.format_day(self.plan.stopped_on)}}
            )


class ProgressEntry(Recorded):
    """What was reported for one day. Never edited: a correction is a new entry."""

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="entries", verbose_name=_("activity"))
    percent = models.DecimalField(
        _("percent done"), **PERCENT, validators=[MinValueValidator(0), MaxValueValidator(100)]
    )
    narrative = NormalisedTextField(_("what was done"), blank=True)
    fall_reason = NormalisedTextField(_("why progress went down"), blank=True)
    obstacle = NormalisedTextField(_("obstacle"), blank=True)
    corrective_action = NormalisedTextField(_("corrective action"), blank=True)

    objects = ProgressEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("progress entry")
        verbose_name_plural = _("progress entries")
        ordering = ["-as_of", "-pk"]
        permissions = [("record_progress", _("Can record progress"))]
        indexes = [models.Index(fields=["activity", "-as_of", "-id"], name="progressentry_newest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(percent__gte=0, percent__lte=100),
                name="progressentry_percent_within_0_100",
                violation_error_message=_("Progress is between 0 and 100 percent."),
            ),
        ]

    def __str__(self):
        return f"{self.activity.key} · {self.as_of.isoformat()}"

    @property
    def plan(self):
        return self.activity.plan

    def clean(self):
        """Progress may fall, because facts do, but never without a reason. Looks at both neighbours in time."""
        if self.activity_id is None:
            return
        super().clean()
        if self.as_of is not None and not self.activity.is_in_force(self.as_of):
            raise ValidationError(_("The activity is not part of what was approved for this day."))
        if self.percent is None or self.as_of is None:
            return  # the field's own error is already on its way
        counting = ProgressEntry.objects.counting().exclude(pk=self.pk)
        before, after = counting.neighbours(activity=self.activity_id, as_of=self.as_of)
        falls = (before and self.percent < before.percent) or (after and after.percent < self.percent)
        if falls and not self.fall_reason.strip():
            raise ValidationError({"fall_reason": _("Say why progress went down.")})

    @property
    def key(self):
        """The natural key: activity, day, and the how-manieth entry of that day."""
        ordinal = ProgressEntry.objects.filter(activity=self.activity_id, as_of=self.as_of, pk__lte=self.pk).count()
        return f"{self.activity.key}@{self.as_of.isoformat()}#{ordinal}"


class IndicatorReadingQuerySet(RecordedQuerySet):
    verification_field = "reading"

    def visible_to(self, user):
        if user.has_perm("actionplans.view_indicatorreading"):
            return self
        return self.filter(indicator__plan__approved_by__isnull=False)


class IndicatorReading(Recorded):
    """What an indicator stood at on one day."""

    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, related_name="readings", verbose_name=_("indicator")
    )
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=2)
    note = NormalisedTextField(_("note"), blank=True)

    objects = IndicatorReadingQuerySet.as_manager()

    class Meta:
        verbose_name = _("indicator reading")
        verbose_name_plural = _("indicator readings")
        ordering = ["-as_of", "-pk"]

    def __str__(self):
        return f"{self.indicator.key} · {self.as_of.isoformat()}"

    @property
    def plan(self):
        return self.indicator.plan

    def clean(self):
        if self.indicator_id is not None:
            super().clean()

    @property
    def key(self):
        ordinal = IndicatorReading.objects.filter(
            indicator=self.indicator_id, as_of=self.as_of, pk__lte=self.pk
        ).count()
        return f"{self.indicator.key}@{self.as_of.isoformat()}#{ordinal}"


class Verification(models.Model):
    """The supervisor's word on an entry or a reading: verified with its own figure, or returned with a reason."""

    class Verdict(models.TextChoices):
        VERIFIED = "verified", _("verified")
        RETURNED = "returned", _("returned")

    entry = models.ForeignKey(
        ProgressEntry,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="verifications",
        verbose_name=_("progress entry"),
    )
    reading = models.ForeignKey(
        IndicatorReading,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="verifications",
        verbose_name=_("indicator reading"),
    )
    visit = models.ForeignKey(
        SupervisionVisit,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="verifications",
        verbose_name=_("at the visit"),
    )
    verdict = models.CharField(_("verdict"), max_length=8, choices=Verdict.choices)
    percent = models.DecimalField(_("verified percent"), **PERCENT, null=True, blank=True)
    value = models.DecimalField(_("verified value"), max_digits=18, decimal_places=2, null=True, blank=True)
    reason = NormalisedTextField(_("reason"), blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False, verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("verification")
        verbose_name_plural = _("verifications")
        ordering = ["-pk"]
        permissions = [("verify_progress", _("Can verify and return progress"))]
        indexes = [models.Index(fields=["entry", "-id"], name="verification_newest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(entry__isnull=False, reading__isnull=True) | Q(entry__isnull=True, reading__isnull=False),
                name="verification_of_one_row",
            ),
            models.CheckConstraint(
                condition=Q(verdict="verified", entry__isnull=False, percent__gte=0, percent__lte=100)
                | Q(verdict="verified", reading__isnull=False, value__isnull=False)
                | Q(verdict="returned", percent__isnull=True, value__isnull=True),
                name="verification_has_its_figure",
                violation_error_message=_(
                    "A verified entry carries a percent between 0 and 100; a returned one carries none."
                ),
            ),
            models.CheckConstraint(
                condition=Q(verdict="verified") | ~Q(reason=""),
                name="verification_return_has_reason",
                violation_error_message=_("Say why it is returned, so that it can be corrected."),
            ),
        ]

    def __str__(self):
        return f"{self.get_verdict_display()}: {self.entry or self.reading}"

    @property
    def subject(self):
        return self.entry or self.reading

    def clean(self):
        """Nobody verifies their own entry (I7); another figure than the reported one needs a reason."""
        if self.subject is None:
            return
        self.check_visit()
        if self.by_id is not None and self.subject.recorded_by_id == self.by_id:
            raise ValidationError(_("You recorded this yourself: somebody else must verify it."))
        reported = self.entry.percent if self.entry else self.reading.value
        verified = self.percent if self.entry else self.value
        if self.verdict == self.Verdict.VERIFIED and verified != reported and not self.reason:
            raise ValidationError({"reason": _("Say why the verified figure differs from the reported one.")})

    def check_visit(self):
        """What is verified at a visit was seen at it: a visit of the plan's year that names the plan, not to come."""
        if self.visit_id is None:
            return
        plan, day = self.subject.plan, jalali.format_day(self.visit.visited_on)
        if self.visit.visited_on > jalali.today():
            raise ValidationError({"visit": _("The visit of %(day)s lies in the future.") % {"day": day}})
        if self.visit.year_id != plan.year_id or plan not in self.visit.plans.all():
            raise ValidationError(
                {
                    "visit": _("The visit of %(day)s did not see %(plan)s. Choose another visit, or none.")
                    % {"day": day, "plan": plan}
                }
            )


class EvidenceQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The file itself: public evidence of approved plans, or any evidence for those who may view it.

        Caption and hash are shown to everyone either way.
        """
        if user.has_perm("actionplans.view_evidence"):
            return self
        return self.filter(
            Q(entry__activity__plan__approved_by__isnull=False)
            | Q(reading__indicator__plan__approved_by__isnull=False),
            is_public=True,
        )


class Evidence(models.Model):
    """A file that shows that something was done. Private unless released; its caption and hash are shown either way."""

    entry = models.ForeignKey(
        ProgressEntry,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="evidence",
        verbose_name=_("progress entry"),
    )
    reading = models.ForeignKey(
        IndicatorReading,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="evidence",
        verbose_name=_("indicator reading"),
    )
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name=_("file"))
    caption = NormalisedCharField(_("caption"), max_length=200)
    is_public = models.BooleanField(_("public"), default=False)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False)
    added_at = models.DateTimeField(_("added at"), default=timezone.now, editable=False)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(entry__isnull=False, reading__isnull=True) | Q(entry__isnull=True, reading__isnull=False),
                name="evidence_of_one_row",
            )
        ]

    def __str__(self):
        return self.caption
