"""The firms of the cluster, who acts for them, and what they let the public see."""

import datetime as dt

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from council.models import Section
from council.models.cluster import in_language
from members.models.capability import Capability
from persian.fields import CodeField, NormalisedCharField, NormalisedTextField, SortKeyField
from persian.identifiers import check_entity_id, check_postal_code
from persian.jalali import MAX_YEAR

CONFIRMED_FOR = dt.timedelta(days=365)  # a firm's profile counts as fresh for a year after it was confirmed


class FirmQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Reviewers see every firm, representatives their own, everybody those that are listed."""
        if user.has_perm("members.view_firm"):
            return self
        listed = Q(entry__isnull=False)
        if not user.is_authenticated:
            return self.filter(listed)
        own = Representative.objects.current().filter(user=user).values("firm_id")
        return self.filter(listed | Q(pk__in=own))

    def of(self, user):
        """The firms that this person acts for now."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(pk__in=Representative.objects.current().filter(user=user).values("firm_id"))

    def active(self):
        return self.filter(state=Firm.State.ACTIVE)

    def awaiting_review(self):
        """Firms whose application waits for a reviewer, the oldest first."""
        return self.filter(state=Firm.State.APPLIED).order_by("applied_at", "pk")


class Firm(models.Model):
    """A company or guild unit. What is here was accepted; a change of reviewed fields waits in ``FirmChange``."""

    class LegalKind(models.TextChoices):
        COMPANY = "company", _("company (with national ID)")
        GUILD = "guild", _("guild unit (with licence)")

    class Size(models.TextChoices):
        MICRO = "micro", _("micro: under 10 people")
        SMALL = "small", _("small: 10 to 49 people")
        MEDIUM = "medium", _("medium: 50 to 150 people")
        LARGE = "large", _("large: over 150 people")

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        APPLIED = "applied", _("waiting for review")
        MORE_INFORMATION = "more_information", _("more information asked")
        ACTIVE = "active", _("active")
        REJECTED = "rejected", _("rejected")
        SUSPENDED = "suspended", _("suspended")
        LEFT = "left", _("left the cluster")

    TRANSITIONS = {
        State.DRAFT: {State.APPLIED},
        State.APPLIED: {State.MORE_INFORMATION, State.ACTIVE, State.REJECTED},
        State.MORE_INFORMATION: {State.APPLIED, State.REJECTED},
        State.REJECTED: {State.APPLIED},
        State.ACTIVE: {State.SUSPENDED, State.LEFT},
        State.SUSPENDED: {State.ACTIVE, State.LEFT},
        State.LEFT: set(),
    }
    REVIEWED_FIELDS = ("name", "name_en", "legal_kind", "national_id", "licence_number", "guild", "city", "sections")
    CONSENTS = (
        "shows_sections", "shows_capabilities", "shows_city", "shows_size", "shows_about", "shows_website",
    )  # fmt: skip

    name = NormalisedCharField(_("name"), max_length=160)
    name_en = NormalisedCharField(_("name in English"), max_length=160, blank=True)
    slug = models.SlugField(_("address"), max_length=80, unique=True, editable=False)
    tracking_code = models.CharField(_("tracking code"), max_length=14, unique=True, editable=False)
    legal_kind = models.CharField(_("legal kind"), max_length=8, choices=LegalKind.choices)
    national_id = CodeField(_("national ID of the company"), max_length=11, validators=[check_entity_id])
    licence_number = CodeField(_("guild licence number"), max_length=20)
    guild = NormalisedCharField(_("guild union"), max_length=120, blank=True)
    founded = models.PositiveSmallIntegerField(
        _("founded in year"), null=True, blank=True, validators=[MinValueValidator(1300), MaxValueValidator(MAX_YEAR)]
    )
    city = NormalisedCharField(_("city"), max_length=60)
    address = NormalisedTextField(_("address (never public)"), max_length=500, blank=True)
    postal_code = CodeField(_("postal code"), max_length=10, validators=[check_postal_code])
    size = models.CharField(_("size"), max_length=6, choices=Size.choices)
    sections = models.ManyToManyField(Section, related_name="firms", verbose_name=_("sections"), blank=True)
    capabilities = models.ManyToManyField(Capability, related_name="firms", verbose_name=_("capabilities"), blank=True)
    about = NormalisedTextField(_("what the firm does"), max_length=1500, blank=True)
    about_en = NormalisedTextField(_("what the firm does, in English"), max_length=1500, blank=True)
    website = models.URLField(_("website"), blank=True)
    contact_person = NormalisedCharField(_("contact person (never public)"), max_length=120, blank=True)
    contact_email = models.EmailField(_("contact e-mail (never public)"), blank=True)
    contact_phone = models.CharField(_("contact phone (never public)"), max_length=20, blank=True)

    is_listed = models.BooleanField(_("the firm's name stands in the public directory"), default=False)
    shows_sections = models.BooleanField(_("the public sees the sections"), default=False)
    shows_capabilities = models.BooleanField(_("the public sees the capabilities"), default=False)
    shows_city = models.BooleanField(_("the public sees the city"), default=False)
    shows_size = models.BooleanField(_("the public sees the size"), default=False)
    shows_about = models.BooleanField(_("the public sees what the firm does"), default=False)
    shows_website = models.BooleanField(_("the public sees the website"), default=False)

    state = models.CharField(
        _("state"), max_length=16, choices=State.choices, default=State.DRAFT, editable=False, db_index=True
    )
    round = models.PositiveSmallIntegerField(_("application number"), default=1, editable=False)
    applied_at = models.DateTimeField(_("applied at"), null=True, blank=True, editable=False)
    active_since = models.DateField(_("member since"), null=True, blank=True, editable=False)
    confirmed_until = models.DateField(_("profile confirmed until"), null=True, blank=True, editable=False)
    language = models.CharField(
        _("language of mails"), max_length=2, choices=[("fa", _("Persian")), ("en", _("English"))], default="fa"
    )
    match_key = models.CharField(max_length=160, db_index=True, editable=False, default="")
    is_sample = models.BooleanField(_("sample"), default=False, editable=False)
    row_version = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)
    sort_text = SortKeyField(source="name")

    objects = FirmQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=[sections, capabilities])

    class Meta:
        verbose_name = _("firm")
        verbose_name_plural = _("firms")
        ordering = ["sort_text", "pk"]
        permissions = [
            ("review_firm", _("Can review firms and ask for more")),
            ("approve_firm", _("Can approve and reject firms")),
            ("suspend_firm", _("Can suspend firms and let them leave")),
            ("import_firm", _("Can import firms")),
            ("export_firm", _("Can export firms")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["national_id"],
                condition=Q(state__in=["active", "suspended"]),
                name="firm_one_active_per_national_id",
                violation_error_message=_("Another active firm has this national ID."),
            ),
            models.CheckConstraint(
                condition=Q(legal_kind="company", national_id__isnull=False)
                | Q(legal_kind="guild", licence_number__isnull=False),
                name="firm_has_its_identifier",
                violation_error_message=_("A company has a national ID, a guild unit a licence number."),
            ),
            models.CheckConstraint(
                condition=~Q(state="active") | Q(active_since__isnull=False), name="firm_active_since_a_day"
            ),
        ]

    def __str__(self):
        return in_language(self.name, self.name_en)

    @property
    def key(self):
        return self.tracking_code

    def clean(self):
        """The other kind's identifier is not kept, so that a mistake of the first form does not stay in the row."""
        if self.legal_kind == self.LegalKind.COMPANY and not self.national_id:
            raise ValidationError({"national_id": _("Enter the national ID of the company: 11 digits.")})
        if self.legal_kind == self.LegalKind.GUILD and not self.licence_number:
            raise ValidationError({"licence_number": _("Enter the number of the guild licence.")})


