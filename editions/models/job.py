"""The order to freeze an edition, which the worker carries out; its page may be left and found again."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from editions.models.edition import YearEdition


class EditionJob(models.Model):
    """``done`` of ``total``: percent of the work. ``claimed_at``: the lease of the worker that has it."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waits for the worker")
        RUNNING = "running", _("is being made")
        DONE = "done", _("made")
        FAILED = "failed", _("stopped")

    edition = models.ForeignKey(YearEdition, on_delete=models.CASCADE, related_name="jobs", verbose_name=_("edition"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=2)
    state = models.CharField(_("state"), max_length=7, choices=State.choices, default=State.WAITING)
    done = models.PositiveSmallIntegerField(default=0)
    total = models.PositiveSmallIntegerField(default=100)
    problem = models.TextField(blank=True)
    at = models.DateTimeField(_("asked at"), default=timezone.now, editable=False)
    claimed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("freezing of an edition")
        verbose_name_plural = _("freezings of editions")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition"], condition=Q(state__in=["waiting", "running"]), name="editionjob_one_at_a_time"
            )
        ]

    def __str__(self):
        return f"{self.edition} · {self.get_state_display()}"

    @property
    def is_running(self):
        return self.state in (self.State.WAITING, self.State.RUNNING)
