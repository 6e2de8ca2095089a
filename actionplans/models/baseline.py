"""Baselines: what the council approved, frozen. The public sees the one in force, never the draft."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from actionplans.models.plan import WEIGHT, ActionPlan, Activity, Indicator
from council.models import Decision
from filing.append_only import AppendOnlyQuerySet
from persian.fields import NormalisedCharField


class BaselineQuerySet(AppendOnlyQuerySet):
    def in_force(self, day):
        """For each plan the newest baseline with ``in_force_on`` up to ``day``."""
        newer = Baseline.objects.filter(
            plan=models.OuterRef("plan"), in_force_on__lte=day, version__gt=models.OuterRef("version")
        )
        return self.filter(in_force_on__lte=day).exclude(models.Exists(newer))


class Baseline(models.Model):
    plan = models.ForeignKey(
        ActionPlan, on_delete=models.PROTECT, related_name="baselines", verbose_name=_("action plan")
    )
    version = models.PositiveSmallIntegerField(_("version"))
    weight = models.DecimalField(_("plan weight"), **WEIGHT)
    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, related_name="baselines", verbose_name=_("decision")
    )
    in_force_on = models.DateField(_("in force on"))

    objects = BaselineQuerySet.as_manager()

    class Meta:
        verbose_name = _("baseline")
        verbose_name_plural = _("baselines")
        ordering = ["plan", "version"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "version"], name="baseline_version_once"),
            models.CheckConstraint(condition=Q(version__gte=1), name="baseline_version_from_1"),
            models.CheckConstraint(condition=Q(weight__gte=0, weight__lte=100), name="baseline_weight_within_0_100"),
        ]

    def __str__(self):
        return _("%(plan)s, baseline %(version)d") % {"plan": self.plan, "version": self.version}

    @property
    def key(self):
        return f"{self.plan.key}/b{self.version}"


class BaselineActivity(models.Model):
    """One activity as it was approved: weight, dates and title are copies, so that later drafts cannot reach them."""

    baseline = models.ForeignKey(Baseline, on_delete=models.PROTECT, related_name="activities")
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="baseline_rows")
    title = NormalisedCharField(_("title"), max_length=200)
    title_en = NormalisedCharField(_("title in English"), max_length=200, blank=True)
    weight = models.DecimalField(_("weight"), **WEIGHT)
    start = models.DateField(_("start"))
    finish = models.DateField(_("finish"))
    profile = models.CharField(_("profile"), max_length=9, choices=Activity.Profile.choices)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("activity of a baseline")
        verbose_name_plural = _("activities of a baseline")
        ordering = ["baseline", "activity__number"]
        constraints = [
            models.UniqueConstraint(fields=["baseline", "activity"], name="baselineactivity_once"),
            models.CheckConstraint(
                condition=Q(weight__gte=0, weight__lte=100), name="baselineactivity_weight_within_0_100"
            ),
            models.CheckConstraint(condition=Q(finish__gte=F("start")), name="baselineactivity_start_before_finish"),
        ]

    def __str__(self):
        return self.title


class BaselineTarget(models.Model):
    """One indicator's target as it was approved."""

    baseline = models.ForeignKey(Baseline, on_delete=models.PROTECT, related_name="targets")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="baseline_rows")
    target = models.DecimalField(_("target"), max_digits=18, decimal_places=2)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("target of a baseline")
        verbose_name_plural = _("targets of a baseline")
        ordering = ["baseline", "indicator__number"]
        constraints = [models.UniqueConstraint(fields=["baseline", "indicator"], name="baselinetarget_once")]

    def __str__(self):
        return str(self.target)
