"""A list on its way out as a spreadsheet: written by the worker, so that its page can be left."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from filing.models import StoredFile
from members.exchange.lists import kinds_of, word_of
from persian.fields import NormalisedCharField


class ExportJobQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A file is only for who ordered it, and only as long as that person may take such a list along."""
        return self.filter(by=user, kind__in=kinds_of(user)) if user.is_authenticated else self.none()

    def forgettable(self, before):
        """Ended before this moment, with a file that is still there."""
        return self.filter(ended_at__lt=before, file__isnull=False)


class ExportJob(models.Model):
    """One order. ``kind`` and ``query``: which list, with which filters; ``done`` of ``total`` rows.

    ``claimed_at`` is the lease of the worker that has it now. Thirty days after the end the file goes; who took which
    list along, when and how many rows stays.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waits for the worker")
        RUNNING = "running", _("is being made")
        DONE = "done", _("made")
        FAILED = "failed", _("stopped")

    class Ending(models.TextChoices):
        XLSX = "xlsx", "XLSX"
        CSV = "csv", "CSV"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind of list"), max_length=20, editable=False)
    query = models.CharField(max_length=2000, blank=True, editable=False)
    title = NormalisedCharField(_("list"), max_length=200, editable=False)
    ending = models.CharField(_("format"), max_length=4, choices=Ending.choices, editable=False)
    state = models.CharField(_("state"), max_length=7, choices=State.choices, default=State.WAITING, editable=False)
    done = models.PositiveIntegerField(_("rows done"), default=0, editable=False)
    total = models.PositiveIntegerField(_("rows"), default=0, editable=False)
    problem = models.TextField(blank=True, editable=False)
    file = models.ForeignKey(
        StoredFile, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("file")
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    language = models.CharField(max_length=2, default="fa", editable=False)
    at = models.DateTimeField(_("asked at"), default=timezone.now, editable=False)
    claimed_at = models.DateTimeField(null=True, blank=True, editable=False)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True, editable=False)

    objects = ExportJobQuerySet.as_manager()

    class Meta:
        verbose_name = _("export of a list")
        verbose_name_plural = _("exports of lists")
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(
                fields=["by", "kind", "query", "ending"],
                condition=Q(state__in=["waiting", "running"]),
                name="exportjob_one_at_a_time",
            )
        ]

    def __str__(self):
        return f"{self.title} ({self.get_ending_display()})"

    @property
    def key(self):
        return str(self.pk)

    @property
    def word(self):
        return word_of(self.kind)

    @property
    def is_running(self):
        return self.state in (self.State.WAITING, self.State.RUNNING)
