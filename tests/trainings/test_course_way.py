"""A course's way: announced, begun, ended with results by the rule of attendance, cancelled, copied; and clashes."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from filing.models import StateChange
from persian.jalali import today
from post.models import Message
from tests import build
from tests.trainings import build_trainings as make
from trainings.models import Course, Enrolment, SessionAttendance
from trainings.services import courses
from trainings.services.courses import (
    announce_course,
    cancel_course,
    clashes,
    close_course,
    copy_course,
    slug_for,
    start_course,
    start_courses,
)

pytestmark = pytest.mark.django_db
State = Course.State


@pytest.fixture(autouse=True)
def cluster():
    return build.cluster()


@pytest.fixture
def by():
    return build.user()


def book(course):
    lines = StateChange.objects.filter(model="trainings.course", object_key=course.slug).order_by("pk")
    return list(lines.values_list("old", "new", "why"))


def refused(act, **facts):
    with pytest.raises(ValidationError) as caught:
        act(**facts)
    return caught.value


def attend(enrolment, present, absent=0):
    """The first ``present`` sessions with, the next ``absent`` without the person."""
    for place, session in enumerate(enrolment.course.sessions.all()[: present + absent]):
        SessionAttendance.objects.create(session=session, enrolment=enrolment, is_present=place < present)


def test_a_draft_is_announced_with_the_days_of_its_sessions(by):
    course = make.course(State.DRAFT, days=(9, 7, 8), starts_on=None, ends_on=None, opened_at=None)

    announce_course(course=course, by=by)

    course.refresh_from_db()
    assert (course.state, course.starts_on, course.ends_on, course.row_version, course.opened_at is not None) == (
        "open", today() + dt.timedelta(7), today() + dt.timedelta(9), 1, True,
    )  # fmt: skip
    assert book(course) == [("draft", "open", "")]


def test_without_days_with_past_days_or_with_a_fault_nothing_is_announced(by):
    bare = make.course(State.DRAFT, days=())
    past = make.course(State.DRAFT, days=(-3, -1))
    nowhere = make.course(State.DRAFT, place="", online_link="")
    late = make.course(State.DRAFT, closes_on=today() + dt.timedelta(7))

    assert refused(announce_course, course=bare, by=by).code == "no_days"
    assert refused(announce_course, course=past, by=by).code == "past"
    assert list(refused(announce_course, course=nowhere, by=by).message_dict) == ["place"]
    assert list(refused(announce_course, course=late, by=by).message_dict) == ["closes_on"]
    assert set(Course.objects.values_list("state", flat=True)) == {"draft"}


def test_a_course_begins_on_its_first_day_and_not_before(by):
    tomorrow, today_ = make.course(days=(1, 2)), make.course(days=(0, 1))

    assert refused(start_course, course=tomorrow).code == "early"
    start_courses()

    assert [Course.objects.get(pk=row.pk).state for row in (tomorrow, today_)] == ["open", "running"]
    assert refused(start_course, course=today_).code == "wrong_state"


def test_one_course_that_cannot_begin_does_not_hold_up_the_others(monkeypatch):
    """Somebody cancelled it between the clock's look and its step."""
    stuck, fine = make.course(days=(0, 1)), make.course(days=(0, 2))
    lock = courses.lock_course

    def cancelled_meanwhile(course):
        locked = lock(course)
        locked.state = State.CANCELLED if course == stuck else locked.state
        return locked

    monkeypatch.setattr(courses, "lock_course", cancelled_meanwhile)
    start_courses()

    assert [Course.objects.get(pk=row.pk).state for row in (stuck, fine)] == ["open", "running"]


@pytest.mark.parametrize(
    ("share", "attended", "result"),
    [
        (75, 4, "completed"),
        (75, 3, "completed"),  # 3 of 4 are 75 percent
        (76, 3, "failed"),
        (75, 2, "failed"),
        (1, 1, "completed"),
        (1, 0, "no_show"),
        (100, 3, "failed"),
        (100, 4, "completed"),
    ],
)
def test_the_result_follows_the_share_of_the_sessions(by, share, attended, result):
    course = make.course(State.RUNNING, days=(-3, -2, -1, 0), attendance_share=share)
    person = make.enrolment(course)
    attend(person, attended, 4 - attended)

    close_course(course=course, by=by)

    person.refresh_from_db()
    assert (person.state, person.ended_at is not None) == (result, True)


def test_a_course_ends_with_a_result_for_each_and_nothing_for_who_had_no_place(by):
    course = make.course(State.RUNNING, days=(-1, 0))
    kept = [Enrolment.State.CONFIRMED, Enrolment.State.CONFIRMED, Enrolment.State.WAITING, Enrolment.State.WITHDRAWN]
    rows = [make.enrolment(course, state=state) for state in kept]
    attend(rows[0], 2)
    attend(rows[1], 0, 2)

    close_course(course=course, by=by)

    course.refresh_from_db()
    assert list(course.enrolments.values_list("state", flat=True)) == ["completed", "no_show", "lapsed", "withdrawn"]
    assert (course.state, course.taken, book(course)) == ("closed", 2, [("running", "closed", "")])
    lines = StateChange.objects.filter(model="trainings.enrolment").values_list("object_key", "old", "new", "by")
    assert set(lines) == {
        (f"{course.slug}#1", "confirmed", "completed", by.pk),
        (f"{course.slug}#2", "confirmed", "no_show", by.pk),
        (f"{course.slug}#3", "waiting", "lapsed", by.pk),
    }


