"""Sessions as iCalendar: one course, or all that are still to come. The same sessions give the same bytes."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from council.caching import public_page
from council.documents.addresses import absolute, host
from council.documents.calendar import calendar
from council.public.meetings import calendar_response
from persian.jalali import today
from trainings.models import Course, CourseSession


@require_safe
@public_page
def all_sessions_calendar(request):
    """Every session from today on, to subscribe to. One query."""
    sessions = CourseSession.objects.filter(day__gte=today(), course__in=Course.objects.visible_to(request.user))
    sessions = sessions.exclude(course__state=Course.State.DRAFT).select_related("course")
    return calendar_response(calendar(map(entry_of, sessions.order_by("day", "starts_at", "pk"))), "courses.ics")


@require_safe
@public_page
def course_calendar(request, slug):
    """The sessions of one course; a draft has no entry. Two queries."""
    course = get_object_or_404(Course.objects.visible_to(request.user), slug=slug)
    if course.state == Course.State.DRAFT:
        raise Http404
    return calendar_response(calendar(map(entry_of, course.sessions.select_related("course"))), f"{slug}.ics")


def entry_of(session):
    """One session: its UID never changes, each change of the course raises its SEQUENCE; never the online address."""
    from icalendar import Event  # noqa: PLC0415  (slow to import, needed for calendars only)

    course, entry = session.course, Event()
    entry.add("uid", f"course-{course.slug}-{session.pk}@{host()}")
    entry.add("sequence", course.row_version)
    entry.add("dtstamp", course.changed_at)
    entry.add("dtstart", session.begins)
    entry.add("dtend", session.ends)
    entry.add("summary", f"{course}: {session.subject}" if session.subject else str(course))
    entry.add("status", "CANCELLED" if course.is_cancelled else "CONFIRMED")
    entry.add("url", absolute("trainings:course_detail", course.slug))
    if session.place or course.place:
        entry.add("location", session.place or course.place)
    return entry
