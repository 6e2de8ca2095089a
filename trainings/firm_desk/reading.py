"""What a firm sees of the courses and of its own people in them, in a fixed number of queries."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone

from persian.jalali import today
from trainings.models import Course, Enrolment

IN_THE_PANEL = 5


@dataclass(frozen=True)
class Standing:
    """An enrolment as it is at this moment."""

    enrolment: Enrolment
    state: Enrolment.State

    @property
    def label(self):
        return self.state.label

    @property
    def is_cancelled(self):
        return self.enrolment.course.is_cancelled

    @property
    def may_accept(self):
        return self.state == Enrolment.State.OFFERED and self.enrolment.course.state == Course.State.OPEN

    @property
    def may_withdraw(self):
        going = (Course.State.OPEN, Course.State.RUNNING)
        return self.state in Enrolment.LIVE and self.enrolment.course.state in going


def standings(enrolments):
    now = timezone.now()
    return [Standing(row, row.state_at(now)) for row in enrolments]


def people_of(firm):
    """All that the firm has sent, the newest first."""
    return Enrolment.objects.filter(firm=firm).select_related("learner", "course").order_by("-enrolled_at", "-pk")


def people_in(firm, course):
    """Those of the firm in one course, in their order."""
    return standings(course.enrolments.filter(firm=firm).select_related("learner", "course").order_by("number"))


def open_courses(firm):
    """Courses that the firm can enrol in today, with ``free`` and ``used``: its own places and people who wait."""
    own = Count("enrolments", filter=Q(enrolments__firm=firm, enrolments__state__in=Enrolment.LIVE))
    used = Course.objects.filter(enrolments__firm=firm).annotate(used=own).values_list("pk", "used")
    courses = Course.objects.open_on(today()).with_free(timezone.now()).select_related("provider")
    counts = dict(used)
    found = list(courses.order_by("starts_on", "sort_text", "pk"))
    for course in found:
        course.used = counts.get(course.pk, 0)
    return found


def used_by(firm, course):
    """How many of the course's places the firm's quota has used up."""
    return course.enrolments.live().filter(firm=firm).count()
