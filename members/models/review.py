"""What reviewers did with a firm, and what a firm asks to change. Reviews are append-only."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from council.models.cluster import in_language
from filing.append_only import AppendOnlyQuerySet
from members.models.firm import Firm
from persian.fields import NormalisedCharField, NormalisedTextField


class FirmReview(models.Model):
    """One step of a firm's way: who did what, why, and what the firm was told. Append-only (a trigger)."""

    class Act(models.TextChoices):
        APPLIED = "applied", _("applied")
        ASKED = "asked", _("asked for more")
        ANSWERED = "answered", _("sent what was asked")
        APPROVED = "approved", pgettext_lazy("firm", "approved")
        REJECTED = "rejected", pgettext_lazy("firm", "rejected")
        APPLIED_AGAIN = "applied_again", _("applied again")
        CHANGE_ACCEPTED = "change_accepted", _("change accepted")
        CHANGE_REFUSED = "change_refused", _("change refused")
        SUSPENDED = "suspended", _("suspended")
        RESUMED = "resumed", _("active again")
        LEFT = "left", _("left the cluster")
        IMPORTED = "imported", _("imported")

    firm = models.ForeignKey(Firm, on_delete=models.PROTECT, related_name="reviews", verbose_name=_("firm"))
    round = models.PositiveSmallIntegerField(_("application number"))
    act = models.CharField(_("what was done"), max_length=16, choices=Act.choices)
    reasons = models.JSONField(_("reasons"), default=list)
    message = NormalisedTextField(_("what the firm was told"), max_length=2000, blank=True)
    note = NormalisedTextField(_("note for reviewers"), max_length=2000, blank=True)
    checklist = models.JSONField(_("what was checked"), default=list)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("review of a firm")
        verbose_name_plural = _("reviews of firms")
        ordering = ["pk"]

    def __str__(self):
        return self.get_act_display()


class ReviewReason(models.Model):
    """A reason that reviewers give often: picked by its title; its text goes into the letter, to be edited there."""

    class Use(models.TextChoices):
        ASK = "ask", _("to ask for more")
        REJECT = "reject", _("to reject")

    key = models.SlugField(_("key"), max_length=60, unique=True)
    use = models.CharField(_("used"), max_length=6, choices=Use.choices)
    title = NormalisedCharField(_("title"), max_length=120)
    title_en = NormalisedCharField(_("title in English"), max_length=120, blank=True)
    text = NormalisedTextField(_("text to the firm"), max_length=600)
    text_en = NormalisedTextField(_("text to the firm, in English"), max_length=600, blank=True)
    is_in_use = models.BooleanField(_("offered to reviewers"), default=True)

    class Meta:
        verbose_name = _("reason of a review")
        verbose_name_plural = _("reasons of reviews")
        ordering = ["use", "pk"]

    def __str__(self):
        return in_language(self.title, self.title_en)

    def text_in(self, language):
        """The text in the firm's language; Persian where there is no English one."""
        return self.text_en if language == "en" and self.text_en else self.text


class FirmChange(models.Model):
    """A firm asks to change reviewed fields: ``before`` and ``after`` map field names to values as JSON.

    The public page stays as it is until a reviewer accepts. One open request per firm.
    """

    class State(models.TextChoices):
        PENDING = "pending", _("waiting for review")
        ACCEPTED = "accepted", _("accepted")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("withdrawn")

    TRANSITIONS = {
        State.PENDING: {State.ACCEPTED, State.REFUSED, State.WITHDRAWN},
        State.ACCEPTED: set(),
        State.REFUSED: set(),
        State.WITHDRAWN: set(),
    }

    firm = models.ForeignKey(Firm, on_delete=models.PROTECT, related_name="changes", verbose_name=_("firm"))
    before = models.JSONField(_("before"))
    after = models.JSONField(_("after"))
    reason = NormalisedTextField(_("why"), max_length=600, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.PENDING, editable=False)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("asked at"), default=timezone.now, editable=False)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True, editable=False)
    message = NormalisedTextField(_("what the firm was told"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("change of a firm")
        verbose_name_plural = _("changes of firms")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["firm"],
                condition=Q(state="pending"),
                name="firmchange_one_open_per_firm",
                violation_error_message=_("A change of this firm waits for review already."),
            )
        ]

    def __str__(self):
        return f"{self.firm}: {self.get_state_display()}"

    @property
    def key(self):
        return f"{self.firm.tracking_code}/{self.pk}"
