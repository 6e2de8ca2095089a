"""Who was there: marks of one session, said as they are, so that saying them again changes nothing."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from persian.jalali import format_day, today
from trainings.models import Course, CourseSession, Enrolment, SessionAttendance
from trainings.services.courses import start_course
from trainings.services.places import lock_course


@transaction.atomic
def record_attendance(*, session, marks, by):
    """Write ``marks``: enrolment id → True (was there), False (was not), None (not known: the tick is taken off).

    Under the course's lock. Raises ValidationError, and then nothing is written: before the session's day, after the
    course ended, for who has no place. An announced course whose day has come begins, if the clock is late.
    """
    course = lock_course(Course(pk=session.course_id))
    session = CourseSession.objects.get(pk=session.pk)
    session.course = course
    require_day(session)
    require_places(course, marks)
    if course.state == Course.State.OPEN:
        start_course(course=course)
    write(session, marks, by)


def write(session, marks, by):
    """Only what differs is written, so that who said it first stays named. Four queries at most."""
    there = {row.enrolment_id: row for row in session.attendances.filter(enrolment__in=list(marks))}
    gone = [row.pk for key, row in there.items() if marks[key] is None]
    if gone:
        SessionAttendance.objects.filter(pk__in=gone).delete()
    facts = {"recorded_by": by, "recorded_at": timezone.now()}
    for is_present in (True, False):
        turned = [row.pk for key, row in there.items() if marks[key] is is_present and row.is_present is not is_present]
        if turned:
            SessionAttendance.objects.filter(pk__in=turned).update(is_present=is_present, **facts)
    SessionAttendance.objects.bulk_create(
        SessionAttendance(session=session, enrolment_id=key, is_present=mark, **facts)
        for key, mark in marks.items()
        if mark is not None and key not in there
    )


def require_day(session):
    """Attendance is recorded from the session's day until the course has its results."""
    course = session.course
    if course.state not in (Course.State.OPEN, Course.State.RUNNING):
        text = _("This course is «%(state)s»: attendance cannot be recorded.")
        raise ValidationError(text % {"state": course.get_state_display()}, code="state")
    if session.day > today():
        text = _("This session is on %(day)s: attendance is recorded from that day on.")
        raise ValidationError(text % {"day": format_day(session.day)}, code="early")


def require_places(course, marks):
    """Everybody who is marked has a place in this very course."""
    people = course.enrolments.filter(pk__in=list(marks), state=Enrolment.State.CONFIRMED).count()
    if people != len(marks):
        text = _("Somebody in this list has no place in the course (any more). Open the list again.")
        raise ValidationError(text, code="place")


def with_recorded(sessions):
    """Add ``recorded`` and ``present``: people with a place who were marked in each session, and who were there."""
    held = Q(attendances__enrolment__state__in=[Enrolment.State.CONFIRMED, *Enrolment.ENDED_WITH_RESULT])
    return sessions.annotate(
        recorded=Count("attendances", filter=held),
        present=Count("attendances", filter=held & Q(attendances__is_present=True)),
    )


def courses_with_gaps(day):
    """Courses that have not ended with a session before ``day`` in which somebody with a place was not marked."""
    marked = SessionAttendance.objects.filter(session=OuterRef(OuterRef("pk")), enrolment=OuterRef("pk"))
    unmarked = Enrolment.objects.filter(course=OuterRef("course"), state=Enrolment.State.CONFIRMED)
    gaps = CourseSession.objects.filter(day__lt=day).filter(Exists(unmarked.filter(~Exists(marked))))
    return Course.objects.filter(state__in=[Course.State.OPEN, Course.State.RUNNING], pk__in=gaps.values("course_id"))
