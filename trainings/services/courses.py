"""A course's way: announced, begun, ended with its results, or cancelled."""

from contextlib import suppress

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Max, Min, Q
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from filing.services import record_change, record_changes
from persian.jalali import format_day, to_jalali, today
from persian.text import normalise, search_key
from trainings.models import Course, CourseSession, Enrolment
from trainings.models.course import RESERVED_SLUGS
from trainings.notices.places import tell, tell_cancelled
from trainings.services.places import end, lock_course

State = Course.State
COPIED = (
    "title", "title_en", "kind", "level", "provider", "plan", "teacher", "summary", "summary_en", "syllabus",
    "syllabus_en", "hours", "fee", "city", "place", "online_link", "seats", "eligibility", "firm_quota", "offer_hours",
    "attendance_share",
)  # fmt: skip


def slug_for(course):
    """The address of a new course: from its English title, with the Jalali year and month; never changed afterwards."""
    year, month, _day = to_jalali(course.opens_on)
    base = f"{slugify(course.title_en)[:60].strip('-') or 'course'}-{year}-{month:02d}"
    slug, again = base, 1
    while slug in RESERVED_SLUGS or Course.objects.filter(slug=slug).exists():
        again += 1
        slug = f"{base}-{again}"
    return slug


def refresh_days(course):
    """First and last day of a course follow its sessions. Call it in the transaction that changed them.

    Raises ValidationError when an announced course would be left without a day.
    """
    days = course.sessions.aggregate(first=Min("day"), last=Max("day"))
    if days["first"] is None and course.state != State.DRAFT:
        raise ValidationError(_("An announced course keeps at least one session."), code="no_days")
    course.starts_on, course.ends_on = days["first"], days["last"]
    Course.objects.filter(pk=course.pk).update(
        starts_on=course.starts_on, ends_on=course.ends_on, changed_at=timezone.now()
    )


def move_course(course, state, *, by, why=""):
    """Take a locked course to ``state`` with its line in the book. ValidationError when that step is not allowed."""
    if state not in Course.TRANSITIONS[course.state]:
        raise ValidationError(
            _("The course is «%(old)s» and cannot become «%(new)s».")
            % {"old": course.get_state_display(), "new": State(state).label},
            code="wrong_state",
        )
    old, course.state = course.state, state
    course.row_version += 1
    course.changed_at = timezone.now()
    course.save(update_fields=["state", "row_version", "changed_at", "opened_at", "cancelled_because"])
    record_change(course, by=by, old=old, new=state, why=why)


@transaction.atomic
def announce_course(*, course, by):
    """The course becomes public and people can enrol in its window. ValidationError names what is missing."""
    course = lock_course(course)
    refresh_days(course)
    if course.starts_on is None:
        raise ValidationError(_("Add the days of the course first."), code="no_days")
    if course.ends_on < today():
        text = _("The last session is on %(day)s, which is over. Give the course other days.")
        raise ValidationError(text % {"day": format_day(course.ends_on)}, code="past")
    course.full_clean(exclude=["slug"])
    course.opened_at = timezone.now()
    move_course(course, State.OPEN, by=by)
    return course


@transaction.atomic
def start_course(*, course, by=None):
    """From the first day on: nobody moves up from the wait list any more, offers that are open end. ValidationError."""
    course = lock_course(course)
    if course.starts_on is None or course.starts_on > today():
        text = _("The course begins on %(day)s.") % {"day": format_day(course.starts_on)}
        raise ValidationError(text, code="early")
    move_course(course, State.RUNNING, by=by)
    for enrolment in course.enrolments.filter(state=Enrolment.State.OFFERED).select_related("learner"):
        enrolment.course = course
        end(enrolment, Enrolment.State.LAPSED, by=by)
        tell(enrolment)
    return course


def start_courses():
    """What the clock does: announced courses begin on their first day."""
    for course in Course.objects.filter(state=State.OPEN, starts_on__lte=today()):
        with suppress(ValidationError):  # somebody began or cancelled it at this moment
            start_course(course=course)


