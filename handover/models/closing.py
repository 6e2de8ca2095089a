"""The end of the hand-over: a decision that closes it, tied while it is proposed, kept for good once adopted."""

from hashlib import sha256

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from council.models import Decision
from persian.fields import NormalisedTextField


class HandoverClosingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A closing is public with its decision; a proposed one is shown to those who read proposals."""
        return (
            self if user.has_perm("handover.view_handoverclosing") else self.filter(state=HandoverClosing.State.CLOSED)
        )


class HandoverClosing(models.Model):
    """Ties «the hand-over is closed» to a decision. ``exception``: what is missing and why it is closed all the same.

    ``snapshot`` is what stood on the day of adoption: every criterion with its score, every duty with its state.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        CLOSED = "closed", _("closed")

    decision = models.OneToOneField(
        Decision, on_delete=models.PROTECT, related_name="handover_closing", verbose_name=_("decision")
    )
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.PROPOSED, editable=False)
    exception = NormalisedTextField(_("the exception that the decision states"), max_length=2000, blank=True)
    snapshot = models.JSONField(default=dict, blank=True, editable=False)
    closed_on = models.DateField(_("handed over on"), null=True, blank=True, editable=False)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    proposed_at = models.DateTimeField(_("proposed at"), default=timezone.now, editable=False)

    objects = HandoverClosingQuerySet.as_manager()

    class Meta:
        verbose_name = _("closing of the hand-over")
        verbose_name_plural = _("closings of the hand-over")
        ordering = ["-pk"]
        permissions = [("propose_closing", _("Can put the closing of the hand-over to the council"))]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="proposed", closed_on__isnull=True) | Q(state="closed", closed_on__isnull=False),
                name="handoverclosing_closed_has_day",
            ),
            models.UniqueConstraint(
                fields=["state"],
                condition=Q(state="closed"),
                name="handoverclosing_once",
                violation_error_message=_("The hand-over is closed already."),
            ),
        ]

    def __str__(self):
        return f"{self.decision} · {self.get_state_display()}"

    @property
    def key(self):
        return f"closing/{self.decision.key}"

    @property
    def version(self):
        """Which tie with which words somebody saw: a page that shows it sends it back."""
        return sha256(f"{self.pk} {self.exception}".encode()).hexdigest()[:16]