class RepresentativeQuerySet(models.QuerySet):
    def current(self):
        return self.filter(left_at__isnull=True)


class Representative(models.Model):
    """A person who acts for a firm, from when to when."""

    firm = models.ForeignKey(Firm, on_delete=models.PROTECT, related_name="representatives", verbose_name=_("firm"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="representations", verbose_name=_("person")
    )
    position = NormalisedCharField(_("position"), max_length=80, blank=True)
    joined_at = models.DateTimeField(_("since"), default=timezone.now, editable=False)
    left_at = models.DateTimeField(_("until"), null=True, blank=True, editable=False)

    objects = RepresentativeQuerySet.as_manager()

    class Meta:
        verbose_name = _("representative")
        verbose_name_plural = _("representatives")
        ordering = ["joined_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["firm", "user"], condition=Q(left_at__isnull=True), name="representative_once_at_a_time"
            )
        ]

    def __str__(self):
        return str(self.user)


class RepresentativeInvitation(models.Model):
    """A colleague is invited by e-mail or mobile; the signed link may be used once, within its time."""

    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="invitations", verbose_name=_("firm"))
    contact = models.CharField(_("e-mail or mobile number"), max_length=254)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(_("invited at"), default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("open until"))
    used_at = models.DateTimeField(_("used at"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("invitation of a representative")
        verbose_name_plural = _("invitations of representatives")
        ordering = ["-pk"]

    def __str__(self):
        return self.contact