def test_a_course_ends_neither_early_nor_with_gaps_in_its_lists(by):
    going = make.course(State.RUNNING, days=(-1, 1))
    course = make.course(State.RUNNING, days=(-1, 0))
    rows = [make.enrolment(course) for _person in range(2)]
    attend(rows[0], 2)
    attend(rows[1], 1)

    assert refused(close_course, course=going, by=by).code == "early"
    assert refused(close_course, course=course, by=by).code == "lists"
    attend_last = course.sessions.last()
    SessionAttendance.objects.create(session=attend_last, enrolment=rows[1], is_present=False)
    assert close_course(course=course, by=by).state == "closed"
    assert refused(close_course, course=course, by=by).code == "wrong_state"


def test_everybody_is_told_once_why_a_course_is_cancelled(by):
    course = make.course()
    kept = [Enrolment.State.CONFIRMED, Enrolment.State.OFFERED, Enrolment.State.WAITING, Enrolment.State.WITHDRAWN]
    rows = [make.enrolment(course, state=state) for state in kept]
    assert refused(cancel_course, course=course, by=by, why="  ").code == "required"

    cancel_course(course=course, by=by, why="استاد بیمار است")

    course.refresh_from_db()
    assert (course.state, course.cancelled_because) == ("cancelled", "استاد بیمار است")
    assert book(course) == [("open", "cancelled", "استاد بیمار است")]
    letters = Message.objects.order_by("key").values_list("key", flat=True)
    assert sorted(letters) == sorted(f"enrolment/{row.pk}/cancelled/" for row in rows[:3])
    assert all("استاد بیمار است" in body for body in Message.objects.values_list("body", flat=True))
    assert refused(cancel_course, course=course, by=by, why="باز").code == "wrong_state"


@pytest.mark.parametrize("state", ["draft", "closed", "cancelled"])
def test_what_was_not_announced_or_is_over_is_not_cancelled(by, state):
    course = make.course(state, days=(-2, -1), cancelled_because="دلیل" if state == "cancelled" else "")

    assert refused(cancel_course, course=course, by=by, why="دلیل").code == "wrong_state"


def test_the_database_keeps_no_cancelled_course_without_a_reason():
    course = make.course()

    with pytest.raises(IntegrityError), transaction.atomic():
        Course.objects.filter(pk=course.pk).update(state="cancelled")


def test_a_copy_is_a_draft_without_days_and_people(by):
    course = make.course(State.CLOSED, days=(-2, -1), title_en="Web design", seats=30, firm_quota=3, teacher="استاد")
    make.enrolment(course, state=Enrolment.State.COMPLETED)

    made = copy_course(course=course, by=by)
    again = copy_course(course=course, by=by)

    kept = ("title", "title_en", "kind", "provider", "teacher", "summary", "hours", "place", "seats", "firm_quota")
    assert [getattr(made, name) for name in kept] == [getattr(course, name) for name in kept]
    assert (made.state, made.taken, made.last_number, made.starts_on, made.sessions.count()) == ("draft", 0, 0, None, 0)
    assert (made.opens_on, made.closes_on, made.enrolments.count()) == (today(), today(), 0)
    assert made.slug.startswith("web-design-")
    assert again.slug == f"{made.slug}-2"
    assert book(made) == [("", "draft", f"copy of {course.slug}")]


def test_the_address_of_a_course_is_its_english_title_with_year_and_month():
    march = dt.date(2024, 3, 20)  # 1 Farvardin 1403

    assert slug_for(Course(title_en="Web design", opens_on=march)) == "web-design-1403-01"
    assert slug_for(Course(title_en="", opens_on=march)) == "course-1403-01"


def test_rooms_and_teachers_that_are_wanted_twice_are_shown():
    day, at = today() + dt.timedelta(7), (dt.time(9), dt.time(13))

    def held(place, teacher="", on=day, hours=at, state="open", **fields):
        return make.session(make.course(state, days=(30,), place=place, teacher=teacher, **fields), on, *hours)

    mine = held("سالن ۱", "استاد یک")
    same_room = held("سالن  1", hours=(dt.time(12), dt.time(14)))
    same_teacher = held("جای دیگر", "استاد يك")
    held("سالن ۱", hours=(dt.time(13), dt.time(15)))  # after it
    held("سالن ۱", on=day + dt.timedelta(1))
    held("سالنی دیگر")
    held("سالن ۱", state="cancelled", cancelled_because="دلیل")
    course = mine.course
    course.sessions.exclude(pk=mine.pk).delete()

    found = clashes(course)

    assert sorted((own.pk, other.pk) for own, other in found) == [
        (mine.pk, same_room.pk), (mine.pk, same_teacher.pk),
    ]  # fmt: skip


def test_an_announced_course_keeps_a_day():
    course, draft = make.course(days=(7,)), make.course(State.DRAFT, days=(7,))
    for row in (course, draft):
        row.sessions.all().delete()

    assert refused(courses.refresh_days, course=course).code == "no_days"
    courses.refresh_days(draft)

    assert draft.starts_on is None
