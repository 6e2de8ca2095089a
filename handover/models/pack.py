"""The hand-over pack: exports of everything, and roles that passed from one person to another."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from filing.append_only import AppendOnlyQuerySet
from filing.models import StoredFile


class ExportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """It holds everything that the portal knows: only who may order one opens one."""
        return self if user.has_perm("handover.export_portal") else self.none()


class Export(models.Model):
    """An export of all data and files, made by the worker, so that its page can be left and found again.

    ``claimed_at`` is the lease of the worker that has it now; ``file`` the ZIP, kept for a while.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waits for the worker")
        RUNNING = "running", _("is being made")
        DONE = "done", _("made")
        FAILED = "failed", _("stopped")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    state = models.CharField(_("state"), max_length=7, choices=State.choices, default=State.WAITING, editable=False)
    done = models.PositiveIntegerField(_("done"), default=0, editable=False)
    total = models.PositiveIntegerField(_("in all"), default=0, editable=False)
    rows = models.PositiveBigIntegerField(_("rows"), default=0, editable=False)
    missing = models.PositiveIntegerField(_("files that were not there"), default=0, editable=False)
    problem = models.TextField(_("problem"), blank=True, editable=False)
    file = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    language = models.CharField(max_length=2, default="fa", editable=False)
    at = models.DateTimeField(_("asked at"), default=timezone.now, editable=False)
    claimed_at = models.DateTimeField(null=True, blank=True, editable=False)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True, editable=False)

    objects = ExportQuerySet.as_manager()

    class Meta:
        verbose_name = _("export of everything")
        verbose_name_plural = _("exports of everything")
        ordering = ["-at"]
        permissions = [
            ("export_portal", _("Can export all data and files")),
            ("read_pack", _("Can open the hand-over pack")),
        ]

    def __str__(self):
        return self.get_state_display()

    @property
    def key(self):
        return str(self.pk)

    @property
    def is_running(self):
        return self.state in (self.State.WAITING, self.State.RUNNING)


class RoleTransferQuerySet(AppendOnlyQuerySet):
    def visible_to(self, user):
        return self if user.has_perm("handover.view_roletransfer") else self.none()


class RoleTransfer(models.Model):
    """One role that passed from a person to another. Never changed: the way back is another row."""

    leaving = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("from")
    )
    arriving = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("to")
    )
    group = models.CharField(_("role"), max_length=150)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)

    objects = RoleTransferQuerySet.as_manager()

    class Meta:
        verbose_name = _("transfer of a role")
        verbose_name_plural = _("transfers of roles")
        ordering = ["-pk"]
        permissions = [("transfer_role", _("Can pass roles from one person to another"))]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(leaving=models.F("arriving")), name="roletransfer_between_two_people"
            )
        ]

    def __str__(self):
        return f"{self.leaving} → {self.arriving}: {self.group}"

    @property
    def key(self):
        return str(self.pk)
