"""Who was there: the service, the pages at the door, the list to sign, and the queues that follow from it."""

import datetime as dt
import re

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from persian.jalali import format_day, today
from tests import build
from tests.members import build_firms
from tests.trainings import build_trainings
from trainings import queues
from trainings.door.signature import pdf_data, signature_pdf
from trainings.models import Certificate, Course, Enrolment, SessionAttendance
from trainings.services.attendance import record_attendance

pytestmark = pytest.mark.django_db
State = Enrolment.State


def running(days=(0, 3), people=2, **fields):
    """A running course with its first session today, and its people in the order of their names."""
    course = build_trainings.course(days=days, **({"state": Course.State.RUNNING} | fields))
    names = ["الهام", "بهار", "پریسا", "تینا"][:people]
    return course, [build_trainings.enrolment(course, build_trainings.learner(name)) for name in names]


def marks(session):
    return dict(session.attendances.values_list("enrolment_id", "is_present"))


def door(course, session=None):
    return f"/trainings/door/{course.slug}/" + (f"{session.pk}/" if session else "")


# The service ------------------------------------------------------------------
def test_a_mark_says_how_it_is_and_is_taken_off_again(facilitator):
    course, (one, two) = running()
    session = course.sessions.first()

    record_attendance(session=session, marks={one.pk: True, two.pk: True}, by=facilitator)
    record_attendance(session=session, marks={two.pk: False}, by=facilitator)
    assert marks(session) == {one.pk: True, two.pk: False}
    record_attendance(session=session, marks={one.pk: None}, by=facilitator)
    assert marks(session) == {two.pk: False}


def test_saying_it_again_changes_nothing_not_even_who_said_it(facilitator, staff):
    course, (one, _two) = running()
    session = course.sessions.first()
    record_attendance(session=session, marks={one.pk: True}, by=facilitator)
    before = SessionAttendance.objects.values().get()

    record_attendance(session=session, marks={one.pk: True}, by=staff)

    assert SessionAttendance.objects.values().get() == before
    record_attendance(session=session, marks={one.pk: False}, by=staff)
    assert SessionAttendance.objects.get().recorded_by == staff


def refused(session, given, by):
    with pytest.raises(ValidationError) as refusal:
        record_attendance(session=session, marks=given, by=by)
    assert SessionAttendance.objects.count() == 0
    return refusal.value.code


def test_nobody_is_marked_before_the_day_of_the_session(facilitator):
    course, (one, _two) = running()

    assert refused(course.sessions.last(), {one.pk: True}, facilitator) == "early"


@pytest.mark.parametrize("state", [Course.State.DRAFT, Course.State.CLOSED, Course.State.CANCELLED])
def test_nobody_is_marked_in_a_course_that_does_not_run(facilitator, state):
    course, (one, _two) = running(state=state, cancelled_because="لغو" if state == "cancelled" else "")

    assert refused(course.sessions.first(), {one.pk: True}, facilitator) == "state"


@pytest.mark.parametrize("state", [State.WAITING, State.OFFERED, State.WITHDRAWN, State.LAPSED])
def test_who_has_no_place_is_not_marked_and_neither_are_the_others(facilitator, state):
    course, (one, _two) = running()
    without = build_trainings.enrolment(course, state=state)

    assert refused(course.sessions.first(), {one.pk: True, without.pk: True}, facilitator) == "place"


def test_people_of_another_course_are_not_marked(facilitator):
    course, _people = running()
    _other, (stranger, _two) = running()

    assert refused(course.sessions.first(), {stranger.pk: True}, facilitator) == "place"


def test_the_first_tick_begins_a_course_that_the_clock_forgot(facilitator):
    course, (one, _two) = running(state=Course.State.OPEN)
    offer = build_trainings.enrolment(course, state=State.OFFERED)

    record_attendance(session=course.sessions.first(), marks={one.pk: True}, by=facilitator)

    course.refresh_from_db()
    offer.refresh_from_db()
    assert (course.state, offer.state) == (Course.State.RUNNING, State.LAPSED)


