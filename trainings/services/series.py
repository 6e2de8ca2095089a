"""Many days at once: «every Saturday and Monday from the 1st of Mehr, twelve sessions, 9 to 13»."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from persian.digits import localised
from persian.jalali import format_day
from trainings.models import Course, CourseSession
from trainings.services.courses import refresh_days
from trainings.services.places import lock_course

MOST = 100  # sessions of one series


def series_days(*, weekdays, first_on, count):
    """The ``count`` days from ``first_on`` on that fall on one of ``weekdays`` (Monday is 0, as in Python)."""
    days, day = [], first_on
    while len(days) < count:
        if day.weekday() in weekdays:
            days.append(day)
        day += dt.timedelta(days=1)
    return days


@transaction.atomic
def add_series(*, course, weekdays, first_on, count, starts_at, ends_at):
    """Add the sessions that the course does not have yet; the new ones. Twice is once. Raises ValidationError."""
    course = lock_course(course)
    if not course.is_open:
        raise ValidationError(_("This course is over: its days stay as they are."), code="state")
    if not weekdays or not 1 <= count <= MOST:
        text = _("Choose the days of the week, and between 1 and %(most)s sessions.")
        raise ValidationError(text % {"most": localised(MOST)}, code="count")
    if ends_at <= starts_at:
        raise ValidationError(_("A session ends after it begins."), code="times")
    there = set(course.sessions.filter(starts_at=starts_at).values_list("day", flat=True))
    days = [day for day in series_days(weekdays=weekdays, first_on=first_on, count=count) if day not in there]
    made = CourseSession.objects.bulk_create(
        CourseSession(course=course, day=day, starts_at=starts_at, ends_at=ends_at) for day in days
    )
    if made:
        refresh_days(course)
        require_window_before(course)
        Course.objects.filter(pk=course.pk).update(row_version=F("row_version") + 1)
    return made


def require_window_before(course):
    if course.closes_on >= course.starts_on:
        text = _("Registration is open until %(last)s, but the course would begin on %(first)s.")
        days = {"last": format_day(course.closes_on), "first": format_day(course.starts_on)}
        raise ValidationError(text % days, code="window")