@transaction.atomic
def close_course(*, course, by):
    """The results: who attended enough has completed, who never came is a no-show, the others have not completed.

    Raises ValidationError while a session is still to come or its list is not complete: it names the sessions.
    """
    course = lock_course(course)
    require_complete_lists(course)
    move_course(course, State.CLOSED, by=by)
    sessions, groups = course.sessions.count(), {}
    for enrolment in with_attended(course.enrolments.filter(state=Enrolment.State.CONFIRMED)):
        groups.setdefault(result_of(course, enrolment.attended, sessions), []).append(enrolment)
    groups[Enrolment.State.LAPSED] = list(course.enrolments.waiting())
    for state, enrolments in groups.items():
        finish(course, enrolments, state, by=by)
    return course


def with_attended(enrolments):
    """Add ``attended``: the sessions that each was in."""
    return enrolments.annotate(attended=Count("attendances", filter=Q(attendances__is_present=True)))


def result_of(course, attended, sessions):
    """The rule of attendance: a share of the sessions, in whole percent, by the count of sessions."""
    if not attended:
        return Enrolment.State.NO_SHOW
    enough = attended * 100 >= course.attendance_share * sessions
    return Enrolment.State.COMPLETED if enough else Enrolment.State.FAILED


def finish(course, enrolments, state, *, by):
    """Write one result for many, each with its line in the book."""
    by_old = {}
    for enrolment in enrolments:
        enrolment.course = course
        by_old.setdefault(enrolment.state, []).append(enrolment)
    for old, rows in by_old.items():
        keys = [enrolment.pk for enrolment in rows]
        Enrolment.objects.filter(pk__in=keys).update(state=state, ended_at=timezone.now())
        record_changes(rows, by=by, old=old, new=state)


def require_complete_lists(course):
    """Every session is over, and everybody who has a place was ticked present or absent in it."""
    if course.ends_on is None or course.ends_on > today():
        raise ValidationError(
            _("The last session is on %(day)s: the course can be ended from that day on.")
            % {"day": format_day(course.ends_on)},
            code="early",
        )
    people = course.enrolments.filter(state=Enrolment.State.CONFIRMED).count()
    recorded = Count("attendances", filter=Q(attendances__enrolment__state=Enrolment.State.CONFIRMED))
    missing = [format_day(row.day) for row in course.sessions.annotate(recorded=recorded) if row.recorded < people]
    if missing:
        text = _("The list of these sessions is not complete: %(days)s. Record who was there first.")
        comma = pgettext("between the items of a list", ", ")
        raise ValidationError(text % {"days": comma.join(missing)}, code="lists")


@transaction.atomic
def cancel_course(*, course, by, why):
    """The course does not take place (any more): everybody who has a place, an offer or waits is told why.

    Raises ValidationError without a reason, or when it is over.
    """
    course = lock_course(course)
    course.cancelled_because = normalise(why)
    if not course.cancelled_because:
        raise ValidationError(_("Say why the course is cancelled: those enrolled will read it."), code="required")
    move_course(course, State.CANCELLED, by=by, why=course.cancelled_because)
    for enrolment in course.enrolments.live().select_related("learner", "enrolled_by"):
        enrolment.course = course
        tell_cancelled(enrolment)
    return course


@transaction.atomic
def copy_course(*, course, by):
    """A draft like this one, without its days and people: its window begins today and is to be set."""
    made = Course(row_version=0, is_sample=False)
    for name in COPIED:
        setattr(made, name, getattr(course, name))
    made.opens_on = made.closes_on = today()
    made.slug = slug_for(made)
    made.save(force_insert=True)
    record_change(made, by=by, old="", new=State.DRAFT, why=f"copy of {course.slug}")
    return made


def clashes(course):
    """Sessions of other courses at the same time in the same place, or with the same teacher: pairs of own and other.

    Places and teachers are compared as they are found, without regard to spaces and kinds of letters. Two queries.
    """
    own = list(course.sessions.all())
    others = CourseSession.objects.filter(day__in=[row.day for row in own]).exclude(course=course.pk)
    others = others.exclude(course__state__in=[State.CANCELLED, State.CLOSED]).select_related("course")
    found = []
    for row in own:
        row.course = course
        found += [(row, other) for other in others if meet(row, other)]
    return found


def meet(one, other):
    if one.day != other.day or one.ends_at <= other.starts_at or other.ends_at <= one.starts_at:
        return False
    return any(
        search_key(a) and search_key(a) == search_key(b)
        for a, b in zip(whereabouts(one), whereabouts(other), strict=True)
    )


def whereabouts(session):
    """(place, teacher) of a session: its own, else the course's."""
    return session.place or session.course.place, session.teacher or session.course.teacher
