"""Action plans with their activities and indicators: the draft that a decision turns into a baseline."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, Max, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from actionplans.arithmetic import baseline_in_force
from council.models import Decision, Institution, ProgramYear, Section
from council.models.cluster import in_language
from persian.digits import localised
from persian.fields import NormalisedCharField, NormalisedTextField

WEIGHT = {"max_digits": 5, "decimal_places": 2}


class ActionPlanQuerySet(models.QuerySet):
    def approved(self):
        """Plans that stand on an adopted decision, whatever became of them since."""
        return self.filter(approved_by__isnull=False)

    def proposable(self):
        """Drafts, and plans whose proposal came to nothing: no decision that is still open names them."""
        waiting = PlanProposal.objects.filter(plan=OuterRef("pk"), decision__state=Decision.State.PROPOSED)
        return self.filter(state__in=[ActionPlan.State.DRAFT, ActionPlan.State.PROPOSED]).exclude(Exists(waiting))

    def visible_to(self, user):
        """The public sees approved plans; who may view plans in admin also sees the drafts."""
        if user.has_perm("actionplans.view_actionplan"):
            return self
        return self.approved()


class ActionPlan(models.Model):
    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PROPOSED = "proposed", _("proposed")
        APPROVED = "approved", _("approved")
        RUNNING = "running", _("running")
        COMPLETED = "completed", _("completed")
        STOPPED = "stopped", _("stopped")

    TRANSITIONS = {
        State.DRAFT: {State.PROPOSED},
        State.PROPOSED: {State.DRAFT, State.APPROVED},
        State.APPROVED: {State.RUNNING, State.STOPPED},
        State.RUNNING: {State.COMPLETED, State.STOPPED},
        State.COMPLETED: set(),
        State.STOPPED: set(),
    }

    class Pillar(models.TextChoices):
        NETWORKING = "networking", _("networking")
        SERVICES = "services", _("service providers")
        SUPPORT = "support", _("support institutions")

    year = models.ForeignKey(ProgramYear, on_delete=models.PROTECT, related_name="plans", verbose_name=_("year"))
    number = models.PositiveSmallIntegerField(_("number"), validators=[MinValueValidator(1)])
    title = NormalisedCharField(_("title"), max_length=200)
    title_en = NormalisedCharField(_("title in English"), max_length=200, blank=True)
    objective = NormalisedTextField(_("objective"), blank=True)
    objective_en = NormalisedTextField(_("objective in English"), blank=True)
    from_source = NormalisedCharField(_("follows from (source)"), max_length=200, blank=True)
    pillar = models.CharField(_("pillar"), max_length=10, choices=Pillar.choices, default=Pillar.SUPPORT)
    sections = models.ManyToManyField(Section, blank=True, related_name="plans", verbose_name=_("sections"))
    lead = models.ForeignKey(
        Institution,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="led_plans",
        verbose_name=_("lead institution"),
    )
    partners = models.ManyToManyField(
        Institution, blank=True, related_name="partnered_plans", verbose_name=_("partner institutions")
    )
    contact = NormalisedCharField(_("contact"), max_length=200, blank=True)
    weight = models.DecimalField(
        _("weight"), **WEIGHT, default=0, validators=[MinValueValidator(0), MaxValueValidator(100)]
    )
    state = models.CharField(
        _("state"), max_length=9, choices=State.choices, default=State.DRAFT, editable=False, db_index=True
    )
    approved_by = models.ForeignKey(
        Decision,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="approved_plans",
        editable=False,
        verbose_name=_("approved by"),
    )
    stopped_by = models.ForeignKey(
        Decision,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="stopped_plans",
        editable=False,
        verbose_name=_("stopped by"),
    )
    stopped_on = models.DateField(_("stopped on"), null=True, blank=True, editable=False)
    is_sample = models.BooleanField(_("sample"), default=False, editable=False)
    row_version = models.PositiveIntegerField(default=0, editable=False)

    objects = ActionPlanQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=[sections, partners])

    class Meta:
        verbose_name = _("action plan")
        verbose_name_plural = _("action plans")
        ordering = ["-year__year", "number"]
        permissions = [("propose_plan", _("Can propose a plan to the council"))]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "number"],
                name="actionplan_number_once_a_year",
                violation_error_message=_("The year has a plan with this number already."),
            ),
            models.CheckConstraint(
                condition=Q(weight__gte=0, weight__lte=100),
                name="actionplan_weight_within_0_100",
                violation_error_message=_("A weight is between 0 and 100."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "proposed"], approved_by__isnull=True)
                | (~Q(state__in=["draft", "proposed"]) & Q(approved_by__isnull=False)),
                name="actionplan_approved_by_decision",
            ),
            models.CheckConstraint(
                condition=Q(state="stopped", stopped_by__isnull=False, stopped_on__isnull=False)
                | (~Q(state="stopped") & Q(stopped_by__isnull=True, stopped_on__isnull=True)),
                name="actionplan_stopped_by_decision",
            ),
        ]

    def __str__(self):
        return f"{localised(self.number)}. {in_language(self.title, self.title_en)}"

    @property
    def key(self):
        """The natural key: ``1403/3``."""
        return f"{self.year.year}/{self.number}"

    @property
    def is_draft(self):
        """Whether weights, dates and targets may still be edited without a decision."""
        return self.state in (self.State.DRAFT, self.State.PROPOSED)

    def next_number(self, model):
        """The number of this plan's next activity or indicator: one that it never had, deleted rows included."""
        alive = model.objects.filter(plan=self).aggregate(last=Max("number"))["last"]
        ever = model.history.filter(plan_id=self.pk).aggregate(last=Max("number"))["last"]
        return max(alive or 0, ever or 0) + 1

    def baseline_on(self, day):
        """The baseline in force on a day, or None. One query."""
        return baseline_in_force(list(self.baselines.all()), day, self.year.approved_on)


