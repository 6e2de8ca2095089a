"""What somebody has to do after a meeting, and the agreements that the council made with institutions."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from council.models.cluster import in_language
from council.models.decision import Decision
from council.models.institution import Institution, Seat
from council.models.meeting import AgendaItem, Meeting
from filing.models import StoredFile
from persian.digits import localised
from persian.fields import NormalisedCharField, NormalisedTextField
from persian.jalali import today


class ActionItemQuerySet(models.QuerySet):
    def open(self):
        """What is to be done still; a meeting that was cancelled charges nobody."""
        return self.filter(state=ActionItem.State.OPEN).exclude(meeting__state=Meeting.State.CANCELLED)

    def overdue(self, day):
        """Open ones whose last day is over."""
        return self.open().filter(due_on__lt=day)

    def reported(self):
        """Open ones of which the owner says that they are done: whoever closes them looks at these."""
        return self.open().filter(reported_at__isnull=False)

    def visible_to(self, user):
        """The public reads those of published meetings, save for what a confidential decision asks for."""
        if user.has_perm("council.view_actionitem"):
            return self
        is_open = Q(decision__isnull=True) | Q(decision__in=Decision.objects.open_on(today()))
        return self.filter(is_open, meeting__state=Meeting.State.PUBLISHED)

    def owned_by(self, user, day):
        """Those of the seats that a person holds on a day, and of the institutions that these seats stand for."""
        seats = Seat.objects.in_force(day).filter(user=user)
        institutions = seats.filter(institution__isnull=False).values("institution")
        return self.filter(Q(seat__in=seats.values("pk")) | Q(institution__in=institutions))


class ActionItem(models.Model):
    """What a seat or an institution is to do by a day. It stands on every next agenda until it is closed.

    ``report``: what the owner says was done; only who closes items closes it.
    """

    class State(models.TextChoices):
        OPEN = "open", _("open")
        DONE = "done", _("done")
        CANCELLED = "cancelled", _("cancelled")

    TRANSITIONS = {
        State.OPEN: {State.DONE, State.CANCELLED},
        State.DONE: {State.OPEN},
        State.CANCELLED: {State.OPEN},
    }

    meeting = models.ForeignKey(
        Meeting, on_delete=models.CASCADE, related_name="action_items", verbose_name=_("meeting"), editable=False
    )
    number = models.PositiveSmallIntegerField(_("number"), editable=False)
    agenda_item = models.ForeignKey(
        AgendaItem,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="action_items",
        verbose_name=_("agenda item"),
    )
    decision = models.ForeignKey(
        Decision,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="action_items",
        verbose_name=_("decision"),
    )
    text = NormalisedTextField(_("what is to be done"))
    text_en = NormalisedTextField(_("text in English"), blank=True)
    seat = models.ForeignKey(
        Seat,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="action_items",
        verbose_name=_("seat"),
    )
    institution = models.ForeignKey(
        Institution,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="action_items",
        verbose_name=_("institution"),
    )
    due_on = models.DateField(_("due on"), null=True, blank=True, db_index=True)
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.OPEN, editable=False)
    closed_on = models.DateField(_("closed on"), null=True, blank=True, editable=False)
    closing_note = NormalisedTextField(_("how it ended"), blank=True)
    report = NormalisedTextField(_("what the owner reports"), blank=True, editable=False)
    reported_at = models.DateTimeField(_("reported at"), null=True, blank=True, editable=False)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("reported by"),
    )
    row_version = models.PositiveIntegerField(default=0, editable=False)

    objects = ActionItemQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("action item")
        verbose_name_plural = _("action items")
        ordering = [F("due_on").asc(nulls_last=True), "pk"]
        permissions = [("close_actionitem", _("Can close an action item and open it again"))]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="actionitem_number_once_a_meeting"),
            models.CheckConstraint(
                condition=Q(seat__isnull=False, institution__isnull=True)
                | Q(seat__isnull=True, institution__isnull=False),
                name="actionitem_one_owner",
                violation_error_message=_("An action item has one owner: a seat or an institution."),
            ),
            models.CheckConstraint(
                condition=Q(state="open", closed_on__isnull=True) | (~Q(state="open") & Q(closed_on__isnull=False)),
                name="actionitem_closed_has_day",
            ),
            models.CheckConstraint(
                condition=Q(reported_at__isnull=True, reported_by__isnull=True, report="")
                | (Q(reported_at__isnull=False, reported_by__isnull=False) & ~Q(report="")),
                name="actionitem_report_says_who_when_what",
            ),
        ]

    def __str__(self):
        return _("action item %(number)s") % {"number": localised(self.key)}

    def clean(self):
        if self.agenda_item_id and self.meeting_id and self.agenda_item.meeting_id != self.meeting_id:
            raise ValidationError({"agenda_item": _("The agenda item belongs to another meeting.")})

    @property
    def key(self):
        """The natural key: ``1403-02/a3``."""
        return f"{self.meeting.key}/a{self.number}"

    @property
    def shown_text(self):
        return in_language(self.text, self.text_en)

    @property
    def owner(self):
        return self.seat or self.institution


class AgreementQuerySet(models.QuerySet):
    def visible_to(self, user):
        """With whom, on what and for how long is public; the file only where it is released."""
        return self

    def with_file_for(self, user):
        """Those whose file a reader may open: the released ones, or all for who works with them."""
        kept = self.filter(file__isnull=False)
        return kept if user.has_perm("council.view_agreement") else kept.filter(is_file_public=True)


class Agreement(models.Model):
    """What the cluster agreed with an institution, above all universities and vocational centres."""

    institution = models.ForeignKey(
        Institution, on_delete=models.PROTECT, related_name="agreements", verbose_name=_("institution")
    )
    number = NormalisedCharField(_("number of the agreement"), max_length=60, blank=True)
    subject = NormalisedCharField(_("subject"), max_length=300)
    subject_en = NormalisedCharField(_("subject in English"), max_length=300, blank=True)
    valid_from = models.DateField(_("from day"))
    valid_to = models.DateField(_("to day"), null=True, blank=True)
    file = models.ForeignKey(
        StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("file")
    )
    is_file_public = models.BooleanField(_("the file is public"), default=False)
    is_sample = models.BooleanField(_("sample"), default=False, editable=False)

    objects = AgreementQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = ["-valid_from", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="agreement_from_before_to",
                violation_error_message=_("An agreement ends on or after the day it begins."),
            ),
        ]

    def __str__(self):
        return in_language(self.subject, self.subject_en)

    @property
    def shown_subject(self):
        return in_language(self.subject, self.subject_en)
