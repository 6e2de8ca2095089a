"""The rows of a person's own page."""

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from persian.jalali import today
from trainings.models import Course, Enrolment

State = Enrolment.State
HELD = (Course.State.OPEN, Course.State.RUNNING)


def enrolments_of(learners):
    """All enrolments of these rows, the newest course first. Three queries with their sessions and certificates."""
    ahead = Enrolment.objects.filter(
        course=OuterRef("course"), state=State.WAITING, number__lte=OuterRef("number")
    ).order_by()
    return (
        Enrolment.objects.filter(learner__in=learners)
        .select_related("course__provider", "firm", "learner")
        .prefetch_related("course__sessions", "certificates")
        .annotate(
            place=Coalesce(Subquery(ahead.values("course").annotate(count=Count("pk")).values("count")), 0),
        )
        .order_by("-course__starts_on", "-pk")
    )


def with_words(enrolments):
    """(what is still to come, what is over), each row with its state at this moment and what can be done.

    A lapsed offer is never an open one, whether or not the clock has run since.
    """
    now, day, coming, over = timezone.now(), today(), [], []
    for row in enrolments:
        row.now = row.state_at(now)
        course = row.course
        is_held = course.state in HELD and course.ends_on >= day
        row.is_offered = row.now == State.OFFERED and is_held
        row.can_leave = row.now in Enrolment.LIVE and course.state in HELD and is_held
        row.can_return = row.now in Enrolment.OVER and course.is_open_on(day)
        row.join = course.online_link if row.now == State.CONFIRMED and is_held else ""
        row.next_session = next((one for one in course.sessions.all() if one.ends > now), None)
        row.valid = [one for one in row.certificates.all() if one.revoked_at is None]
        (coming if row.now in Enrolment.LIVE and is_held else over).append(row)
    return coming, over


def live_of(learners):
    """Enrolments that a person can still act on."""
    return Enrolment.objects.filter(Q(learner__in=learners)).select_related("course", "learner", "firm")
