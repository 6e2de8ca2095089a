"""What must be true before the cluster's running can pass on, and how near it was on a day."""

from decimal import Decimal

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from council.models import Decision
from council.models.cluster import in_language
from filing.append_only import AppendOnlyQuerySet
from filing.models import StoredFile
from persian.fields import NormalisedCharField, NormalisedTextField
from persian.jalali import today

BEST = 4  # the highest score
USUAL_THRESHOLD = 3


class CriterionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The criteria are public, also those that the council has yet to confirm: the page says so."""
        return self

    def with_newest(self, day):
        """Add ``score`` and ``scored_on``: the newest assessment up to ``day``, None before the first."""
        newest = Assessment.objects.filter(criterion=OuterRef("pk"), as_of__lte=day).order_by("-as_of", "-pk")
        return self.annotate(score=Subquery(newest.values("score")[:1]), scored_on=Subquery(newest.values("as_of")[:1]))


class Criterion(models.Model):
    """One condition of the hand-over. Until a decision confirms it, it says «to be confirmed by the council».

    ``threshold`` is the score from which it is met; empty until the council sets it, and then nothing meets it.
    """

    key = models.SlugField(_("key"), max_length=60, unique=True)
    order = models.PositiveSmallIntegerField(_("place in the list"), unique=True)
    text = NormalisedCharField(_("criterion"), max_length=300)
    text_en = NormalisedCharField(_("criterion in English"), max_length=300, blank=True)
    source = NormalisedCharField(_("where it comes from"), max_length=300, blank=True)
    source_en = NormalisedCharField(_("where it comes from, in English"), max_length=300, blank=True)
    weight = models.DecimalField(
        _("weight"),
        max_digits=5,
        decimal_places=2,
        validators=[MinValueValidator(Decimal("0.01")), MaxValueValidator(100)],
    )
    must_have = models.BooleanField(_("must-have"), default=False)
    threshold = models.PositiveSmallIntegerField(
        _("score from which it is met"),
        null=True,
        blank=True,
        default=USUAL_THRESHOLD,
        validators=[MinValueValidator(1), MaxValueValidator(BEST)],
    )
    measure = NormalisedCharField(_("what the score looks at"), max_length=300, blank=True)
    measure_en = NormalisedCharField(_("what the score looks at, in English"), max_length=300, blank=True)
    confirmed_by = models.ForeignKey(
        Decision,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="criteria",
        editable=False,
        verbose_name=_("confirmed by"),
    )
    is_sample = models.BooleanField(_("sample"), default=False, editable=False)
    row_version = models.PositiveIntegerField(default=0, editable=False)

    objects = CriterionQuerySet.as_manager()

    class Meta:
        verbose_name = _("hand-over criterion")
        verbose_name_plural = _("hand-over criteria")
        ordering = ["order"]
        permissions = [("confirm_criterion", _("Can record that the council confirmed criteria"))]
        constraints = [
            models.CheckConstraint(
                condition=Q(threshold__isnull=True) | Q(threshold__gte=1, threshold__lte=BEST),
                name="criterion_threshold_within_1_4",
                violation_error_message=_("The score from which it is met is 1, 2, 3 or 4; leave it empty if unknown."),
            ),
            models.CheckConstraint(
                condition=Q(weight__gt=0, weight__lte=100),
                name="criterion_weight_within_0_100",
                violation_error_message=_("A weight is more than 0 and at most 100."),
            ),
        ]

    def __str__(self):
        return in_language(self.text, self.text_en)

    @property
    def shown_source(self):
        return in_language(self.source, self.source_en)

    @property
    def shown_measure(self):
        return in_language(self.measure, self.measure_en)

    @property
    def is_open(self):
        """Whether its words, weight and threshold may still be edited: once confirmed, they are the council's."""
        return self.confirmed_by_id is None

    def is_met_by(self, score):
        """Whether a score meets it. Without a threshold nothing does; without a score it is not met."""
        return score is not None and self.threshold is not None and score >= self.threshold


class AssessmentQuerySet(AppendOnlyQuerySet):
    def visible_to(self, user):
        """Scores and their reasons are public; the files behind them are not (see ``AssessmentEvidence``)."""
        return self


class Assessment(models.Model):
    """The supervisor's score of a criterion for one day. Never edited: a correction is a new row."""

    criterion = models.ForeignKey(
        Criterion, on_delete=models.PROTECT, related_name="assessments", verbose_name=_("hand-over criterion")
    )
    as_of = models.DateField(_("as of"))
    score = models.PositiveSmallIntegerField(_("score"), validators=[MaxValueValidator(BEST)])
    note = NormalisedTextField(_("why this score"), max_length=2000)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False, verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        ordering = ["-as_of", "-pk"]
        permissions = [("assess_criterion", _("Can assess the hand-over criteria"))]
        indexes = [models.Index(fields=["criterion", "-as_of", "-id"], name="assessment_newest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(score__gte=0, score__lte=BEST),
                name="assessment_score_within_0_4",
                violation_error_message=_("A score is a whole number from 0 to 4."),
            )
        ]

    def __str__(self):
        return f"{self.criterion.key} · {self.as_of.isoformat()}"

    @property
    def key(self):
        """The natural key: criterion, day, and the how-manieth assessment of that day."""
        same = Assessment.objects.filter(criterion=self.criterion_id, as_of=self.as_of, pk__lte=self.pk)
        return f"{self.criterion.key}@{self.as_of.isoformat()}#{same.count()}"

    def clean(self):
        if self.as_of is not None and self.as_of > today():
            raise ValidationError({"as_of": _("The day lies in the future: assess what is true up to today.")})


class AssessmentEvidenceQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The file itself: released evidence, or any for those who may view it. Caption and hash are public."""
        return self if user.has_perm("handover.view_assessmentevidence") else self.filter(is_public=True)


class AssessmentEvidence(models.Model):
    """A file behind an assessment. Private unless released; its caption and hash are shown either way."""

    assessment = models.ForeignKey(
        Assessment, on_delete=models.PROTECT, related_name="evidence", verbose_name=_("assessment")
    )
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name=_("file"))
    caption = NormalisedCharField(_("caption"), max_length=200)
    is_public = models.BooleanField(_("public"), default=False)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False)
    added_at = models.DateTimeField(_("added at"), default=timezone.now, editable=False)

    objects = AssessmentEvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("evidence of an assessment")
        verbose_name_plural = _("evidence of assessments")
        ordering = ["pk"]

    def __str__(self):
        return self.caption

    @property
    def key(self):
        return f"{self.assessment.key}/{self.file.sha256[:12]}"
