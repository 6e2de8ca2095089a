"""The cluster itself, its sections and programme years, and the sources that reported on it."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from persian.digits import localised
from persian.fields import NormalisedCharField, NormalisedTextField
from persian.jalali import MAX_YEAR, MIN_YEAR, year_bounds


def in_language(persian, english):
    """The English text where English is read and there is one, else the Persian: the visible fallback of every pair."""
    return english if english and get_language() == "en" else persian


class Cluster(models.Model):
    """The one cluster that this installation serves. Nothing about it is written in code."""

    name = NormalisedCharField(_("name"), max_length=200)
    name_en = NormalisedCharField(_("name in English"), max_length=200, blank=True)
    province = NormalisedCharField(_("province"), max_length=100)
    province_en = NormalisedCharField(_("province in English"), max_length=100, blank=True)
    host_institution = models.ForeignKey(
        "council.Institution",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("host institution"),
    )
    first_year = models.PositiveSmallIntegerField(
        _("first programme year"), validators=[MinValueValidator(MIN_YEAR), MaxValueValidator(MAX_YEAR)]
    )
    years = models.PositiveSmallIntegerField(_("number of programme years"), default=3)
    reported_section_count = models.PositiveSmallIntegerField(_("sections, as reported"), null=True, blank=True)
    handover_due_year = models.PositiveSmallIntegerField(_("year of the hand-over"), null=True, blank=True)
    is_only = models.BooleanField(default=True, editable=False)

    class Meta:
        verbose_name = _("cluster")
        verbose_name_plural = _("cluster")
        constraints = [
            models.UniqueConstraint(fields=["is_only"], name="cluster_one_row"),
            models.CheckConstraint(condition=Q(is_only=True), name="cluster_is_only"),
            models.CheckConstraint(
                condition=Q(years__gte=1, years__lte=10),
                name="cluster_years_1_to_10",
                violation_error_message=_("A cluster programme takes between 1 and 10 years."),
            ),
        ]

    def __str__(self):
        return in_language(self.name, self.name_en)


class Section(models.Model):
    """One of the linked fields of the cluster, with the market that it opens."""

    order = models.PositiveSmallIntegerField(_("order"), unique=True)
    name = NormalisedCharField(_("name"), max_length=120)
    name_en = NormalisedCharField(_("name in English"), max_length=120, blank=True)
    market = NormalisedCharField(_("the market it opens"), max_length=300, blank=True)
    market_en = NormalisedCharField(_("the market, in English"), max_length=300, blank=True)
    is_sample = models.BooleanField(_("sample"), default=False, editable=False)

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["order"]

    def __str__(self):
        return in_language(self.name, self.name_en)

    @property
    def shown_market(self):
        return in_language(self.market, self.market_en)


class ProgramYearQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Every programme year is public: a planned year says that it is planned."""
        return self

    def current(self):
        """The year that the home page is about: newest running, else approved or closed, else reported, else newest.

        Never the clock's year. One query.
        """
        rank = models.Case(
            models.When(state=ProgramYear.State.RUNNING, then=0),
            models.When(state__in=[ProgramYear.State.APPROVED, ProgramYear.State.CLOSED], then=1),
            models.When(reported_plan_count__isnull=False, then=2),
            default=3,
            output_field=models.SmallIntegerField(),
        )
        return self.order_by(rank, "-year").first()


class ProgramYear(models.Model):
    """One Jalali year of the programme, from planning to its close."""

    class State(models.TextChoices):
        PLANNING = "planning", _("in planning")
        APPROVED = "approved", _("approved")
        RUNNING = "running", _("running")
        CLOSED = "closed", _("closed")

    TRANSITIONS = {
        State.PLANNING: {State.APPROVED},
        State.APPROVED: {State.RUNNING},
        State.RUNNING: {State.CLOSED},
        State.CLOSED: set(),
    }

    year = models.PositiveSmallIntegerField(
        _("year"), unique=True, validators=[MinValueValidator(MIN_YEAR), MaxValueValidator(MAX_YEAR)]
    )
    ordinal = models.PositiveSmallIntegerField(_("number in the programme"), unique=True)
    start = models.DateField(_("first day"), editable=False)
    end = models.DateField(_("last day"), editable=False)
    state = models.CharField(
        _("state"), max_length=8, choices=State.choices, default=State.PLANNING, editable=False, db_index=True
    )
    approved_on = models.DateField(_("approved on"), null=True, blank=True, editable=False)
    reported_plan_count = models.PositiveSmallIntegerField(
        _("plans, as reported"), null=True, blank=True, editable=False
    )
    is_sample = models.BooleanField(_("sample"), default=False, editable=False)

    objects = ProgramYearQuerySet.as_manager()

    class Meta:
        verbose_name = _("programme year")
        verbose_name_plural = _("programme years")
        ordering = ["-year"]
        permissions = [
            ("approve_year", _("Can approve a programme year")),
            ("start_year", _("Can start a programme year")),
            ("close_year", _("Can close a programme year")),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(end__gt=models.F("start")), name="programyear_start_before_end"),
            models.CheckConstraint(condition=Q(ordinal__gte=1), name="programyear_ordinal_from_1"),
            models.CheckConstraint(
                condition=Q(state="planning", approved_on__isnull=True)
                | (~Q(state="planning") & Q(approved_on__isnull=False)),
                name="programyear_approved_has_day",
            ),
        ]

    def __str__(self):
        return localised(self.year)

    def clean(self):
        if self.year and MIN_YEAR <= self.year <= MAX_YEAR:
            self.start, self.end = year_bounds(self.year)
        cluster = Cluster.objects.only("years").first()
        if cluster and self.ordinal and self.ordinal > cluster.years:
            raise ValidationError(
                {
                    "ordinal": _("The programme of this cluster has %(years)s years.")
                    % {"years": localised(cluster.years)}
                }
            )

    @property
    def key(self):
        return str(self.year)


class Source(models.Model):
    """A published text that reported facts about the cluster, such as a news item; kept word for word."""

    title = NormalisedCharField(_("title"), max_length=300)
    title_en = NormalisedCharField(_("title in English"), max_length=300, blank=True)
    number = models.CharField(_("number"), max_length=40, unique=True)
    agency = NormalisedCharField(_("agency"), max_length=120)
    published_on = models.DateField(_("published on"))
    text = NormalisedTextField(_("text"))

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["-published_on"]

    def __str__(self):
        return self.title

    @property
    def key(self):
        return self.number


class Statement(models.Model):
    """What somebody said according to a source; shown where its topic belongs."""

    class Topic(models.TextChoices):
        IDEAS = "ideas", _("ideas")
        STRENGTHS_WEAKNESSES = "strengths_weaknesses", _("strengths and weaknesses")
        HANDOVER = "handover", _("hand-over")
        COOPERATION = "cooperation", _("cooperation")
        TRAININGS = "trainings", _("trainings")
        MARKET = "market", _("market")

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="statements", verbose_name=_("source"))
    order = models.PositiveSmallIntegerField(_("order"))
    topic = models.CharField(_("topic"), max_length=24, choices=Topic.choices)
    speaker = NormalisedCharField(_("speaker"), max_length=120)
    text = NormalisedTextField(_("text"))

    class Meta:
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        ordering = ["source", "order"]
        constraints = [models.UniqueConstraint(fields=["source", "order"], name="statement_order_once")]

    def __str__(self):
        return f"{self.speaker}: {self.get_topic_display()}"
