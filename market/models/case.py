"""Purchases that left the province, as firms, unions and staff report them, and the figures made of those that count.

``filer_key``, ``buyer_key``, ``quarter`` and ``branch`` (the uppermost capability above the category) are what the
figures group and count by; ``market.services.cases`` keeps them with the row until it counts: a capability that is
moved in the tree later moves no published figure. What is public of a case are sums, and of a released one what staff
released.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from council.models import Institution, InstitutionAgent
from council.models.cluster import in_language
from filing.append_only import AppendOnlyQuerySet
from filing.models import StoredFile
from members.models import Capability, Firm
from persian.fields import CodeField, NormalisedCharField, NormalisedTextField

LARGEST = 10**14  # rials; ninety thousand of these still fit into the sum of SQLite
MOST_ABLE = 9999  # member firms that could have supplied


class CaseReason(models.Model):
    """Why no firm of the province won: a list that staff keep. A reason that is in use elsewhere is never deleted."""

    key = models.SlugField(_("key"), max_length=60, unique=True)
    name = NormalisedCharField(_("name"), max_length=120)
    name_en = NormalisedCharField(_("name in English"), max_length=120, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    is_in_use = models.BooleanField(_("offered in the form"), default=True)

    class Meta:
        verbose_name = _("reason why a purchase left")
        verbose_name_plural = _("reasons why purchases left")
        ordering = ["order", "pk"]

    def __str__(self):
        return in_language(self.name, self.name_en)


class CaseFigures(models.Model):
    """One publication of the figures: a document of whole numbers without a name, read by the page as it is.

    Append-only (a trigger). See docs/decisions/0018-case-figures.md.
    """

    number = models.PositiveIntegerField(_("publication number"), unique=True, editable=False)
    made_at = models.DateTimeField(_("made at"), default=timezone.now, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("made by")
    )
    added = models.PositiveIntegerField(_("cases that were added"), editable=False)
    document = models.JSONField(_("figures"), editable=False)
    is_sample = models.BooleanField(_("sample"), default=False, editable=False)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("published figures of cases")
        verbose_name_plural = _("published figures of cases")
        ordering = ["-pk"]
        permissions = [("publish_casefigures", _("Can publish the figures of cases"))]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.number}"

    @property
    def key(self):
        return str(self.number)


class ProcurementCaseQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whole cases are private: who checks them sees all, a firm's people its own, an institution's agents its own.

        Who acts for the buyer is not shown what is said of it. The public reads figures and ``released()``.
        """
        if user.has_perm("market.view_procurementcase"):
            return self
        if not user.is_authenticated:
            return self.none()
        agencies = InstitutionAgent.objects.institutions_of(user)
        return self.filter(Q(firm__in=Firm.objects.of(user)) | Q(institution__in=agencies))

    def in_state(self, state):
        return self.filter(state=state)

    def waiting(self):
        """Those that wait for staff, the oldest first."""
        return self.filter(state__in=ProcurementCase.WAITING).order_by("filed_at", "pk")

    def pending(self):
        """Counted cases that no published figure holds yet."""
        return self.filter(state=ProcurementCase.State.COUNTED, batch__isnull=True)

    def published(self):
        """Counted cases that stand in the published figures."""
        return self.filter(state=ProcurementCase.State.COUNTED, batch__isnull=False)

    def released(self):
        """Counted cases of which the public may know the buyer, the firm, or both (I18)."""
        return self.filter(Q(names_buyer=True) | Q(names_firm=True), state=ProcurementCase.State.COUNTED)


