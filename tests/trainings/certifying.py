"""What the tests of certificates share: a course that has ended, with people who were there or not."""

from tests import build
from tests.trainings import build_trainings
from trainings.models import Course, Enrolment, SessionAttendance
from trainings.services.certificates import issue_certificate

State = Enrolment.State


def ended_course(**fields):
    """Four sessions, all over; three of them are enough."""
    build.cluster()
    values = {"title": "برنامه‌نویسی پایتون", "title_en": "Programming in Python", "hours": 16}
    provider = build.institution("provider", "مرکز آموزش آزمایشی", name_en="Test training centre")
    values |= {"days": (-10, -9, -8, -7), "provider": provider}
    return build_trainings.course(state=Course.State.CLOSED, **(values | fields))


def taught(course, attended=4, state=State.COMPLETED, name="زهرا کریمی", **fields):
    """Somebody who was in the first so many sessions."""
    learner = fields.pop("learner", None) or build_trainings.learner(name, **fields)
    made = build_trainings.enrolment(course, learner, state)
    SessionAttendance.objects.bulk_create(
        SessionAttendance(session=session, enrolment=made, is_present=place < attended)
        for place, session in enumerate(course.sessions.all())
    )
    return made


def certificate(course=None, **fields):
    return issue_certificate(enrolment=taught(course or ended_course(), **fields), by=build.user())
