"""What is kept: stored files, the append-only book of state changes, its seals, and idempotency keys."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from filing import access
from filing.append_only import AppendOnlyQuerySet
from persian.fields import NormalisedCharField, NormalisedTextField


class StoredFileQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Files that one of the rooms shows to this user, and the user's own uploads (see ``filing.access``)."""
        allowed = Q(pk__in=[])
        for queryset in access.visible_ids(user):
            allowed |= Q(pk__in=queryset)
        if user.is_authenticated:
            allowed |= Q(uploaded_by=user)
        return self.filter(allowed)


class StoredFile(models.Model):
    """A file that came in through ``store_file()``: checked, renamed by its content, never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sha256 = models.CharField(_("SHA-256"), max_length=64, db_index=True, editable=False)
    name = NormalisedCharField(_("file name"), max_length=120)
    content_type = models.CharField(_("type"), max_length=100, editable=False)
    size = models.PositiveBigIntegerField(_("size in bytes"), editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    uploaded_at = models.DateTimeField(_("uploaded at"), default=timezone.now, editable=False)
    is_sample = models.BooleanField(_("sample"), default=False, editable=False)

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("stored file")
        verbose_name_plural = _("stored files")
        ordering = ["-uploaded_at"]

    def __str__(self):
        return self.name

    @property
    def path(self):
        """Where the bytes lie below the media root: two levels by hash, so that no folder grows too large."""
        return f"files/{self.sha256[:2]}/{self.sha256}"


class StateChange(models.Model):
    """One line of the book: who changed which object, when, from what, to what, and why.

    Objects are named by natural key, people by role and user id, never by personal name, so that the line still holds
    after a restore into other ids, or after a person was pseudonymised. Written by ``record_change()`` only.
    """

    at = models.DateTimeField(_("at"), default=timezone.now, editable=False, db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("by")
    )
    role = models.CharField(_("role"), max_length=60, blank=True)
    model = models.CharField(_("kind of object"), max_length=80)
    object_key = models.CharField(_("object"), max_length=120)
    old = models.CharField(_("old state"), max_length=60, blank=True)
    new = models.CharField(_("new state"), max_length=60)
    why = NormalisedTextField(_("why"), blank=True)
    sha256 = models.CharField(_("SHA-256"), max_length=64, editable=False)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("state change")
        verbose_name_plural = _("state changes")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["model", "object_key"], name="statechange_object")]

    def __str__(self):
        return f"{self.model} {self.object_key}: {self.old} → {self.new}"


class Seal(models.Model):
    """Closes a run of state changes: their hashes and the previous seal's root make one root, in id order."""

    first_id = models.BigIntegerField(_("first line"))
    last_id = models.BigIntegerField(_("last line"))
    count = models.PositiveIntegerField(_("lines"))
    previous = models.CharField(_("previous root"), max_length=64, blank=True)
    root = models.CharField(_("root"), max_length=64, unique=True)
    sealed_at = models.DateTimeField(_("sealed at"), default=timezone.now, editable=False)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("seal")
        verbose_name_plural = _("seals")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["previous"], name="seal_one_per_previous"),
            models.CheckConstraint(condition=Q(last_id__gte=models.F("first_id")), name="seal_first_before_last"),
        ]

    def __str__(self):
        return f"{self.first_id}–{self.last_id}"


class IdempotencyKey(models.Model):
    """A form that was sent twice is acted on once: the first post claims the key, the second is led to its result."""

    key = models.CharField(max_length=64, primary_key=True)
    action = models.CharField(max_length=80)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    result = models.CharField(max_length=200, blank=True)
    claimed_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("idempotency key")
        verbose_name_plural = _("idempotency keys")

    def __str__(self):
        return self.key