class ProcurementCase(models.Model):
    """One purchase that a buyer of the province made, or let go, as its filer tells it; staff check it."""

    class State(models.TextChoices):
        SUBMITTED = "submitted", _("submitted")
        CHECKED = "checked", _("checked")
        COUNTED = "counted", _("counted")
        REJECTED = "rejected", _("rejected")

    TRANSITIONS = {
        State.SUBMITTED: {State.CHECKED},
        State.CHECKED: {State.COUNTED, State.REJECTED},
        State.COUNTED: set(),
        State.REJECTED: set(),
    }
    WAITING = (State.SUBMITTED, State.CHECKED)

    class Winner(models.TextChoices):
        LOCAL = "local", _("of the province")
        OTHER_PROVINCE = "other_province", _("of another province")
        ABROAD = "abroad", _("of another country")
        CANCELLED = "cancelled", _("nobody: the purchase was cancelled")
        UNKNOWN = "unknown", _("not known")

    OUTSIDE = (Winner.OTHER_PROVINCE, Winner.ABROAD)

    class Supply(models.TextChoices):
        YES = "yes", _("yes")
        NO = "no", _("no")
        UNKNOWN = "unknown", _("not known")

    code = models.CharField(_("code"), max_length=9, unique=True, editable=False)
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False, verbose_name=_("filed by")
    )
    filed_at = models.DateTimeField(_("filed at"), default=timezone.now, editable=False)
    firm = models.ForeignKey(
        Firm,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="cases",
        verbose_name=_("firm that filed it"),
    )
    institution = models.ForeignKey(
        Institution, null=True, blank=True, on_delete=models.PROTECT, related_name="cases",
        verbose_name=_("institution that filed it"),
    )  # fmt: skip
    firm_agrees = models.BooleanField(_("the firm may be named when the case is released"), default=False)
    buyer_name = NormalisedCharField(_("buyer"), max_length=160)
    buyer = models.ForeignKey(
        Institution, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        verbose_name=_("buyer among the institutions"),
    )  # fmt: skip
    need_number = CodeField(_("need number in Setad"), max_length=40)
    category = models.ForeignKey(
        Capability, on_delete=models.PROTECT, related_name="cases", verbose_name=_("what was bought")
    )
    decided_on = models.DateField(_("decided on"))
    amount = models.BigIntegerField(_("amount in rials"))
    winner = models.CharField(_("the winner was"), max_length=14, choices=Winner.choices)
    claimed_supply = models.CharField(
        _("could firms of the cluster have supplied it"), max_length=7, choices=Supply.choices, default=Supply.UNKNOWN
    )
    reasons = models.ManyToManyField(CaseReason, related_name="cases", verbose_name=_("reasons"))
    text = NormalisedTextField(_("what happened"), max_length=3000, blank=True)

    state = models.CharField(
        _("state"), max_length=9, choices=State.choices, default=State.SUBMITTED, editable=False, db_index=True
    )
    checked_supply = models.CharField(
        _("members could have supplied, as checked"), max_length=7, choices=Supply.choices, blank=True, editable=False
    )
    able_members = models.PositiveSmallIntegerField(_("how many members"), null=True, blank=True, editable=False)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    checked_at = models.DateTimeField(_("checked at"), null=True, editable=False)
    note = NormalisedTextField(_("note of who checks"), max_length=2000, blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    decided_at = models.DateTimeField(_("counted or rejected at"), null=True, editable=False)
    rejected_because = NormalisedTextField(_("why it was rejected"), max_length=1000, blank=True, editable=False)
    names_buyer = models.BooleanField(_("the public may know the buyer"), default=False, editable=False)
    names_firm = models.BooleanField(_("the public may know the firm"), default=False, editable=False)
    released_at = models.DateTimeField(_("released at"), null=True, editable=False)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    batch = models.PositiveIntegerField(_("first published with"), null=True, editable=False)
    branch = models.ForeignKey(Capability, on_delete=models.PROTECT, related_name="+", editable=False)
    filer_key = models.CharField(max_length=20, editable=False)
    buyer_key = models.CharField(max_length=170, editable=False)
    quarter = models.PositiveSmallIntegerField(_("quarter"), editable=False)
    is_sample = models.BooleanField(_("sample"), default=False, editable=False)
    row_version = models.PositiveIntegerField(default=0, editable=False)

    objects = ProcurementCaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("procurement case")
        verbose_name_plural = _("procurement cases")
        ordering = ["-filed_at", "-pk"]
        permissions = [
            ("file_case", _("Can file procurement cases for the office")),
            ("check_case", _("Can check procurement cases")),
            ("decide_case", _("Can count and reject procurement cases")),
            ("release_case", _("Can release names of procurement cases")),
        ]
        indexes = [
            models.Index(fields=["need_number"], name="case_need_number"),
            models.Index(fields=["state", "batch", "winner"], name="case_published"),
            models.Index(fields=["filer_key", "filed_at"], name="case_filer"),
            models.Index(
                fields=["state", "-decided_on"],
                condition=Q(names_buyer=True) | Q(names_firm=True),
                name="case_released",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(firm__isnull=True) | Q(institution__isnull=True), name="case_one_filer"
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=1, amount__lte=LARGEST),
                name="case_amount_above_0",
                violation_error_message=_("An amount is a whole number of rials above zero."),
            ),
            models.CheckConstraint(
                condition=(
                    Q(state="submitted", checked_at__isnull=True, checked_supply="")
                    | (~Q(state="submitted") & Q(checked_at__isnull=False) & ~Q(checked_supply=""))
                ),
                name="case_checked_has_what_was_found",
            ),
            models.CheckConstraint(
                condition=(
                    Q(state__in=["submitted", "checked"], decided_at__isnull=True)
                    | Q(state__in=["counted", "rejected"], decided_at__isnull=False)
                ),
                name="case_decided_has_moment",
            ),
            models.CheckConstraint(
                condition=(
                    (Q(state="rejected") & ~Q(rejected_because="")) | (~Q(state="rejected") & Q(rejected_because=""))
                ),
                name="case_rejected_with_reason",
            ),
            models.CheckConstraint(
                condition=(
                    Q(names_buyer=False, names_firm=False) | Q(state="counted", released_at__isnull=False)
                ),
                name="case_named_only_when_counted_and_released",
            ),
            models.CheckConstraint(
                condition=Q(names_firm=False) | Q(firm__isnull=False, firm_agrees=True),
                name="case_firm_named_only_if_it_agrees",
            ),
            models.CheckConstraint(
                condition=Q(batch__isnull=True) | Q(state="counted"), name="case_published_only_when_counted"
            ),
            models.CheckConstraint(
                condition=~Q(checked_supply="yes") | Q(able_members__isnull=False, able_members__gte=1),
                name="case_supply_names_how_many",
                violation_error_message=_("Say how many members could have supplied: at least one."),
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.code

    @property
    def key(self):
        return self.code

    @property
    def is_open(self):
        return self.state in self.WAITING

    @property
    def filer(self):
        """Who filed it: the firm, the institution, or None for the office of staff."""
        return self.firm or self.institution

    @property
    def shown_buyer(self):
        return str(self.buyer) if self.buyer_id else self.buyer_name

    @property
    def is_released(self):
        return self.names_buyer or self.names_firm


class CaseEvidenceQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(case__in=ProcurementCase.objects.visible_to(user))


class CaseEvidence(models.Model):
    """A paper that shows what is said in a case. Always private: whoever sees the case sees it."""

    case = models.ForeignKey(ProcurementCase, on_delete=models.CASCADE, related_name="evidence")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name=_("file"))
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False)
    added_at = models.DateTimeField(_("added at"), default=timezone.now, editable=False)

    objects = CaseEvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("evidence of a case")
        verbose_name_plural = _("evidence of cases")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["case", "file"], name="caseevidence_once")]

    def __str__(self):
        return str(self.file)
