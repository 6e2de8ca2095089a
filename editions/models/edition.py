"""A year's frozen editions: one document each, its files, and what was said about figures that needed a word."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from council.models import Decision, ProgramYear
from filing.append_only import AppendOnlyQuerySet
from filing.models import StoredFile
from persian.digits import localised
from persian.fields import NormalisedCharField, NormalisedTextField

SHA256 = {"max_length": 64, "editable": False, "blank": True}
MAY_SEE = "editions.view_yearedition"


class YearEditionQuerySet(models.QuerySet):
    def frozen(self):
        return self.exclude(state=YearEdition.State.DRAFT)

    def published(self):
        """What the council published, editions that were superseded since among them."""
        return self.filter(state__in=[YearEdition.State.PUBLISHED, YearEdition.State.SUPERSEDED])

    def visible_to(self, user):
        return self if user.has_perm(MAY_SEE) else self.published()


class YearEdition(models.Model):
    """One edition of a programme year.

    ``document`` is the canonical text whose SHA-256 is ``sha256``; it holds the hash of the edition before it in its
    chain (``previous``) and its place in it. Sample editions form a chain of their own. State, times and the publishing
    decision stand outside the document. From freezing on a trigger keeps everything but these.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("in preparation")
        FROZEN = "frozen", _("frozen")
        PUBLISHED = "published", _("published")
        SUPERSEDED = "superseded", _("superseded")

    TRANSITIONS = {
        State.DRAFT: {State.FROZEN},
        State.FROZEN: {State.PUBLISHED},
        State.PUBLISHED: {State.SUPERSEDED},
        State.SUPERSEDED: set(),
    }

    year = models.ForeignKey(ProgramYear, on_delete=models.PROTECT, related_name="editions", verbose_name=_("year"))
    number = models.PositiveSmallIntegerField(_("edition"), validators=[MinValueValidator(1)])
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT, editable=False)
    as_of = models.DateField(_("figures for"), null=True, blank=True, editable=False)
    erratum = NormalisedTextField(_("what is corrected and why"), max_length=2000, blank=True)
    erratum_en = NormalisedTextField(_("the same in English"), max_length=2000, blank=True)
    document = models.TextField(_("document"), blank=True, editable=False)
    sha256 = models.CharField(_("SHA-256"), **SHA256)
    previous = models.CharField(_("SHA-256 of the edition before"), **SHA256)
    place = models.PositiveIntegerField(_("place in its chain"), null=True, blank=True, editable=False)
    seal = models.CharField(_("latest seal of the book"), **SHA256)
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    frozen_at = models.DateTimeField(_("frozen at"), null=True, blank=True, editable=False)
    decision = models.ForeignKey(
        Decision,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="editions",
        verbose_name=_("publishing decision"),
    )
    published_at = models.DateTimeField(_("published at"), null=True, blank=True, editable=False)
    is_sample = models.BooleanField(_("sample"), default=False, editable=False)

    objects = YearEditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["-year__year", "-number"]
        permissions = [
            ("freeze_edition", _("Can prepare and freeze an edition")),
            ("propose_edition", _("Can put the publication of an edition to the council")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="yearedition_number_once_a_year"),
            models.UniqueConstraint(
                fields=["year"],
                condition=Q(state="draft"),
                name="yearedition_one_draft_a_year",
                violation_error_message=_("An edition of this year is in preparation already."),
            ),
            models.UniqueConstraint(
                fields=["year"], condition=Q(state="published"), name="yearedition_one_valid_a_year"
            ),
            models.UniqueConstraint(
                fields=["decision"], condition=Q(state="frozen"), name="yearedition_one_a_proposal"
            ),
            models.UniqueConstraint(
                fields=["is_sample", "place"], condition=~Q(state="draft"), name="yearedition_place_once_a_chain"
            ),
            models.UniqueConstraint(
                fields=["is_sample", "previous"], condition=~Q(state="draft"), name="yearedition_one_successor"
            ),
            models.CheckConstraint(
                condition=Q(state="draft", document="", sha256="", place__isnull=True, frozen_at__isnull=True)
                | (
                    ~Q(state="draft")
                    & ~Q(document="")
                    & ~Q(sha256="")
                    & Q(place__gte=1, frozen_at__isnull=False, as_of__isnull=False)
                ),
                name="yearedition_frozen_has_document",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "frozen"], published_at__isnull=True)
                | Q(state__in=["published", "superseded"], published_at__isnull=False, decision__isnull=False),
                name="yearedition_published_by_decision",
            ),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(erratum=""),
                name="yearedition_later_one_says_what_changed",
                violation_error_message=_("Say what this edition corrects and why."),
            ),
        ]

    def __str__(self):
        return _("Edition %(number)s of the year %(year)s") % {
            "number": localised(self.number),
            "year": localised(self.year.year),
        }

    @property
    def key(self):
        return f"{self.year.year}/edition/{self.number}"

    @property
    def is_frozen(self):
        return self.state != self.State.DRAFT


class EditionFileQuerySet(AppendOnlyQuerySet):
    def visible_to(self, user):
        return self.filter(edition__in=YearEdition.objects.visible_to(user))


class EditionFile(models.Model):
    """One output of an edition, made once at freezing from the document alone."""

    class Kind(models.TextChoices):
        PDF = "pdf", "PDF"
        XLSX = "xlsx", "XLSX"
        CSV = "csv", "CSV"
        JSON = "json", "JSON"

    edition = models.ForeignKey(YearEdition, on_delete=models.PROTECT, related_name="files", verbose_name=_("edition"))
    kind = models.CharField(_("kind"), max_length=4, choices=Kind.choices)
    language = models.CharField(_("language"), max_length=2, blank=True)  # empty: the same in every language
    sha256 = models.CharField(_("SHA-256"), max_length=64, db_index=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name=_("file"))

    objects = EditionFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of an edition")
        verbose_name_plural = _("files of an edition")
        ordering = ["edition", "kind", "language"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "kind", "language"], name="editionfile_once"),
        ]

    def __str__(self):
        return f"{self.edition} · {self.get_kind_display()} {self.language}".strip()


class EditionNote(models.Model):
    """A word that freezing asks for, written while the edition is in preparation; it becomes part of the document.

    ``subject`` is a natural key: of a report that nobody verified, or of a plan more than ten points behind (I12).
    """

    class Kind(models.TextChoices):
        UNVERIFIED = "unverified", _("a report that is not verified")
        BEHIND = "behind", _("a plan more than ten points behind")

    edition = models.ForeignKey(YearEdition, on_delete=models.CASCADE, related_name="notes", verbose_name=_("edition"))
    kind = models.CharField(_("about"), max_length=10, choices=Kind.choices)
    subject = NormalisedCharField(_("key"), max_length=60)
    reason = NormalisedTextField(_("reason"), max_length=2000)
    corrective_action = NormalisedTextField(_("corrective action"), max_length=2000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("note of an edition")
        verbose_name_plural = _("notes of an edition")
        ordering = ["edition", "kind", "subject"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "kind", "subject"], name="editionnote_once"),
            models.CheckConstraint(
                condition=~Q(reason="") & (Q(kind="unverified") | ~Q(corrective_action="")),
                name="editionnote_says_why",
                violation_error_message=_("Say the reason, and what is done about it."),
            ),
        ]

    def __str__(self):
        return f"{self.edition} · {self.subject}"
