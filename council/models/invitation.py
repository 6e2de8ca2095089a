"""What goes between the secretary and the seats before a meeting: invitations, answers, comments, kept drafts."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from council.models.institution import Seat
from council.models.meeting import AgendaItem, Meeting, Remark
from persian.fields import NormalisedCharField, NormalisedTextField
from post.models import Message


class Invitation(models.Model):
    """Who was invited to which meeting, when and where to; and what they answered.

    A seat without an address is invited on paper: its row says so by having no message. ``round`` counts the calls: a
    meeting whose day or place changed after it was called is sent again.
    """

    class Answer(models.TextChoices):
        NONE = "", _("no answer yet")
        COMING = "coming", _("will come")
        ALTERNATE = "alternate", _("sends an alternate")
        APOLOGY = "apology", _("cannot come")

    meeting = models.ForeignKey(
        Meeting, on_delete=models.CASCADE, related_name="invitations", verbose_name=_("meeting"), editable=False
    )
    seat = models.ForeignKey(
        Seat, on_delete=models.PROTECT, related_name="invitations", verbose_name=_("seat"), editable=False
    )
    round = models.PositiveSmallIntegerField(_("round"), default=1, editable=False)
    person = NormalisedCharField(_("person"), max_length=120, editable=False)
    message = models.ForeignKey(
        Message,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("message"),
    )
    invited_at = models.DateTimeField(_("invited at"), default=timezone.now, editable=False)
    answer = models.CharField(_("answer"), max_length=9, choices=Answer.choices, blank=True, default=Answer.NONE)
    alternate = NormalisedCharField(_("alternate"), max_length=120, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["meeting", "round", "pk"]
        constraints = [models.UniqueConstraint(fields=["meeting", "seat", "round"], name="invitation_once_a_round")]

    def __str__(self):
        return f"{self.person}: {self.meeting}"

    @property
    def key(self):
        """The natural key: meeting, seat, how-manieth call."""
        return f"{self.meeting.key}/{self.seat.key}#{self.round}"


class CommentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those who read the council's drafts; a comment is public only as the remark that it becomes."""
        return self if user.has_perm("council.view_comment") else self.none()


class Comment(models.Model):
    """What a member writes on an agenda item before the meeting; a remark once the secretary takes it over."""

    agenda_item = models.ForeignKey(
        AgendaItem, on_delete=models.CASCADE, related_name="comments", verbose_name=_("agenda item"), editable=False
    )
    seat = models.ForeignKey(
        Seat, on_delete=models.PROTECT, related_name="comments", verbose_name=_("seat"), editable=False
    )
    text = NormalisedTextField(_("comment"))
    written_at = models.DateTimeField(_("written at"), default=timezone.now, editable=False)
    remark = models.ForeignKey(
        Remark,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="comments",
        editable=False,
        verbose_name=_("taken over as"),
    )

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["pk"]

    def __str__(self):
        return f"{self.seat}: {self.text[:60]}"


class EditorDraft(models.Model):
    """What somebody typed in the meeting's editor and has not saved yet: kept every few seconds, offered again.

    ``fields`` are the form's own names and values; ``row_version`` is the meeting's version that they were typed over.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="drafts", editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", editable=False)
    fields = models.JSONField(editable=False)
    row_version = models.PositiveIntegerField(editable=False)
    saved_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("draft of minutes")
        verbose_name_plural = _("drafts of minutes")
        constraints = [models.UniqueConstraint(fields=["meeting", "user"], name="editordraft_one_each")]

    def __str__(self):
        return f"{self.meeting}: {self.user}"
