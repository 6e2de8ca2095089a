"""Meetings of the steering council: agenda, remarks, attendance."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from council.models.cluster import ProgramYear, Source, in_language
from council.models.institution import Institution, Seat
from persian.digits import localised
from persian.fields import NormalisedCharField, NormalisedTextField


class MeetingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Drafts and cancelled meetings are for those who read drafts; the rest is public (minutes: when published)."""
        if user.has_perm("council.view_meeting"):
            return self
        return self.exclude(state__in=[Meeting.State.DRAFT, Meeting.State.CANCELLED])

    def published(self):
        return self.filter(state=Meeting.State.PUBLISHED)


class Meeting(models.Model):
    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        CALLED = "called", _("called")
        HELD = "held", _("held")
        CONFIRMED = "confirmed", _("minutes confirmed")
        PUBLISHED = "published", _("published")
        CANCELLED = "cancelled", _("cancelled")

    OPEN = (State.DRAFT, State.CALLED, State.HELD)  # agenda, attendance, remarks and decisions may still be written
    AFTER = (State.HELD, State.CONFIRMED, State.PUBLISHED)
    TRANSITIONS = {
        State.DRAFT: {State.CALLED, State.HELD, State.CANCELLED},  # held at once: one that is entered afterwards
        State.CALLED: {State.HELD, State.CANCELLED},
        State.HELD: {State.CONFIRMED},
        State.CONFIRMED: {State.PUBLISHED},
        State.PUBLISHED: set(),
        State.CANCELLED: set(),
    }

    year = models.ForeignKey(ProgramYear, on_delete=models.PROTECT, related_name="meetings", verbose_name=_("year"))
    number = models.PositiveSmallIntegerField(_("number"), validators=[MinValueValidator(1), MaxValueValidator(99)])
    held_on = models.DateField(_("day"), db_index=True)
    starts_at = models.TimeField(_("begins at"), null=True, blank=True)
    place = NormalisedCharField(_("place"), max_length=200, blank=True)
    presider = models.ForeignKey(
        Seat,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="presided_meetings",
        verbose_name=_("presided by"),
    )
    call = models.PositiveSmallIntegerField(_("call"), choices=[(1, _("first call")), (2, _("second call"))], default=1)
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.DRAFT, editable=False)
    source = models.ForeignKey(
        Source,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="meetings",
        editable=False,
        verbose_name=_("source"),
    )
    is_sample = models.BooleanField(_("sample"), default=False, editable=False)
    row_version = models.PositiveIntegerField(default=0, editable=False)

    objects = MeetingQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["-year__year", "-number"]
        permissions = [
            ("call_meeting", _("Can call, hold and cancel a meeting")),
            ("publish_meeting", _("Can confirm and publish minutes")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "number"],
                name="meeting_number_once_a_year",
                violation_error_message=_("The year has a meeting with this number already."),
            ),
            models.CheckConstraint(condition=Q(number__gte=1, number__lte=99), name="meeting_number_1_to_99"),
        ]

    def __str__(self):
        return _("meeting %(number)s") % {"number": localised(self.key)}

    @property
    def is_open(self):
        return self.state in self.OPEN

    @property
    def key(self):
        """The natural key and the address: ``1403-01``."""
        return f"{self.year.year}-{self.number:02d}"


class AgendaItem(models.Model):
    class Kind(models.TextChoices):
        REPORT = "report", _("report")
        DECISION = "decision", _("decision")
        OPINION = "opinion", _("opinion")
        INFORMATION = "information", _("information")

    class State(models.TextChoices):
        OPEN = "open", _("not yet dealt with")
        DONE = "done", _("dealt with")
        POSTPONED = "postponed", _("put off to the next meeting")

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="agenda", verbose_name=_("meeting"))
    order = models.PositiveSmallIntegerField(_("order"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    title = NormalisedCharField(_("title"), max_length=300)
    title_en = NormalisedCharField(_("title in English"), max_length=300, blank=True)
    presenter = NormalisedCharField(_("presenter"), max_length=200, blank=True)
    text = NormalisedTextField(_("text"), blank=True)
    notes = NormalisedTextField(_("working notes (never public)"), blank=True)
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.OPEN)
    carried_from = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="carried_to",
        verbose_name=_("carried over from"),
    )

    class Meta:
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        ordering = ["meeting", "order", "pk"]

    def __str__(self):
        return self.shown_title

    @property
    def is_open(self):
        return self.meeting.is_open

    @property
    def row_version(self):
        """A meeting and all that is written under it share one version."""
        return self.meeting.row_version

    @property
    def shown_title(self):
        return in_language(self.title, self.title_en)


class Remark(models.Model):
    """What an institution said on an agenda item; empty when only "gave its view" is known."""

    agenda_item = models.ForeignKey(
        AgendaItem, on_delete=models.CASCADE, related_name="remarks", verbose_name=_("agenda item")
    )
    institution = models.ForeignKey(
        Institution, on_delete=models.PROTECT, related_name="remarks", verbose_name=_("institution")
    )
    text = NormalisedTextField(_("text"), blank=True)

    class Meta:
        verbose_name = _("remark")
        verbose_name_plural = _("remarks")
        ordering = ["pk"]

    def __str__(self):
        return f"{self.institution}: {self.agenda_item}"


class Attendance(models.Model):
    """Who was at a meeting: a seat of the council, or a person or institution as a source describes them."""

    class Status(models.TextChoices):
        PRESENT = "present", _("present")
        APOLOGY = "apology", _("apology")
        ABSENT = "absent", _("absent")
        UNRECORDED = "unknown", _("not recorded")

    meeting = models.ForeignKey(
        Meeting, on_delete=models.CASCADE, related_name="attendances", verbose_name=_("meeting")
    )
    seat = models.ForeignKey(
        Seat, null=True, blank=True, on_delete=models.PROTECT, related_name="attendances", verbose_name=_("seat")
    )
    person = NormalisedCharField(_("person"), max_length=120, blank=True)
    described_as = NormalisedCharField(_("described as"), max_length=200, blank=True)
    institution = models.ForeignKey(
        Institution,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="attendances",
        verbose_name=_("institution"),
    )
    status = models.CharField(_("attendance"), max_length=8, choices=Status.choices, default=Status.PRESENT)
    by_alternate = NormalisedCharField(_("represented by (alternate)"), max_length=120, blank=True)
    arrived_at = models.TimeField(_("came at"), null=True, blank=True)
    left_at = models.TimeField(_("left at"), null=True, blank=True)

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendance")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "seat"],
                name="attendance_seat_once",
                violation_error_message=_("This seat is in the list already."),
            ),
            models.CheckConstraint(
                condition=Q(seat__isnull=False) | ~Q(person="") | ~Q(described_as=""),
                name="attendance_says_who",
                violation_error_message=_("Choose a seat, or write who it was."),
            ),
            models.CheckConstraint(
                condition=Q(arrived_at__isnull=True) | Q(left_at__isnull=True) | Q(left_at__gte=models.F("arrived_at")),
                name="attendance_came_before_left",
                violation_error_message=_("Nobody leaves before they came: check the two times."),
            ),
        ]

    def __str__(self):
        return str(self.seat or self.person or self.described_as)

    @property
    def shown_institution(self):
        """The institution that the row names, else that of the seat."""
        return self.institution or (self.seat.institution if self.seat else None)
