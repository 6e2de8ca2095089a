"""What waits among the courses; each number leads to exactly that list of courses."""

import datetime as dt
from collections.abc import Callable
from typing import NamedTuple

from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.waiting import Desk, WaitingItem
from persian.jalali import today
from trainings.models import Certificate, Course, Enrolment
from trainings.services.attendance import courses_with_gaps

SOON = dt.timedelta(days=7)


def soon_not_full():
    """Announced courses that begin within a week and have a free place or an offer that nobody has taken up."""
    day = today()
    offers = Enrolment.objects.filter(course=OuterRef("pk"), state=Enrolment.State.OFFERED)
    coming = Course.objects.filter(state=Course.State.OPEN, starts_on__range=(day, day + SOON))
    return coming.filter(Q(taken__lt=F("seats")) | Exists(offers))


def with_gaps():
    return courses_with_gaps(today())


def past_their_end():
    return Course.objects.filter(state__in=[Course.State.OPEN, Course.State.RUNNING], ends_on__lt=today())


def certificates_owed():
    """Ended courses in which somebody completed and has no certificate that is valid."""
    return Course.objects.filter(pk__in=without_certificate().values("course_id"))


def without_certificate():
    valid = Certificate.objects.valid().filter(enrolment=OuterRef("pk"))
    return Enrolment.objects.filter(~Exists(valid), state=Enrolment.State.COMPLETED)


class Queue(NamedTuple):
    courses: Callable
    title: str
    hint: str


QUEUES = {
    "soon": Queue(
        soon_not_full,
        gettext_lazy("Courses of the next seven days that are not full"),
        gettext_lazy("A place is free, or an offer is not taken up yet."),
    ),
    "lists": Queue(
        with_gaps,
        gettext_lazy("Courses with attendance lists that are not complete"),
        gettext_lazy("A session is over, and not everybody was marked present or absent."),
    ),
    "over": Queue(
        past_their_end,
        gettext_lazy("Courses past their last day that have not been ended"),
        gettext_lazy("Ending a course gives everybody their result."),
    ),
    "certificates": Queue(
        certificates_owed,
        gettext_lazy("Courses with certificates to issue"),
        gettext_lazy("People completed the course and have no certificate."),
    ),
}


def waiting_items(user):
    """The queues of this room, for who runs the courses. A query each."""
    if not user.has_perm("trainings.announce_course"):
        return []
    courses = reverse("admin:trainings_course_changelist")
    return [
        WaitingItem(queue.courses().count(), str(queue.title), f"{courses}?waits={name}", str(queue.hint))
        for name, queue in QUEUES.items()
    ]


def desks(user):
    """The list of courses, for who runs them. No query of rows."""
    if user.has_perm("trainings.announce_course"):
        return [Desk(_("Courses"), reverse("admin:trainings_course_changelist"))]
    return []
