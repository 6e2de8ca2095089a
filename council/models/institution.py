"""Institutions, the seats of the council, and the rule under which it decides."""

from fractions import Fraction

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from council.models.cluster import in_language
from persian.fields import NormalisedCharField, SortKeyField
from persian.text import search_key


class InstitutionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Institutions are public bodies: everyone sees them."""
        return self


class Institution(models.Model):
    class Kind(models.TextChoices):
        INDUSTRIAL_TOWNS = "industrial_towns_company", _("industrial towns company")
        GOVERNORATE = "governorate", _("governorate")
        VOCATIONAL_TRAINING = "vocational_training", _("vocational training")
        INDUSTRY_MINE_TRADE = "industry_mine_trade", _("industry, mine and trade")
        UNIVERSITY = "university", _("university")
        INCUBATOR = "university_incubator", _("university incubator")
        LABOUR_WELFARE = "labour_welfare", _("labour and welfare")
        GUILD_UNION = "guild_union", _("guild union")
        NETWORK = "network", _("network")
        OTHER = "other", _("other")

    key = models.SlugField(_("key"), max_length=60, unique=True)
    name = NormalisedCharField(_("name"), max_length=200)
    name_en = NormalisedCharField(_("name in English"), max_length=200, blank=True)
    short_name = NormalisedCharField(_("short name"), max_length=60, blank=True)
    kind = models.CharField(_("kind"), max_length=30, choices=Kind.choices)
    is_support_institution = models.BooleanField(_("support institution"), default=False)
    website = models.URLField(_("website"), blank=True)
    is_reported = models.BooleanField(_("named in a source"), default=False, editable=False)
    is_sample = models.BooleanField(_("sample"), default=False, editable=False)
    sort_text = SortKeyField(source="name")

    objects = InstitutionQuerySet.as_manager()

    class Meta:
        verbose_name = _("institution")
        verbose_name_plural = _("institutions")
        ordering = ["sort_text", "pk"]

    def __str__(self):
        return in_language(self.name, self.name_en)


class SeatQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The composition of the council is public."""
        return self

    def in_force(self, day):
        """Seats held on ``day``: both ends count."""
        return self.filter(Q(valid_from__lte=day), Q(valid_to__isnull=True) | Q(valid_to__gte=day))

    def voting(self):
        """Seats that make the electorate: voting ones, without alternates (an alternate sits in for a member)."""
        return self.filter(is_voting=True, alternate_for__isnull=True)


class Seat(models.Model):
    """Who sits on the council, for which institution, in which role, from when to when."""

    class Role(models.TextChoices):
        CHAIR = "chair", _("chair")
        DEPUTY = "deputy", _("deputy for small industries")
        SECRETARY = "secretary", _("secretary (cluster development agent)")
        SUPPORT = "support", _("support institution")
        ACTOR = "actor", _("cluster actor")
        SUPERVISOR = "supervisor", _("technical supervisor")
        OBSERVER = "observer", _("observer")

    institution = models.ForeignKey(
        Institution,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="seats",
        verbose_name=_("institution"),
    )
    person = NormalisedCharField(_("person"), max_length=120)
    person_en = NormalisedCharField(_("person, in English"), max_length=120, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="seats",
        verbose_name=_("user"),
    )
    role = models.CharField(_("role"), max_length=12, choices=Role.choices)
    is_voting = models.BooleanField(_("has a vote"), default=True)
    alternate_for = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="alternates",
        verbose_name=_("alternate for"),
    )
    email = models.EmailField(_("e-mail address for invitations (never public)"), blank=True)
    decree_number = NormalisedCharField(_("decree number"), max_length=60, blank=True)
    decree_on = models.DateField(_("decree date"), null=True, blank=True)
    valid_from = models.DateField(_("from day"))
    valid_to = models.DateField(_("to day"), null=True, blank=True)
    elected_by = models.ForeignKey(
        "council.Decision",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="elected_seats",
        editable=False,
        verbose_name=_("elected by"),
    )
    is_sample = models.BooleanField(_("sample"), default=False, editable=False)
    row_version = models.PositiveIntegerField(default=0, editable=False)

    objects = SeatQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        ordering = ["-is_voting", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="seat_from_before_to",
                violation_error_message=_("A seat ends on or after the day it begins."),
            ),
            models.UniqueConstraint(
                fields=["role"],
                condition=Q(role="chair", valid_to__isnull=True, alternate_for__isnull=True),
                name="seat_one_open_chair",
                violation_error_message=_("There is a chair without an end date already: end that seat first."),
            ),
        ]

    def __str__(self):
        return f"{self.shown_person} ({self.get_role_display()})"

    def is_in_force(self, day):
        """The same question as ``in_force`` of the queryset, for one seat that is at hand."""
        return self.valid_from <= day and (self.valid_to is None or self.valid_to >= day)

    def overlaps(self, first, last):
        """Whether the seat is held on any day from ``first`` to ``last`` (None: open)."""
        begins_in_time = last is None or self.valid_from <= last
        return begins_in_time and (self.valid_to is None or self.valid_to >= first)

    @property
    def shown_person(self):
        return in_language(self.person, self.person_en)

    def clean(self):
        if self.alternate_for_id and self.alternate_for.alternate_for_id:
            raise ValidationError({"alternate_for": _("An alternate sits in for a member, not for another alternate.")})
        if (
            self.alternate_for_id
            and self.valid_from
            and not self.alternate_for.overlaps(self.valid_from, self.valid_to)
        ):
            raise ValidationError({"alternate_for": _("This seat is not held at that time: nobody can sit in for it.")})
        if self.valid_from and self.alternate_for_id is None:
            self.require_one_role()

    def require_one_role(self):
        """Nobody holds seats of two roles on one day."""
        others = Seat.objects.filter(alternate_for__isnull=True).exclude(pk=self.pk).exclude(role=self.role)
        others = others.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=self.valid_from))
        if self.valid_to:
            others = others.filter(valid_from__lte=self.valid_to)
        held = next((seat for seat in others if seat.is_of(self.person, self.user_id)), None)
        if held is not None:
            raise ValidationError(
                {
                    "role": _("%(person)s holds a seat as %(role)s at that time: one person has one role at a time.")
                    % {"person": held.shown_person, "role": held.get_role_display()}
                }
            )

    def is_of(self, person, user):
        """Whether this seat is held by a person: the same account, or the same name where one has no account."""
        if self.user_id and user:
            return self.user_id == user
        return search_key(self.person) == search_key(person)

    @property
    def key(self):
        return f"{self.role}/{self.pk}"