# At the door ------------------------------------------------------------------
def test_the_list_names_who_has_a_place_with_their_marks(client, facilitator):
    course, (one, two) = running()
    build_trainings.enrolment(course, state=State.WAITING)
    session = course.sessions.first()
    record_attendance(session=session, marks={two.pk: False}, by=facilitator)
    client.force_login(facilitator)

    rows = client.get(door(course, session)).context["rows"]

    assert [(row.pk, row.place, row.mark) for row in rows] == [(one.pk, 1, ""), (two.pk, 2, "a")]


def test_what_a_shared_phone_keeps_is_sent_by_who_ticked_it(client, facilitator, staff):
    """The key under which the script keeps ticks names the person: the next one does not send them."""
    course, _people = running()
    session, keys = course.sessions.first(), []
    for person in (facilitator, staff):
        client.force_login(person)
        page = client.get(door(course, session)).text
        keys.append(re.search(r'data-key="([^"]+)"', page)[1])

    assert keys == [f"door:{session.pk}:{person.pk}" for person in (facilitator, staff)]


def test_the_form_saves_what_was_changed_on_the_page_only(client, facilitator, staff):
    course, (one, two) = running()
    session = course.sessions.first()
    shown = {f"was-{one.pk}": "", f"was-{two.pk}": "", f"m-{two.pk}": ""}
    record_attendance(session=session, marks={two.pk: True}, by=staff)  # in the meantime
    client.force_login(facilitator)

    client.post(door(course, session), shown | {f"m-{one.pk}": "a"})

    assert marks(session) == {one.pk: False, two.pk: True}


@pytest.mark.parametrize(("rest", "mark"), [("present", True), ("absent", False)])
def test_one_button_marks_all_who_are_not_marked(client, facilitator, rest, mark):
    course, (one, two, three) = running(people=3)
    session = course.sessions.first()
    record_attendance(session=session, marks={one.pk: not mark}, by=facilitator)
    client.force_login(facilitator)

    client.post(door(course, session), {"rest": rest})

    assert marks(session) == {one.pk: not mark, two.pk: mark, three.pk: mark}


def test_a_refusal_of_the_form_is_said_above_the_list(client, facilitator):
    course, (one, _two) = running()
    session = course.sessions.last()
    client.force_login(facilitator)

    response = client.post(door(course, session), {f"m-{one.pk}": "p"})

    assert response.status_code == 422
    assert response.context["refusal"].startswith(f"این جلسه در {format_day(session.day)} است")
    assert SessionAttendance.objects.count() == 0


def test_a_tick_that_is_refused_holds_up_no_other(client, facilitator):
    course, (one, two) = running()
    session = course.sessions.first()
    gone = build_trainings.enrolment(course, state=State.WITHDRAWN)
    client.force_login(facilitator)
    sent = {f"m-{one.pk}": "p", f"m-{gone.pk}": "p", f"m-{two.pk}": "a", "m-x": "p", f"m-{two.pk}0": "z"}

    answer = client.post(door(course, session), sent, headers={"Accept": "application/json"}).json()

    assert answer["saved"] == {str(one.pk): "p", str(two.pk): "a"}
    assert list(answer["refused"]) == [str(gone.pk)]
    assert marks(session) == {one.pk: True, two.pk: False}


def test_a_session_of_another_course_is_not_found(client, facilitator):
    course, _people = running()
    other, _others = running()
    client.force_login(facilitator)

    assert client.get(door(course, other.sessions.first())).status_code == 404
    assert client.get(door(course, other.sessions.first()) + "list.pdf").status_code == 404


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_pages_at_the_door_cost_the_same_for_one_and_for_three(
    client, facilitator, how_many, django_assert_num_queries
):
    build.cluster()
    course, people = running(people=how_many, days=range(how_many))
    session = course.sessions.first()
    record_attendance(session=session, marks={row.pk: True for row in people}, by=facilitator)
    client.force_login(facilitator)
    client.get(door(course))

    with django_assert_num_queries(8):
        client.get(door(course))
    with django_assert_num_queries(9):
        client.get(door(course, session))


