"""A spreadsheet of firms on its way in: read and checked by the worker, so that its page can be left."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from filing.models import StoredFile


class ImportJobQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever may import sees every import: one takes over where a colleague left."""
        return self if user.has_perm("members.import_firm") else self.none()

    def waiting(self):
        """What the worker has to do, the oldest first."""
        return self.filter(state__in=[ImportJob.State.CHECKING, ImportJob.State.WRITING]).order_by("pk")

    def forgettable(self, before):
        """Ended before this moment, or checked for somebody who sent it before and never gave the word."""
        over = Q(
            ended_at__lt=before, state__in=[self.model.State.DONE, self.model.State.DROPPED, self.model.State.REFUSED]
        )
        return self.filter(over | Q(at__lt=before, state=self.model.State.READY), file__isnull=False)


class ImportJob(models.Model):
    """One file: first checked row by row, then, when a person has seen the preview, written; all of it or nothing.

    ``problems`` are lists of row, column and reason; ``preview`` the first rows as they were understood; ``counts`` how
    many are new, changed and unchanged. ``claimed_at`` is the lease of the worker that has it now. Thirty days
    after the end the file goes with what was said of its rows; who sent it, when, and the counts stay.
    """

    class State(models.TextChoices):
        CHECKING = "checking", _("is being checked")
        REFUSED = "refused", _("has mistakes")
        READY = "ready", _("checked, waits for your word")
        WRITING = "writing", _("is being written")
        DONE = "done", _("written")
        DROPPED = "dropped", _("dropped")

    TRANSITIONS = {
        State.CHECKING: {State.REFUSED, State.READY, State.DROPPED},
        State.REFUSED: {State.DROPPED},
        State.READY: {State.WRITING, State.DROPPED},
        State.WRITING: {State.DONE, State.REFUSED},
        State.DONE: set(),
        State.DROPPED: set(),
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.ForeignKey(
        StoredFile, null=True, on_delete=models.PROTECT, related_name="+", editable=False, verbose_name=_("file")
    )
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.CHECKING, editable=False)
    done = models.PositiveIntegerField(_("rows done"), default=0, editable=False)
    total = models.PositiveIntegerField(_("rows"), default=0, editable=False)
    counts = models.JSONField(default=dict, editable=False)
    problems = models.JSONField(default=list, editable=False)
    preview = models.JSONField(default=list, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    language = models.CharField(max_length=2, default="fa", editable=False)
    at = models.DateTimeField(_("sent at"), default=timezone.now, editable=False)
    claimed_at = models.DateTimeField(null=True, blank=True, editable=False)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True, editable=False)

    objects = ImportJobQuerySet.as_manager()

    class Meta:
        verbose_name = _("import of firms")
        verbose_name_plural = _("imports of firms")
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["done", "dropped"]) | Q(ended_at__isnull=False),
                name="importjob_ended_at_a_time",
            )
        ]

    def __str__(self):
        return self.file.name if self.file_id else str(_("the file is no longer kept"))

    @property
    def key(self):
        return str(self.pk)

    @property
    def is_running(self):
        return self.state in (self.State.CHECKING, self.State.WRITING)
