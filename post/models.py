"""What is owed: every mail and SMS stands here, written in the same transaction as its cause, until it is delivered."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from persian.fields import NormalisedCharField, NormalisedTextField


class MessageQuerySet(models.QuerySet):
    def due(self, now=None):
        """Waiting messages whose next try has come, oldest first."""
        now = now or timezone.now()
        return self.filter(state=Message.State.WAITING, next_try_at__lte=now).order_by("next_try_at", "pk")

    def void(self, now=None):
        """Secrets that were not delivered in time: a code that nobody can use any more."""
        return self.filter(state=Message.State.WAITING, secret_until__lte=now or timezone.now())


class Message(models.Model):
    """One mail or SMS. Delivered at least once, with the same message id at each try.

    A secret one (``secret_until``) holds a code or a link that opens a door: nobody reads it at the desk, and its text
    is emptied once it was sent or is void.
    """

    class Channel(models.TextChoices):
        MAIL = "mail", _("e-mail")
        SMS = "sms", _("SMS")

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENT = "sent", _("sent")
        FAILED = "failed", _("given up")

    key = models.CharField(_("message id"), max_length=120, unique=True)
    channel = models.CharField(_("channel"), max_length=4, choices=Channel.choices)
    to = models.CharField(_("recipient"), max_length=254)
    subject = NormalisedCharField(_("subject"), max_length=200, blank=True)
    body = NormalisedTextField(_("text"), blank=True)
    secret_until = models.DateTimeField(_("secret, and void after"), null=True, blank=True, editable=False)
    attachment_name = models.CharField(_("attachment"), max_length=120, blank=True)
    attachment_type = models.CharField(_("type of the attachment"), max_length=100, blank=True)
    attachment = models.TextField(_("content of the attachment"), blank=True)
    language = models.CharField(_("language"), max_length=2, default="fa")
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_try_at = models.DateTimeField(_("next try at"), default=timezone.now)
    last_error = models.TextField(_("last error"), blank=True)
    created_at = models.DateTimeField(_("written at"), default=timezone.now, editable=False)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True, editable=False)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["state", "next_try_at"], name="message_due")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="sent", sent_at__isnull=False) | ~models.Q(state="sent"),
                name="message_sent_has_time",
            ),
            models.CheckConstraint(
                condition=models.Q(secret_until__isnull=True) | models.Q(state="waiting") | models.Q(body=""),
                name="message_secret_is_emptied",
            ),
        ]

    def __str__(self):
        return self.subject or self.key