# The list to sign -------------------------------------------------------------
def test_the_paper_has_room_for_this_session_and_the_next_three():
    firm = build_firms.firm(name="بنگاه نمونه")
    course, _people = running(days=(0, 1, 2, 3, 4), people=1, place="سالن ۱", teacher="مدرس")
    build_trainings.enrolment(course, build_trainings.learner("سارا"), firm=firm)

    data = pdf_data(course.sessions.all()[1])

    assert [row["day"] for row in data["sessions"]] == [
        format_day(today() + dt.timedelta(days=number)) for number in (1, 2, 3, 4)
    ]
    assert data["people"] == [
        {"number": "۱", "name": "الهام", "firm": ""},
        {"number": "۲", "name": "سارا", "firm": "بنگاه نمونه"},
    ]
    assert data["facts"][1:] == [["مکان", "سالن ۱"], ["مدرس", "مدرس"]]


@pytest.mark.parametrize("language", ["fa", "en"])
def test_the_same_list_gives_the_same_bytes(language):
    course, _people = running()

    with translation.override(language):
        papers = [signature_pdf(course.sessions.first()) for _time in range(2)]

    assert papers[0] == papers[1]
    assert papers[0].startswith(b"%PDF-")
    assert b"pdfuaid" in papers[0]


def test_a_list_without_people_is_a_paper_too(client, facilitator):
    course = build_trainings.course()
    client.force_login(facilitator)

    response = client.get(door(course, course.sessions.first()) + "list.pdf")

    assert (response.status_code, response.headers["Content-Type"]) == (200, "application/pdf")


# What waits -------------------------------------------------------------------
def counts(user):
    return [item.count for item in queues.waiting_items(user)]


def test_a_course_of_the_next_week_waits_until_it_is_full(facilitator):
    full = build_trainings.course(seats=1, days=(7,))
    build_trainings.enrolment(full)
    offered = build_trainings.course(seats=1, days=(7,))
    build_trainings.enrolment(offered, state=State.OFFERED)
    free = build_trainings.course(days=(1,))
    build_trainings.course(days=(8,))
    build_trainings.course(days=(1,), state=Course.State.DRAFT)

    assert set(queues.soon_not_full()) == {offered, free}
    assert counts(facilitator) == [2, 0, 0, 0]


def test_a_list_waits_from_the_day_after_until_everybody_is_marked(facilitator):
    course, (one, two) = running(days=(-1, 0))
    running(days=(0,))
    running(days=(-1, 2), people=0)
    first = course.sessions.first()

    assert list(queues.with_gaps()) == [course]
    record_attendance(session=first, marks={one.pk: True}, by=facilitator)
    assert list(queues.with_gaps()) == [course]
    record_attendance(session=first, marks={two.pk: False}, by=facilitator)
    assert list(queues.with_gaps()) == []


def test_a_course_waits_for_its_end_and_for_its_certificates(client, facilitator):
    over, _people = running(days=(-3, -1), people=0)
    running(days=(-1, 0), people=0)
    ended = build_trainings.course(days=(-9, -8), state=Course.State.CLOSED)
    done = build_trainings.enrolment(ended, state=State.COMPLETED)
    build_trainings.enrolment(ended, state=State.FAILED)
    client.force_login(facilitator)

    items = queues.waiting_items(facilitator)

    assert [item.count for item in items] == [0, 0, 1, 1]
    lists = [client.get(item.url).context["cl"].result_list for item in items]
    assert [list(rows) for rows in lists] == [[], [], [over], [ended]]
    Certificate.objects.create(enrolment=done, code="C", payload={}, sha256="0" * 64)
    assert counts(facilitator)[3] == 0


def test_only_who_runs_courses_has_these_queues(cast):
    may = {role: bool(queues.waiting_items(user)) for role, user in cast.items() if user}

    assert [role for role, has in may.items() if has] == ["facilitator", "staff"]
    assert [desk.url for desk in queues.desks(cast["staff"])] == ["/admin/trainings/course/"]
    assert queues.desks(cast["supervisor"]) == []