class PlanProposal(models.Model):
    """Ties a plan to the decision that is to approve, amend or stop it. ``payload``: what the act says."""

    class Act(models.TextChoices):
        APPROVE = "approve", _("approve")
        AMEND = "amend", _("amend")
        STOP = "stop", _("stop")

    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, related_name="plan_proposals", verbose_name=_("decision")
    )
    plan = models.ForeignKey(
        ActionPlan, on_delete=models.PROTECT, related_name="proposals", verbose_name=_("action plan")
    )
    act = models.CharField(_("act"), max_length=7, choices=Act.choices, default=Act.APPROVE)
    payload = models.JSONField(_("details"), default=dict, blank=True)

    class Meta:
        verbose_name = _("plan proposal")
        verbose_name_plural = _("plan proposals")
        ordering = ["plan__number"]
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "plan"],
                name="planproposal_once",
                violation_error_message=_("This decision names the plan already."),
            )
        ]

    def __str__(self):
        return f"{self.get_act_display()}: {self.plan}"


class ActivityQuerySet(models.QuerySet):
    def visible_to(self, user):
        """With its plan: the public sees the activities of approved plans."""
        if user.has_perm("actionplans.view_activity"):
            return self
        return self.filter(plan__approved_by__isnull=False)

    def in_newest_baseline(self):
        """Activities that the newest baseline of their plan holds: neither drafts nor dropped ones."""
        rows = self.model._meta.get_field("baseline_rows").related_model.objects
        baselines = ActionPlan._meta.get_field("baselines").related_model.objects
        newest = baselines.filter(plan=OuterRef("activity__plan")).order_by("-version").values("pk")[:1]
        return self.filter(Exists(rows.filter(activity=OuterRef("pk"), baseline=Subquery(newest))))

    def unfinished(self, *, as_of):
        """Activities of running plans that were not reported as complete up to the day."""
        running = self.filter(plan__state=ActionPlan.State.RUNNING).in_newest_baseline()
        return running.with_reported(as_of=as_of).filter(Q(reported__isnull=True) | Q(reported__lt=100))

    def overdue(self, *, as_of):
        """Unfinished activities whose last day is over."""
        return self.unfinished(as_of=as_of).filter(finish__lt=as_of)

    def silent(self, *, as_of, days=60):
        """Unfinished activities that began so many days ago and have had no entry since."""
        since = as_of - dt.timedelta(days=days)
        entries = self.model._meta.get_field("entries").related_model.objects
        recent = entries.filter(activity=OuterRef("pk"), as_of__gt=since, as_of__lte=as_of)
        return self.unfinished(as_of=as_of).filter(~Exists(recent), start__lte=since)

    def returned(self):
        """Activities of running plans whose newest entry was returned: a corrected one is awaited."""
        entries = self.model._meta.get_field("entries").related_model.objects
        newest = entries.with_verdict().filter(activity=OuterRef("pk")).order_by("-pk").values("verdict")[:1]
        return (
            self.filter(plan__state=ActionPlan.State.RUNNING).alias(newest=Subquery(newest)).filter(newest="returned")
        )

    def with_reported(self, *, as_of):
        """Add ``reported``: the newest share that counts up to ``as_of``, in percent; None before the first entry."""
        entries = self.model._meta.get_field("entries").related_model.objects
        counting = entries.counting().filter(activity=OuterRef("pk"), as_of__lte=as_of).order_by("-as_of", "-pk")
        return self.annotate(reported=Subquery(counting.values("percent")[:1]))

    def with_verified(self, *, as_of):
        """Add ``verified``: the verification's percent of the newest verified entry up to ``as_of``, or None."""
        entries = self.model._meta.get_field("entries").related_model.objects
        verified = entries.verified().filter(activity=OuterRef("pk"), as_of__lte=as_of).order_by("-as_of", "-pk")
        return self.annotate(verified=Subquery(verified.values("verified_percent")[:1]))

    def with_progress(self, *, as_of):
        """Add ``reported`` and ``verified``, in percent."""
        return self.with_reported(as_of=as_of).with_verified(as_of=as_of)


