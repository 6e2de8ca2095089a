"""A course, its days, and what it asks of those who want to take it."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from actionplans.models import ActionPlan
from council.models import Institution
from council.models.cluster import in_language
from persian.fields import NormalisedCharField, NormalisedTextField, SortKeyField
from persian.jalali import format_day

MOST_SEATS = 5000
RESERVED_SLUGS = {"mine", "calendar.ics", "feed.atom", "door", "feedback", "stop"}  # see trainings/urls.py


class CourseQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Drafts are for those who run the courses; everything that was announced is public, also when cancelled."""
        if user.has_perm("trainings.view_course"):
            return self
        return self.exclude(state=Course.State.DRAFT)

    def open_on(self, day):
        """Courses that the public can enrol in on this day."""
        return self.filter(state=Course.State.OPEN, opens_on__lte=day, closes_on__gte=day)

    def in_year(self, year):
        """Courses of a programme year: those that began in it and were not cancelled."""
        held = self.exclude(state__in=[Course.State.DRAFT, Course.State.CANCELLED])
        return held.filter(starts_on__range=(year.start, year.end))

    def with_free(self, now):
        """Add ``free``: places that nobody holds at this moment; none while somebody waits who may have one.

        An offer whose time is over holds no place, whether or not the clock has come by since.
        """
        enrolments = self.model._meta.get_field("enrolments").related_model
        lapsed = models.Count(
            "enrolments", filter=Q(enrolments__state=enrolments.State.OFFERED, enrolments__offered_until__lte=now)
        )
        waits = enrolments.objects.filter(course=OuterRef("pk"), state=enrolments.State.WAITING).eligible()
        return self.annotate(
            free=models.Case(
                models.When(Exists(waits), then=0),
                default=F("seats") - F("taken") + lapsed,
                output_field=models.IntegerField(),
            )
        )


