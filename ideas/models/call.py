"""A call for ideas: between which days, about what, and how much each question of the scorers weighs."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from council.models import Section
from council.models.cluster import in_language
from persian.fields import NormalisedCharField, NormalisedTextField

QUESTIONS = ("feasibility", "effect", "cost", "fit")  # what a scorer answers, in this order everywhere
WHOLE = Decimal(100)
HAIR = Decimal("0.005")
EQUAL = dict.fromkeys(QUESTIONS, Decimal(25))  # of an idea that answers no call
RESERVED_SLUGS = {"submit", "track", "scoring", "calls"}


def weight_field(label):
    limits = [MinValueValidator(0), MaxValueValidator(100)]
    return models.DecimalField(label, max_digits=5, decimal_places=2, default=Decimal(25), validators=limits)


class IdeaCallQuerySet(models.QuerySet):
    def open_on(self, day):
        """Calls that can be answered on this day."""
        return self.filter(opens_on__lte=day, closes_on__gte=day)


class IdeaCall(models.Model):
    """Public from the moment it is written. Its weights stand once somebody has scored by them."""

    slug = models.SlugField(
        _("address"), max_length=60, unique=True, help_text=_("Latin letters, digits and dashes: part of the address.")
    )
    title = NormalisedCharField(_("title"), max_length=160)
    title_en = NormalisedCharField(_("title in English"), max_length=160, blank=True)
    text = NormalisedTextField(_("what is looked for"), max_length=4000)
    text_en = NormalisedTextField(_("what is looked for, in English"), max_length=4000, blank=True)
    sections = models.ManyToManyField(Section, blank=True, related_name="idea_calls", verbose_name=_("sections"))
    opens_on = models.DateField(_("open from day"))
    closes_on = models.DateField(_("open to day"))
    weight_feasibility = weight_field(_("weight of feasibility"))
    weight_effect = weight_field(_("weight of effect"))
    weight_cost = weight_field(_("weight of cost"))
    weight_fit = weight_field(_("weight of fit"))
    is_sample = models.BooleanField(_("sample"), default=False, editable=False)
    row_version = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)

    objects = IdeaCallQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["row_version"], m2m_fields=[sections])

    class Meta:
        verbose_name = _("call for ideas")
        verbose_name_plural = _("calls for ideas")
        ordering = ["-opens_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")),
                name="ideacall_days_in_order",
                violation_error_message=_("A call ends on or after the day it begins."),
            ),
            models.CheckConstraint(  # a hair's breadth: SQLite adds decimals as floating-point numbers
                condition=Q(
                    weight_feasibility__gt=WHOLE - HAIR - F("weight_effect") - F("weight_cost") - F("weight_fit"),
                    weight_feasibility__lt=WHOLE + HAIR - F("weight_effect") - F("weight_cost") - F("weight_fit"),
                ),
                name="ideacall_weights_sum_to_100",
                violation_error_message=_("The four weights sum to 100."),
            ),
            models.CheckConstraint(
                condition=Q(weight_feasibility__gte=0, weight_effect__gte=0, weight_cost__gte=0, weight_fit__gte=0),
                name="ideacall_no_weight_below_0",
                violation_error_message=_("A weight is between 0 and 100."),
            ),
        ]

    def __str__(self):
        return in_language(self.title, self.title_en)

    @property
    def key(self):
        return self.slug

    @property
    def shown_text(self):
        return in_language(self.text, self.text_en)

    @property
    def weights(self):
        """Percent by question."""
        return {name: getattr(self, f"weight_{name}") for name in QUESTIONS}

    def is_open_on(self, day):
        return self.opens_on <= day <= self.closes_on

    def clean(self):
        """The days are in order, the weights are a whole and stay what they were when somebody scored by them."""
        errors = {}
        if self.opens_on and self.closes_on and self.closes_on < self.opens_on:
            errors["closes_on"] = _("A call ends on or after the day it begins.")
        if self.slug in RESERVED_SLUGS:
            errors["slug"] = _("This address is taken. Choose another.")
        weights = list(self.weights.values())
        if None not in weights:
            if sum(weights) != WHOLE:
                errors["weight_fit"] = _("The four weights sum to 100.")
            elif self.pk and self.weights_before() not in (None, self.weights):
                errors["weight_fit"] = _("Somebody has scored by the weights already: they stay as they are.")
        if errors:
            raise ValidationError(errors)

    def weights_before(self):
        """The weights as they are kept, once a score was given by them; None before."""
        kept = IdeaCall.objects.filter(pk=self.pk, ideas__scores__given_at__isnull=False).distinct().first()
        return kept.weights if kept else None