class CouncilRuleQuerySet(models.QuerySet):
    def in_force(self, day):
        """The rule that holds on ``day``: the newest that began by then; None before the first. One query."""
        return self.filter(valid_from__lte=day).order_by("-valid_from").first()


class CouncilRule(models.Model):
    """How many must be there and how many must agree. Dated, because rules change.

    A quorum is reached when at least its fraction of the voting seats is present; a decision passes when more than the
    majority fraction of the votes cast (for and against) is for it;
    at a tie the chair's vote decides if the rule says so.
    """

    valid_from = models.DateField(_("in force from"), unique=True)
    quorum_numerator = models.PositiveSmallIntegerField(_("quorum: parts"), validators=[MinValueValidator(1)])
    quorum_denominator = models.PositiveSmallIntegerField(_("quorum: of"), validators=[MinValueValidator(1)])
    second_call_numerator = models.PositiveSmallIntegerField(
        _("quorum of the second call: parts"), validators=[MinValueValidator(1)]
    )
    second_call_denominator = models.PositiveSmallIntegerField(
        _("quorum of the second call: of"), validators=[MinValueValidator(1)]
    )
    majority_numerator = models.PositiveSmallIntegerField(
        _("majority: parts"), default=1, validators=[MinValueValidator(1)]
    )
    majority_denominator = models.PositiveSmallIntegerField(
        _("majority: of"), default=2, validators=[MinValueValidator(1)]
    )
    chair_casting_vote = models.BooleanField(_("the chair decides at a tie"), default=False)
    is_sample = models.BooleanField(_("sample"), default=False, editable=False)

    objects = CouncilRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("council rule")
        verbose_name_plural = _("council rules")
        ordering = ["-valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(quorum_numerator__gte=1, quorum_numerator__lte=F("quorum_denominator")),
                name="councilrule_quorum_up_to_1",
                violation_error_message=_("The quorum is a fraction of at most one."),
            ),
            models.CheckConstraint(
                condition=Q(second_call_numerator__gte=1, second_call_numerator__lte=F("second_call_denominator")),
                name="councilrule_second_call_up_to_1",
                violation_error_message=_("The quorum of the second call is a fraction of at most one."),
            ),
            models.CheckConstraint(
                condition=Q(majority_numerator__gte=1, majority_numerator__lt=F("majority_denominator")),
                name="councilrule_majority_below_1",
                violation_error_message=_("The majority is a fraction below one: more than that share must agree."),
            ),
        ]

    def __str__(self):
        return f"{self.quorum_numerator}/{self.quorum_denominator}"

    def quorum(self, call):
        """The share of voting seats that must be present at the first (1) or second (2) call."""
        if call == 2:
            return Fraction(self.second_call_numerator, self.second_call_denominator)
        return Fraction(self.quorum_numerator, self.quorum_denominator)

    @property
    def majority(self):
        return Fraction(self.majority_numerator, self.majority_denominator)

    @property
    def key(self):
        return self.valid_from.isoformat()