class Course(models.Model):
    """What is taught, where, when, for whom. ``taken``: places confirmed or offered, kept under the lock of the row."""

    class Kind(models.TextChoices):
        SKILL = "skill", _("skill-oriented")
        ICT = "ict", _("information and communication technology")
        OTHER = "other", _("other")

    class Level(models.TextChoices):
        BASIC = "basic", _("basic")
        INTERMEDIATE = "intermediate", _("intermediate")
        ADVANCED = "advanced", _("advanced")

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        OPEN = "open", _("announced")
        RUNNING = "running", _("running")
        CLOSED = "closed", _("ended")
        CANCELLED = "cancelled", _("cancelled")

    class Eligibility(models.TextChoices):
        ANYONE = "anyone", _("anyone")
        MEMBERS = "members", _("people of member firms")

    TRANSITIONS = {
        State.DRAFT: {State.OPEN},
        State.OPEN: {State.RUNNING, State.CANCELLED},
        State.RUNNING: {State.CLOSED, State.CANCELLED},
        State.CLOSED: set(),
        State.CANCELLED: set(),
    }

    title = NormalisedCharField(_("title"), max_length=160)
    title_en = NormalisedCharField(_("title in English"), max_length=160, blank=True)
    slug = models.SlugField(_("address"), max_length=80, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=5, choices=Kind.choices)
    level = models.CharField(_("level"), max_length=12, choices=Level.choices, default=Level.BASIC)
    provider = models.ForeignKey(
        Institution, on_delete=models.PROTECT, related_name="courses", verbose_name=_("held by")
    )
    plan = models.ForeignKey(
        ActionPlan,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="courses",
        verbose_name=_("action plan that it serves"),
    )
    teacher = NormalisedCharField(_("teacher"), max_length=120, blank=True)
    summary = NormalisedTextField(_("what one learns"), max_length=600)
    summary_en = NormalisedTextField(_("what one learns, in English"), max_length=600, blank=True)
    syllabus = NormalisedTextField(_("syllabus, a subject a line"), max_length=4000, blank=True)
    syllabus_en = NormalisedTextField(_("syllabus in English"), max_length=4000, blank=True)
    hours = models.PositiveSmallIntegerField(_("hours"), validators=[MinValueValidator(1), MaxValueValidator(1000)])
    fee = models.PositiveBigIntegerField(_("fee in rials; 0 is free"), default=0)
    city = NormalisedCharField(_("city"), max_length=60, blank=True)
    place = NormalisedCharField(_("place"), max_length=200, blank=True)
    online_link = models.URLField(_("address of the online class (for those enrolled only)"), blank=True)

    seats = models.PositiveIntegerField(_("places"), validators=[MinValueValidator(1), MaxValueValidator(MOST_SEATS)])
    taken = models.PositiveIntegerField(_("places taken"), default=0, editable=False)
    last_number = models.PositiveIntegerField(default=0, editable=False)
    opens_on = models.DateField(_("registration from day"))
    closes_on = models.DateField(_("registration to day"))
    eligibility = models.CharField(
        _("who may enrol"), max_length=7, choices=Eligibility.choices, default=Eligibility.ANYONE
    )
    firm_quota = models.PositiveIntegerField(
        _("most places for one firm"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    offer_hours = models.PositiveSmallIntegerField(
        _("hours in which an offered place is taken up"),
        default=48,
        validators=[MinValueValidator(1), MaxValueValidator(336)],
    )
    attendance_share = models.PositiveSmallIntegerField(
        _("percent of the sessions that one must attend"),
        default=75,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )

    state = models.CharField(
        _("state"), max_length=9, choices=State.choices, default=State.DRAFT, editable=False, db_index=True
    )
    starts_on = models.DateField(_("first day"), null=True, blank=True, editable=False, db_index=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True, editable=False)
    opened_at = models.DateTimeField(_("announced at"), null=True, blank=True, editable=False)
    cancelled_because = NormalisedTextField(_("why it was cancelled"), max_length=500, blank=True, editable=False)
    is_sample = models.BooleanField(_("sample"), default=False, editable=False)
    row_version = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)
    changed_at = models.DateTimeField(_("changed at"), default=timezone.now, editable=False)
    sort_text = SortKeyField(source="title")

    objects = CourseQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["taken", "last_number", "row_version", "sort_text"])

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        ordering = ["-starts_on", "sort_text", "pk"]
        permissions = [
            ("announce_course", _("Can announce, begin, end and cancel courses")),
            ("export_course", _("Can export lists of learners")),
        ]
        indexes = [models.Index(fields=["state", "ends_on"], name="course_ended_on")]
        constraints = [
            models.CheckConstraint(condition=Q(taken__lte=F("seats")), name="course_never_oversold"),
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")),
                name="course_window_in_order",
                violation_error_message=_("Registration ends on or after the day it begins."),
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(starts_on__isnull=False, ends_on__isnull=False),
                name="course_announced_with_days",
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(cancelled_because=""), name="course_cancelled_with_reason"
            ),
            models.CheckConstraint(condition=Q(seats__gte=1), name="course_has_a_place"),
        ]

    def __str__(self):
        return in_language(self.title, self.title_en)

    @property
    def key(self):
        return self.slug

    @property
    def shown_summary(self):
        return in_language(self.summary, self.summary_en)

    @property
    def syllabus_lines(self):
        text = in_language(self.syllabus, self.syllabus_en)
        return [line for line in text.split("\n") if line]

    @property
    def is_open(self):
        """Whether it may still be changed: neither ended nor cancelled. (For registration see ``is_open_on``.)"""
        return self.state not in (self.State.CLOSED, self.State.CANCELLED)

    @property
    def is_cancelled(self):
        return self.state == self.State.CANCELLED

    @property
    def offer_time(self):
        return dt.timedelta(hours=self.offer_hours)

    def is_open_on(self, day):
        """Whether the public can enrol on this day."""
        return self.state == self.State.OPEN and self.opens_on <= day <= self.closes_on

    def clean(self):
        """Registration is over before the first day, and a course is somewhere."""
        errors = {}
        if self.opens_on and self.closes_on and self.closes_on < self.opens_on:
            errors["closes_on"] = _("Registration ends on or after the day it begins.")
        elif self.closes_on and self.starts_on and self.closes_on >= self.starts_on:
            errors["closes_on"] = _("Registration ends before the first day of the course.")
        if not self.place and not self.online_link:
            errors["place"] = _("Say where the course is held, or give the address of the online class.")
        if self.pk and self.seats is not None and self.seats < self.taken:
            errors["seats"] = _("More places are taken already. Withdraw enrolments first.")
        if self.firm_quota and self.seats and self.firm_quota > self.seats:
            errors["firm_quota"] = _("One firm cannot have more places than there are.")
        if errors:
            raise ValidationError(errors)


class CourseSession(models.Model):
    """One day of a course; place and teacher are the course's own where nothing else is said."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="sessions", verbose_name=_("course"))
    day = models.DateField(_("day"))
    starts_at = models.TimeField(_("from"))
    ends_at = models.TimeField(_("to"))
    subject = NormalisedCharField(_("topic"), max_length=160, blank=True)
    place = NormalisedCharField(_("place, if another"), max_length=200, blank=True)
    teacher = NormalisedCharField(_("teacher, if another"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ["day", "starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="coursesession_ends_after_start",
                violation_error_message=_("A session ends after it begins."),
            ),
            models.UniqueConstraint(
                fields=["course", "day", "starts_at"],
                name="coursesession_once_at_a_time",
                violation_error_message=_("The course has a session at this time already."),
            ),
        ]

    def __str__(self):
        return format_day(self.day)

    @property
    def begins(self):
        """The moment in Tehran."""
        return dt.datetime.combine(self.day, self.starts_at, timezone.get_default_timezone())

    @property
    def ends(self):
        return dt.datetime.combine(self.day, self.ends_at, timezone.get_default_timezone())

    def clean(self):
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": _("A session ends after it begins.")})
