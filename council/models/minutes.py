"""Minutes once they are confirmed: frozen as one document with its hash; a later correction is a dated note."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from council.models.meeting import Meeting
from filing.append_only import AppendOnlyQuerySet
from persian.fields import NormalisedTextField


class Minutes(models.Model):
    """What was confirmed: ``document`` says it all, ``sha256`` is over its canonical JSON. Append-only (a trigger)."""

    meeting = models.OneToOneField(
        Meeting, on_delete=models.PROTECT, related_name="minutes", verbose_name=_("meeting"), editable=False
    )
    document = models.JSONField(_("document"), editable=False)
    sha256 = models.CharField(_("SHA-256"), max_length=64, editable=False)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("confirmed by"),
    )
    confirmed_at = models.DateTimeField(_("confirmed at"), default=timezone.now, editable=False)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("minutes")
        verbose_name_plural = _("minutes")
        ordering = ["-pk"]

    def __str__(self):
        return _("minutes of %(meeting)s") % {"meeting": self.meeting}

    @property
    def key(self):
        return self.meeting.key


class Correction(models.Model):
    """A dated note on confirmed minutes, never an edit of them. Append-only (a trigger)."""

    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, related_name="corrections", verbose_name=_("meeting"), editable=False
    )
    text = NormalisedTextField(_("correction"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False, verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("correction of minutes")
        verbose_name_plural = _("corrections of minutes")
        ordering = ["pk"]

    def __str__(self):
        return self.text[:60]
