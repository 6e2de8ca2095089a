"""The reminder on the day before each session, once a day, for who wants it; one that is held elsewhere says so."""

import datetime as dt

import pytest
from django.utils import timezone

from persian.jalali import today
from post.models import Message
from tests import build
from tests.trainings import build_trainings
from trainings.models import Course, CourseSession, Enrolment
from trainings.notices.reminders import remind
from trainings.services.courses import refresh_days

pytestmark = pytest.mark.django_db
State = Enrolment.State


def reminders():
    return Message.objects.filter(key__startswith="reminder/")


def begins_tomorrow(**fields):
    build.cluster()
    return build_trainings.course(days=(1, 2, 3), **fields)


def test_who_has_a_place_is_reminded_the_day_before_once():
    course = begins_tomorrow(title="پایتون", place="سالن یک")
    holder = build_trainings.enrolment(course)
    build_trainings.enrolment(course, state=State.WAITING)
    build_trainings.enrolment(course, state=State.WITHDRAWN)
    remind()
    remind()

    letter = reminders().get()
    assert (letter.to, letter.subject) == (holder.learner.email, "فردا ساعت ۰۹:۰۰: پایتون")
    for words in ("سالن یک", f"/trainings/{course.slug}/", "/trainings/mine/", "/trainings/stop/"):
        assert words in letter.body


@pytest.mark.parametrize("days", [(0,), (2, 3), (-1, 0)])
def test_no_other_day_has_a_letter(days):
    build_trainings.enrolment(build_trainings.course(days=days))
    remind()

    assert not reminders().exists()


@pytest.mark.parametrize(("place", "is_elsewhere"), [("سالن  یک", False), ("کارگاه دو", True)])
def test_a_later_session_is_told_too_and_says_when_it_is_held_elsewhere(place, is_elsewhere):
    course = build_trainings.course(days=(-7,), state=Course.State.RUNNING, place="سالن یک")
    build_trainings.session(course, today() + dt.timedelta(days=1), place=place)
    build_trainings.enrolment(course)
    remind()

    letter = reminders().get()
    assert place.split()[0] in letter.body
    assert ("در جای دیگری" in letter.body) is is_elsewhere


def test_two_sessions_of_a_day_are_one_letter_about_the_first():
    course = begins_tomorrow()
    build_trainings.session(course, today() + dt.timedelta(days=1), dt.time(15), dt.time(17), place="کارگاه")
    build_trainings.enrolment(course)
    remind()

    assert "۰۹:۰۰" in reminders().get().subject


def test_a_session_that_is_moved_is_told_again_on_the_day_before_its_new_day(monkeypatch):
    course = begins_tomorrow()
    enrolment = build_trainings.enrolment(course)
    remind()
    for session in CourseSession.objects.order_by("-day"):
        session.day += dt.timedelta(days=4)
        session.save(update_fields=["day"])
    refresh_days(course)
    remind()
    assert reminders().count() == 1

    later = today() + dt.timedelta(days=4)
    monkeypatch.setattr("trainings.notices.reminders.today", lambda: later)
    remind()
    assert set(reminders().values_list("key", flat=True)) == {
        f"reminder/{enrolment.pk}/{(later + dt.timedelta(days=move)).isoformat()}" for move in (-3, 1)
    }


def test_who_stopped_reminders_and_who_has_no_address_get_none():
    course = begins_tomorrow()
    build_trainings.enrolment(course, build_trainings.learner(wants_letters=False))
    build_trainings.enrolment(course, build_trainings.learner(is_sample=True))
    build_trainings.enrolment(course, build_trainings.learner(user=build.user()))
    remind()

    assert not reminders().exists()


@pytest.mark.parametrize("state", [Course.State.DRAFT, Course.State.CANCELLED])
def test_a_course_that_is_not_held_has_none(state):
    more = {"cancelled_because": "بیماری"} if state == Course.State.CANCELLED else {}
    build_trainings.enrolment(begins_tomorrow(state=state, **more))
    remind()

    assert not reminders().exists()


def test_a_mobile_number_gets_a_short_message():
    learner = build_trainings.learner(mobile="+989123456789", language="en")
    build_trainings.enrolment(begins_tomorrow(title_en="Python", place="Hall"), learner)
    remind()

    letter = reminders().get()
    assert (letter.channel, letter.subject) == ("sms", "")
    assert letter.body.startswith("Tomorrow at 09:00: «Python». Hall. https://portal.example/en/trainings/mine/")
    assert letter.created_at <= timezone.now()


@pytest.mark.parametrize("courses", [1, 3])
def test_any_number_of_courses_costs_the_same(courses, django_assert_num_queries):
    for _ in range(courses):
        course = begins_tomorrow()
        build_trainings.enrolment(course)
        build_trainings.enrolment(course)

    with django_assert_num_queries(5):  # sessions, people, what is written, the cluster, the letters
        remind()
    with django_assert_num_queries(3):
        remind()
    assert reminders().count() == 2 * courses
