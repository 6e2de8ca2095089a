"""A person in a course: a place, a place in the queue, an offer with its deadline, and the end of it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import ContactProof
from members.models import Firm
from persian.fields import NormalisedCharField
from trainings.models.course import Course
from trainings.models.learner import Learner


class EnrolmentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those who run courses see all, a firm's representatives those it sent, a person their own."""
        if user.has_perm("trainings.view_enrolment"):
            return self
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(learner__user=user) | Q(firm__in=Firm.objects.of(user)))

    def holding(self):
        """Enrolments that hold one of the places: confirmed or offered."""
        return self.filter(state__in=Enrolment.HOLDING)

    def live(self):
        """Enrolments that are not over: a place, an offer, a place in the queue."""
        return self.filter(state__in=Enrolment.LIVE)

    def waiting(self):
        """The wait list, first come first."""
        return self.filter(state=Enrolment.State.WAITING).order_by("number")

    def eligible(self):
        """Without the people of firms that are no active members now: they do not hold up the others."""
        return self.filter(Q(firm__isnull=True) | Q(firm__state=Firm.State.ACTIVE))

    def lapsed(self, now):
        """Offers whose time is over and that the clock has not met yet."""
        return self.filter(state=Enrolment.State.OFFERED, offered_until__lte=now).order_by("number")

    def taught(self):
        """Those who had a place when the course ended, whatever came of it."""
        return self.filter(state__in=Enrolment.ENDED_WITH_RESULT)


class Enrolment(models.Model):
    """Who is in which course, through which door they came, and what came of it."""

    class State(models.TextChoices):
        CONFIRMED = "confirmed", _("has a place")
        WAITING = "waiting", _("on the wait list")
        OFFERED = "offered", _("place offered")
        WITHDRAWN = "withdrawn", _("withdrawn")
        LAPSED = "lapsed", _("offer not taken up in time")
        COMPLETED = "completed", pgettext_lazy("of a person in a course", "completed")
        FAILED = "failed", _("not completed")
        NO_SHOW = "no_show", _("never came")

    class Door(models.TextChoices):
        PUBLIC = "public", _("public form")
        FIRM = "firm", _("firm's desk")
        STAFF = "staff", _("desk")
        IMPORT = "import", _("import")

    TRANSITIONS = {
        State.CONFIRMED: {State.WITHDRAWN, State.COMPLETED, State.FAILED, State.NO_SHOW},
        State.WAITING: {State.OFFERED, State.CONFIRMED, State.WITHDRAWN, State.LAPSED},
        State.OFFERED: {State.CONFIRMED, State.WITHDRAWN, State.LAPSED},
        State.WITHDRAWN: set(),
        State.LAPSED: set(),
        State.COMPLETED: set(),
        State.FAILED: set(),
        State.NO_SHOW: set(),
    }
    HOLDING = (State.CONFIRMED, State.OFFERED)
    LIVE = (State.CONFIRMED, State.OFFERED, State.WAITING)
    OVER = (State.WITHDRAWN, State.LAPSED)
    ENDED_WITH_RESULT = (State.COMPLETED, State.FAILED, State.NO_SHOW)

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="enrolments", verbose_name=_("course"))
    learner = models.ForeignKey(Learner, on_delete=models.PROTECT, related_name="enrolments", verbose_name=_("learner"))
    firm = models.ForeignKey(
        Firm, null=True, blank=True, on_delete=models.PROTECT, related_name="enrolments", verbose_name=_("firm")
    )
    number = models.PositiveIntegerField(_("queue number"), editable=False)
    state = models.CharField(_("state"), max_length=9, choices=State.choices, editable=False, db_index=True)
    offered_until = models.DateTimeField(_("offered until"), null=True, blank=True, editable=False)
    door = models.CharField(_("came by"), max_length=6, choices=Door.choices, editable=False)
    enrolled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    enrolled_at = models.DateTimeField(_("enrolled at"), default=timezone.now, editable=False)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True, editable=False)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        ordering = ["course", "number"]
        permissions = [("enrol_learner", _("Can enrol people and withdraw them"))]
        constraints = [
            models.UniqueConstraint(
                fields=["course", "learner"],
                condition=~Q(state__in=["withdrawn", "lapsed"]),
                name="enrolment_once_at_a_time",
                violation_error_message=_("This person is in the course already."),
            ),
            models.UniqueConstraint(fields=["course", "number"], name="enrolment_number_once_a_course"),
            models.CheckConstraint(
                condition=Q(state="offered", offered_until__isnull=False)
                | (~Q(state="offered") & Q(offered_until__isnull=True)),
                name="enrolment_offered_until_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["confirmed", "offered", "waiting"], ended_at__isnull=True)
                | (~Q(state__in=["confirmed", "offered", "waiting"]) & Q(ended_at__isnull=False)),
                name="enrolment_over_at_a_time",
            ),
        ]

    def __str__(self):
        return f"{self.learner} · {self.course}"

    @property
    def key(self):
        return f"{self.course.slug}#{self.number}"

    def state_at(self, now):
        """The state as it is at this moment: an offer whose time is over has lapsed, whatever the row still says."""
        if self.state == self.State.OFFERED and self.offered_until <= now:
            return self.State.LAPSED
        return self.State(self.state)


class EnrolmentRequest(ContactProof):
    """Somebody asked for a place; it is given when the code that was sent to the address comes back."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="requests")
    full_name = NormalisedCharField(_("full name"), max_length=120)
    firm = models.ForeignKey(Firm, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=2, default="fa")
    enrolment = models.ForeignKey(
        Enrolment, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False, db_index=True)

    class Meta:
        verbose_name = _("request for a place")
        verbose_name_plural = _("requests for places")
        ordering = ["-created_at"]

    def __str__(self):
        return str(self.id)
