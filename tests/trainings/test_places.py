"""A place is given, or a place in the queue: the window, members only, the quota, nobody twice, never oversold."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from filing.models import StateChange
from members.models import Firm
from persian.jalali import today
from post.models import Message
from tests import build
from tests.members import build_firms
from tests.trainings import build_trainings as make
from trainings.models import Course, Enrolment
from trainings.services.places import EnrolmentRefused, change_seats, enrol, promote, settle_courses, withdraw

pytestmark = pytest.mark.django_db
State, Door = Enrolment.State, Enrolment.Door


@pytest.fixture(autouse=True)
def cluster():
    return build.cluster()


def put(course, door=Door.PUBLIC, learner=None, **fields):
    return enrol(course=course, learner=learner or make.learner(), door=door, **fields)


def states(course):
    """The states along the queue, and the places taken."""
    course.refresh_from_db()
    return list(course.enrolments.order_by("number").values_list("state", flat=True)), course.taken


def refusal(course, door=Door.PUBLIC, **fields):
    """The code of the refusal; nothing was written."""
    before = (Enrolment.objects.count(), StateChange.objects.count(), Message.objects.count())
    with pytest.raises(EnrolmentRefused) as caught:
        put(course, door, **fields)
    assert (Enrolment.objects.count(), StateChange.objects.count(), Message.objects.count()) == before
    return caught.value.code


def test_a_place_is_given_with_its_line_in_the_book_and_a_letter():
    course, person, by = make.course(seats=2), make.learner("سارا کریمی", email="sara@example.org"), build.user()

    made = put(course, Door.STAFF, person, by=by)

    made.refresh_from_db()
    assert (made.state, made.number, made.door, made.enrolled_by, made.offered_until, made.ended_at) == (
        "confirmed", 1, "staff", by, None, None,
    )  # fmt: skip
    assert states(course) == (["confirmed"], 1)
    assert list(StateChange.objects.values_list("model", "object_key", "old", "new", "by")) == [
        ("trainings.enrolment", f"{course.slug}#1", "", "confirmed", by.pk)
    ]
    assert list(Message.objects.values_list("channel", "to", "key")) == [
        ("mail", "sara@example.org", f"enrolment/{made.pk}/confirmed/")
    ]


def test_who_comes_after_the_last_place_waits_in_order():
    course = make.course(seats=1)

    numbers = [put(course).number for _person in range(3)]

    assert (numbers, states(course)) == ([1, 2, 3], (["confirmed", "waiting", "waiting"], 1))
    assert [key.split("/")[2] for key in Message.objects.order_by("pk").values_list("key", flat=True)] == [
        "confirmed", "waiting", "waiting",
    ]  # fmt: skip


def test_nobody_who_comes_later_passes_the_wait_list():
    course = make.course(seats=2)
    make.enrolment(course)
    make.enrolment(course, state=State.WAITING)  # as after a stop in the middle: one place is free, one person waits

    put(course)

    assert states(course) == (["confirmed", "offered", "waiting"], 2)


def test_the_waiting_of_a_firm_that_is_no_member_any_more_hold_nobody_up():
    course, firm = make.course(seats=1), build_firms.firm()
    first = put(course)
    put(course, Door.FIRM, firm=firm)
    Firm.objects.filter(pk=firm.pk).update(state=Firm.State.SUSPENDED)
    withdraw(enrolment=first)
    assert Course.objects.with_free(first.enrolled_at).get().free == 1

    put(course)

    assert states(course) == (["withdrawn", "waiting", "confirmed"], 1)
    Firm.objects.filter(pk=firm.pk).update(state=Firm.State.ACTIVE)
    assert Course.objects.with_free(first.enrolled_at).get().free == 0


def test_a_firm_that_is_a_member_again_is_offered_what_became_free_meanwhile():
    course, firm = make.course(seats=1), build_firms.firm()
    first = put(course)
    put(course, Door.FIRM, firm=firm)
    Firm.objects.filter(pk=firm.pk).update(state=Firm.State.SUSPENDED)
    withdraw(enrolment=first)
    settle_courses()
    assert states(course) == (["withdrawn", "waiting"], 0)
    Firm.objects.filter(pk=firm.pk).update(state=Firm.State.ACTIVE)

    settle_courses()

    assert states(course) == (["withdrawn", "offered"], 1)


def test_nobody_is_in_a_course_twice_but_may_come_again():
    course, person = make.course(), make.learner()
    first = put(course, learner=person)
    assert refusal(course, learner=person) == "twice"
    assert refusal(course, Door.STAFF, learner=person) == "twice"
    withdraw(enrolment=first)

    again = put(course, learner=person)

    assert (again.number, states(course)) == (2, (["withdrawn", "confirmed"], 1))


def test_who_completed_a_course_is_not_enrolled_in_it_again():
    course, person = make.course(), make.learner()
    make.enrolment(course, person, State.COMPLETED)

    assert refusal(course, Door.STAFF, learner=person) == "twice"


def test_the_database_itself_refuses_the_same_person_twice():
    course, person = make.course(), make.learner()
    make.enrolment(course, person)

    with pytest.raises(IntegrityError), transaction.atomic():
        make.enrolment(course, person, State.WAITING)


def test_the_database_itself_refuses_more_places_than_there_are():
    course = make.course(seats=1)
    make.enrolment(course)

    with pytest.raises(IntegrityError), transaction.atomic():
        Course.objects.filter(pk=course.pk).update(taken=2)


@pytest.mark.parametrize(
    ("opens", "closes", "public", "staff"),
    [
        (1, 5, "early", "confirmed"),
        (0, 5, "confirmed", "confirmed"),
        (-5, 0, "confirmed", "confirmed"),
        (-5, -1, "late", "confirmed"),
    ],
)
def test_registration_has_its_window_and_the_desk_none(opens, closes, public, staff):
    day = today()
    course = make.course(opens_on=day + dt.timedelta(opens), closes_on=day + dt.timedelta(closes))

    for doors, wanted in (((Door.PUBLIC, Door.FIRM), public), ((Door.STAFF, Door.IMPORT), staff)):
        for door in doors:
            met = put(course, door).state if wanted == "confirmed" else refusal(course, door)
            assert met == wanted


@pytest.mark.parametrize(
    ("state", "days", "public", "staff"),
    [
        ("draft", (7, 8), "past", "past"),
        ("cancelled", (7, 8), "past", "past"),
        ("closed", (-8, -7), "past", "past"),
        ("running", (-1, 1), "late", "confirmed"),
        ("running", (-1, 0), "late", "confirmed"),
        ("running", (-2, -1), "past", "past"),
        ("open", (-2, -1), "past", "past"),
    ],
)
def test_each_state_of_a_course_takes_whom_it_should(state, days, public, staff):
    more = {"cancelled_because": "دلیل"} if state == "cancelled" else {}
    course = make.course(state, days=days, **more)

    assert refusal(course) == public
    assert refusal(course, Door.STAFF) == staff if staff == "past" else put(course, Door.STAFF).state == staff


def test_a_course_that_runs_gives_free_places_to_the_desk_only_in_turn():
    course = make.course(Course.State.RUNNING, seats=2, days=(-1, 1))
    waiting = make.enrolment(course, state=State.WAITING)

    assert put(course, Door.STAFF).state == "waiting"
    promote(enrolment=waiting, by=build.user())

    assert states(course) == (["confirmed", "waiting"], 1)


def test_a_course_for_members_takes_nobody_without_a_firm():
    course = make.course(eligibility=Course.Eligibility.MEMBERS)

    assert [refusal(course, door) for door in Door.values] == ["members"] * 4
    assert put(course, Door.FIRM, firm=build_firms.firm()).state == "confirmed"


@pytest.mark.parametrize("state", [Firm.State.APPLIED, Firm.State.SUSPENDED, Firm.State.LEFT, Firm.State.REJECTED])
def test_only_active_firms_send_anybody(state):
    assert refusal(make.course(), Door.FIRM, firm=build_firms.firm(state=state)) == "firm"


def test_a_firm_has_its_quota_with_those_who_wait_and_another_firm_its_own():
    course, firm, other = make.course(seats=2, firm_quota=2), build_firms.firm(), build_firms.firm()
    put(course, Door.PUBLIC)
    first = put(course, Door.FIRM, firm=firm)
    assert put(course, Door.FIRM, firm=firm).state == "waiting"
    assert refusal(course, Door.FIRM, firm=firm) == "quota"
    assert refusal(course, Door.STAFF, firm=firm) == "quota"
    assert put(course, Door.FIRM, firm=other).state == "waiting"

    withdraw(enrolment=first)

    assert put(course, Door.FIRM, firm=firm).state == "waiting"
    assert states(course) == (["confirmed", "withdrawn", "offered", "waiting", "waiting"], 2)


def test_more_places_are_offered_along_the_queue_and_fewer_only_down_to_what_is_taken():
    course, by = make.course(seats=1), build.user()
    for _person in range(4):
        put(course)

    change_seats(course=course, seats=3, by=by)
    assert states(course) == (["confirmed", "offered", "offered", "waiting"], 3)
    for seats in (2, 0, -1, 5001):
        with pytest.raises(EnrolmentRefused) as caught:
            change_seats(course=course, seats=seats, by=by)
        assert caught.value.code == "seats"
    withdraw(enrolment=course.enrolments.get(number=4))
    withdraw(enrolment=course.enrolments.get(number=3))
    assert change_seats(course=course, seats=2, by=by).seats == 2

    assert states(course) == (["confirmed", "offered", "withdrawn", "withdrawn"], 2)
    lines = StateChange.objects.filter(model="trainings.course").order_by("pk")
    assert list(lines.values_list("old", "new", "by")) == [
        ("1 seats", "3 seats", by.pk), ("3 seats", "2 seats", by.pk),
    ]  # fmt: skip


def test_no_place_at_all_is_refused_while_nobody_has_one():
    """Without the look before the write the database's own refusal would be a fault of the page."""
    with pytest.raises(EnrolmentRefused):
        change_seats(course=make.course(seats=3), seats=0, by=build.user())


def test_the_places_of_a_course_that_is_over_stay():
    course = make.course(Course.State.CLOSED, days=(-2, -1))

    with pytest.raises(EnrolmentRefused) as caught:
        change_seats(course=course, seats=50, by=build.user())

    assert caught.value.code == "state"
