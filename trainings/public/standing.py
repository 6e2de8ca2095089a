"""How a course stands on a day, in one word: what the list, the page and the block on the home page say of it."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from persian.jalali import format_day, today
from persian.numbers import number
from trainings.models import Course

State = Course.State


@dataclass(frozen=True)
class Standing:
    """``status`` is one of ``includes/status.html``; ``key`` says what can be done: later, free, queue, over, …"""

    key: str
    status: str
    word: str

    @property
    def is_open(self):
        """Whether anybody may ask for a place now."""
        return self.key in ("free", "queue")


def standing_of(course, day):
    """The standing of a course that was read ``with_free()``. A clock that has not run changes nothing of it."""
    if course.state == State.CANCELLED:
        return Standing("cancelled", "stopped", _("Cancelled"))
    if course.state == State.DRAFT:
        return Standing("draft", "not_started", _("Draft"))
    if course.state == State.CLOSED or course.ends_on < day:
        return Standing("ended", "done", _("Ended"))
    if course.state == State.RUNNING or course.starts_on <= day:
        return Standing("running", "on_track", _("Running"))
    return standing_of_registration(course, day)


def standing_of_registration(course, day):
    """The same for an announced course before its first day."""
    if day < course.opens_on:
        text = _("Registration begins on %(day)s")
        return Standing("later", "not_started", text % {"day": format_day(course.opens_on)})
    if day > course.closes_on:
        return Standing("over", "not_started", _("Registration is over"))
    if course.free > 0:
        text = ngettext("%(count)s place free", "%(count)s places free", course.free)
        return Standing("free", "on_track", text % {"count": number(course.free)})
    return Standing("queue", "at_risk", _("Wait list"))


def stand(courses, day):
    """The courses, each with its ``standing``."""
    courses = list(courses)
    for course in courses:
        course.standing = standing_of(course, day)
    return courses


def next_courses(count=3):
    """Announced courses that have not begun, the soonest first, each with its standing. One query."""
    coming = Course.objects.filter(state=State.OPEN, starts_on__gt=today()).select_related("provider")
    return stand(coming.with_free(timezone.now()).order_by("starts_on", "pk")[:count], today())
