"""A registration on its way in: the draft on the server that needs no account, and the documents that belong to it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import ContactProof
from filing.models import StoredFile
from members.models.firm import Firm


class RegistrationDraft(ContactProof):
    """What was typed so far, step by step. Opened by a signed link; ends when it is sent or its time is over.

    ``payload`` maps a step's name to what was typed in it, as typed, so that nothing is lost, right or wrong.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    payload = models.JSONField(_("what was typed"), default=dict)
    language = models.CharField(max_length=2, default="fa")
    firm = models.ForeignKey(
        Firm, null=True, blank=True, on_delete=models.CASCADE, related_name="drafts", verbose_name=_("firm")
    )
    row_version = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(_("begun at"), default=timezone.now, editable=False)
    touched_at = models.DateTimeField(_("last change at"), default=timezone.now, editable=False, db_index=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("registration draft")
        verbose_name_plural = _("registration drafts")
        ordering = ["-touched_at"]

    def __str__(self):
        return str(self.id)


class FirmDocumentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Documents are for reviewers and the firm's own representatives."""
        if user.has_perm("members.review_firm"):
            return self.filter(firm__isnull=False)
        return self.filter(firm__in=Firm.objects.of(user))

    def with_size(self):
        """With their files and ``kilobytes``, at least one."""
        return self.select_related("file").annotate(kilobytes=Greatest(F("file__size") / 1024, 1))


class FirmDocument(models.Model):
    """A paper that proves what a firm says: of a draft until it is sent, then of the firm. Never public."""

    class Kind(models.TextChoices):
        REGISTRATION = "registration", _("registration notice")
        LICENCE = "licence", _("guild or business licence")
        INTRODUCTION = "introduction", _("letter of introduction of the representative")
        OTHER = "other", _("other paper")

    firm = models.ForeignKey(
        Firm, null=True, blank=True, on_delete=models.PROTECT, related_name="documents", verbose_name=_("firm")
    )
    draft = models.ForeignKey(
        RegistrationDraft, null=True, blank=True, on_delete=models.SET_NULL, related_name="documents"
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name=_("file"))
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(_("added at"), default=timezone.now, editable=False)
    removed_at = models.DateTimeField(_("taken back at"), null=True, blank=True, editable=False)

    objects = FirmDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document of a firm")
        verbose_name_plural = _("documents of firms")
        ordering = ["pk"]

    def __str__(self):
        return self.get_kind_display()