class Activity(models.Model):
    """A piece of work of a plan. Its own weight and dates are the draft; what counts is its baseline row."""

    class Profile(models.TextChoices):
        LINEAR = "linear", _("linear")
        MILESTONE = "milestone", _("milestone")

    plan = models.ForeignKey(
        ActionPlan, on_delete=models.PROTECT, related_name="activities", verbose_name=_("action plan")
    )
    number = models.PositiveSmallIntegerField(_("number"), validators=[MinValueValidator(1)])
    title = NormalisedCharField(_("title"), max_length=200)
    title_en = NormalisedCharField(_("title in English"), max_length=200, blank=True)
    weight = models.DecimalField(_("weight"), **WEIGHT, validators=[MinValueValidator(0), MaxValueValidator(100)])
    start = models.DateField(_("start"))
    finish = models.DateField(_("finish"))
    profile = models.CharField(_("profile"), max_length=9, choices=Profile.choices, default=Profile.LINEAR)
    done_when = NormalisedTextField(_("done when"), blank=True)
    done_when_en = NormalisedTextField(_("done when, in English"), blank=True)
    row_version = models.PositiveIntegerField(default=0, editable=False)

    objects = ActivityQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "number"],
                name="activity_number_once_a_plan",
                violation_error_message=_("The plan has an activity with this number already."),
            ),
            models.CheckConstraint(
                condition=Q(weight__gte=0, weight__lte=100),
                name="activity_weight_within_0_100",
                violation_error_message=_("A weight is between 0 and 100."),
            ),
            models.CheckConstraint(
                condition=Q(finish__gte=F("start")),
                name="activity_start_before_finish",
                violation_error_message=_("The finish is on or after the start."),
            ),
        ]

    def __str__(self):
        return f"{localised(self.number)}. {in_language(self.title, self.title_en)}"

    def clean(self):
        """The dates lie inside the programme year (I5); also in a form that adds the plan itself."""
        has_plan = self.plan_id is not None or Activity._meta.get_field("plan").is_cached(self)
        if not has_plan or self.plan.year_id is None or self.start is None or self.finish is None:
            return
        year = self.plan.year
        errors = {
            name: _("The day lies outside the programme year %(year)s.") % {"year": localised(year.year)}
            for name in ("start", "finish")
            if not year.start <= getattr(self, name) <= year.end
        }
        if errors:
            raise ValidationError(errors)

    @property
    def key(self):
        """The natural key: ``1403/3/2``."""
        return f"{self.plan.key}/{self.number}"

    def is_in_force(self, day):
        """Whether the baseline in force on a day holds this activity. Two queries."""
        baseline = self.plan.baseline_on(day)
        return baseline is not None and baseline.activities.filter(activity=self).exists()


class Indicator(models.Model):
    """What a plan moves, measured: from a baseline value towards a target."""

    class Level(models.TextChoices):
        OUTPUT = "output", _("output")
        OUTCOME = "outcome", _("outcome")
        IMPACT = "impact", _("impact")

    class Direction(models.TextChoices):
        UP = "up", _("higher is better")
        DOWN = "down", _("lower is better")

    plan = models.ForeignKey(
        ActionPlan, on_delete=models.PROTECT, related_name="indicators", verbose_name=_("action plan")
    )
    number = models.PositiveSmallIntegerField(_("number"), validators=[MinValueValidator(1)])
    title = NormalisedCharField(_("title"), max_length=200)
    title_en = NormalisedCharField(_("title in English"), max_length=200, blank=True)
    level = models.CharField(_("level"), max_length=7, choices=Level.choices, default=Level.OUTPUT)
    unit = NormalisedCharField(_("unit"), max_length=40)
    unit_en = NormalisedCharField(_("unit in English"), max_length=40, blank=True)
    direction = models.CharField(_("direction"), max_length=4, choices=Direction.choices, default=Direction.UP)
    baseline_value = models.DecimalField(_("baseline value"), max_digits=18, decimal_places=2, default=0)
    baseline_on = models.DateField(_("baseline date"), null=True, blank=True)
    target = models.DecimalField(_("target"), max_digits=18, decimal_places=2)
    measure = models.CharField(_("counted by the portal"), max_length=40, blank=True)
    row_version = models.PositiveIntegerField(default=0, editable=False)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "number"],
                name="indicator_number_once_a_plan",
                violation_error_message=_("The plan has an indicator with this number already."),
            )
        ]

    def __str__(self):
        return f"{localised(self.number)}. {in_language(self.title, self.title_en)}"

    @property
    def key(self):
        return f"{self.plan.key}/i{self.number}"
