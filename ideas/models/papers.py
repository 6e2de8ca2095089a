"""What goes with an idea: the proposal to the council, the draft before it, the files beside it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import ContactProof
from council.models import Decision
from filing.models import StoredFile
from ideas.models.idea import Idea
from ideas.models.score import IdeaScore
from members.models import Firm
from persian.fields import NormalisedTextField


class IdeaProposal(models.Model):
    """Ties an idea to the decision that is to adopt or to reject it; ``reason`` is what the submitter reads then."""

    class Act(models.TextChoices):
        ADOPT = "adopt", _("adopt")
        REJECT = "reject", _("not take up")

    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, related_name="idea_proposals", verbose_name=_("decision")
    )
    idea = models.ForeignKey(Idea, on_delete=models.PROTECT, related_name="proposals", verbose_name=_("idea"))
    act = models.CharField(_("act"), max_length=6, choices=Act.choices, default=Act.ADOPT)
    reason = NormalisedTextField(_("reason that the submitter reads"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("proposal about an idea")
        verbose_name_plural = _("proposals about ideas")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "idea"],
                name="ideaproposal_once",
                violation_error_message=_("This decision names the idea already."),
            ),
            models.CheckConstraint(
                condition=~Q(act="reject") | ~Q(reason=""),
                name="ideaproposal_rejects_with_reason",
                violation_error_message=_("Write the reason; the submitter reads it."),
            ),
        ]

    def __str__(self):
        return f"{self.get_act_display()}: {self.idea}"


class IdeaDraft(ContactProof):
    """What was typed so far, as typed. Opened by a signed link, or by the person who began it signed in.

    ``firm``: a representative writes for it. Ends when it is sent, or after thirty days without a touch.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    payload = models.JSONField(_("what was typed"), default=dict)
    language = models.CharField(max_length=2, default="fa")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    firm = models.ForeignKey(Firm, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    idea = models.ForeignKey(Idea, null=True, blank=True, on_delete=models.CASCADE, related_name="drafts")
    row_version = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(_("begun at"), default=timezone.now, editable=False)
    touched_at = models.DateTimeField(_("last change at"), default=timezone.now, editable=False, db_index=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("draft of an idea")
        verbose_name_plural = _("drafts of ideas")
        ordering = ["-touched_at"]

    def __str__(self):
        return str(self.id)


class IdeaAttachmentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """For those who work on the idea and the submitter's own account or firm; never public, also when adopted."""
        if user.has_perm("ideas.screen_idea"):
            return self.filter(idea__isnull=False)
        if not user.is_authenticated:
            return self.none()
        allowed = Q(idea__user=user) | Q(idea__firm__in=Firm.objects.of(user))
        if user.has_perm("ideas.score_idea"):
            asked = IdeaScore.objects.filter(scorer=user, has_conflict=False).values("idea_id")
            declared = IdeaScore.objects.filter(scorer=user, has_conflict=True).values("idea_id")
            allowed |= Q(idea__in=asked) | (Q(idea__state=Idea.State.SHORTLISTED) & ~Q(idea__in=declared))
        return self.filter(allowed)


class IdeaAttachment(models.Model):
    """A file that says more: of a draft until it is sent, then of the idea. Never public."""

    idea = models.ForeignKey(Idea, null=True, blank=True, on_delete=models.CASCADE, related_name="attachments")
    draft = models.ForeignKey(IdeaDraft, null=True, blank=True, on_delete=models.SET_NULL, related_name="attachments")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name=_("file"))

    objects = IdeaAttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("attachment of an idea")
        verbose_name_plural = _("attachments of ideas")
        ordering = ["pk"]

    def __str__(self):
        return str(self.file)
