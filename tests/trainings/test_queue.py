"""The wait list: offered in its order, for a time, passed on, taken up, given back; and out of turn by staff."""

import datetime as dt

import pytest
from django.utils import timezone

from filing.models import StateChange
from members.models import Firm
from post.models import Message
from tests import build
from tests.members import build_firms
from tests.trainings import build_trainings as make
from trainings.models import Course, Enrolment
from trainings.services.courses import cancel_course, start_course
from trainings.services.places import EnrolmentRefused, accept_offer, enrol, promote, settle_courses, withdraw

pytestmark = pytest.mark.django_db
State, Door = Enrolment.State, Enrolment.Door


@pytest.fixture(autouse=True)
def cluster():
    return build.cluster()


def full(waiting=3, **fields):
    """A course with one place, taken, and a wait list: (course, enrolments in order)."""
    course = make.course(seats=1, **fields)
    people = [make.learner() for _person in range(waiting + 1)]
    return course, [enrol(course=course, learner=person, door=Door.PUBLIC) for person in people]


def states(course):
    course.refresh_from_db()
    return list(course.enrolments.order_by("number").values_list("state", flat=True)), course.taken


def told(enrolment):
    """What the person was told, in order."""
    letters = Message.objects.filter(key__startswith=f"enrolment/{enrolment.pk}/").order_by("pk")
    return [key.split("/")[2] for key in letters.values_list("key", flat=True)]


def let_pass(enrolment):
    """Its offer is over since a second."""
    Enrolment.objects.filter(pk=enrolment.pk).update(offered_until=timezone.now() - dt.timedelta(seconds=1))


def refused(act, *args, **kwargs):
    with pytest.raises(EnrolmentRefused) as caught:
        act(*args, **kwargs)
    return caught.value.code


def test_a_place_given_back_is_offered_to_the_first_in_the_queue_in_the_same_step():
    course, (first, second, third, _last) = full(offer_hours=30)
    before = timezone.now()

    withdraw(enrolment=first, why="بیماری")

    second.refresh_from_db()
    assert states(course) == (["withdrawn", "offered", "waiting", "waiting"], 1)
    assert before + dt.timedelta(hours=30) <= second.offered_until <= timezone.now() + dt.timedelta(hours=30)
    assert (told(first), told(second), told(third)) == (
        ["confirmed", "withdrawn"], ["waiting", "offered"], ["waiting"],
    )  # fmt: skip
    assert list(StateChange.objects.order_by("pk").values_list("object_key", "old", "new", "why"))[-2:] == [
        (f"{course.slug}#1", "confirmed", "withdrawn", "بیماری"), (f"{course.slug}#2", "waiting", "offered", ""),
    ]  # fmt: skip


def test_an_offer_never_reaches_into_the_first_day():
    course, (first, second, *_rest) = full(days=(1, 2), offer_hours=336)

    withdraw(enrolment=first)

    second.refresh_from_db()
    assert second.offered_until == dt.datetime.combine(course.starts_on, dt.time(), timezone.get_default_timezone())


def test_an_offer_is_taken_up_once():
    course, (first, second, *_rest) = full()
    withdraw(enrolment=first)

    assert [accept_offer(enrolment=second).state for _time in range(2)] == ["confirmed", "confirmed"]

    second.refresh_from_db()
    assert (second.offered_until, states(course)) == (None, (["withdrawn", "confirmed", "waiting", "waiting"], 1))
    assert told(second) == ["waiting", "offered", "confirmed"]


def test_an_offer_whose_time_is_over_passes_on_at_the_attempt_to_take_it_up():
    course, (first, second, third, _last) = full()
    withdraw(enrolment=first)
    let_pass(second)

    assert refused(accept_offer, enrolment=second) == "lapsed"

    assert states(course) == (["withdrawn", "lapsed", "offered", "waiting"], 1)
    assert (told(second), told(third)) == (["waiting", "offered", "lapsed"], ["waiting", "offered"])


def test_the_clock_passes_offers_on():
    course, (first, second, *_rest) = full()
    withdraw(enrolment=first)
    settle_courses()
    assert states(course) == (["withdrawn", "offered", "waiting", "waiting"], 1)
    let_pass(second)

    settle_courses()
    settle_courses()

    second.refresh_from_db()
    assert states(course) == (["withdrawn", "lapsed", "offered", "waiting"], 1)
    assert (second.offered_until, second.ended_at is not None, told(second)) == (
        None, True, ["waiting", "offered", "lapsed"],
    )  # fmt: skip


def test_a_lapsed_offer_holds_no_place_for_who_reads_although_no_clock_came_by():
    course, (first, second) = full(waiting=1)
    withdraw(enrolment=first)
    let_pass(second)
    second.refresh_from_db()
    now = timezone.now()

    assert (second.state, second.state_at(now)) == ("offered", "lapsed")
    assert Course.objects.with_free(now).get(pk=course.pk).free == 1
    assert enrol(course=course, learner=make.learner(), door=Door.PUBLIC).state == "confirmed"
    assert states(course) == (["withdrawn", "lapsed", "confirmed"], 1)


def test_who_let_an_offer_lapse_may_come_again_at_the_end():
    course, (first, second, *_rest) = full()
    withdraw(enrolment=first)
    let_pass(second)

    again = enrol(course=course, learner=second.learner, door=Door.PUBLIC)

    assert (again.number, states(course)) == (
        5, (["withdrawn", "lapsed", "offered", "waiting", "waiting"], 1),
    )  # fmt: skip


def test_the_head_of_a_firm_that_is_no_member_is_passed_over_and_leaks_no_place():
    course, firm = make.course(seats=1), build_firms.firm()
    first = enrol(course=course, learner=make.learner(), door=Door.PUBLIC)
    enrol(course=course, learner=make.learner(), door=Door.FIRM, firm=firm)
    enrol(course=course, learner=make.learner(), door=Door.PUBLIC)
    Firm.objects.filter(pk=firm.pk).update(state=Firm.State.LEFT)

    withdraw(enrolment=first)

    assert states(course) == (["withdrawn", "waiting", "offered"], 1)


def test_withdrawing_twice_is_once_and_who_waits_may_withdraw_too():
    course, (first, second, third, _last) = full()
    for enrolment in (first, first, third, third):
        assert withdraw(enrolment=enrolment).state == "withdrawn"

    assert states(course) == (["withdrawn", "offered", "withdrawn", "waiting"], 1)
    assert told(first) == ["confirmed", "withdrawn"]
    withdraw(enrolment=second)
    assert states(course) == (["withdrawn", "withdrawn", "withdrawn", "offered"], 1)


@pytest.mark.parametrize("state", [State.LAPSED, State.COMPLETED, State.FAILED, State.NO_SHOW])
def test_what_is_over_is_not_given_back(state):
    course = make.course(Course.State.RUNNING, days=(-1, 1))
    there = make.enrolment(course, state=state)

    assert refused(withdraw, enrolment=there) == "state"


@pytest.mark.parametrize("state", [Course.State.CLOSED, Course.State.CANCELLED])
def test_no_place_of_a_course_that_is_over_is_given_back(state):
    course = make.course(state, days=(-2, -1), cancelled_because="دلیل")

    assert refused(withdraw, enrolment=make.enrolment(course)) == "state"


def test_a_running_course_frees_the_place_and_offers_it_to_nobody():
    course = make.course(Course.State.RUNNING, seats=1, days=(-1, 1))
    first, _waiting = make.enrolment(course), make.enrolment(course, state=State.WAITING)

    withdraw(enrolment=first)
    settle_courses()

    assert states(course) == (["withdrawn", "waiting"], 0)


def test_on_the_first_day_nothing_is_offered_although_the_course_was_not_begun_yet():
    course = make.course(seats=1, days=(0, 1))
    first, _waiting = make.enrolment(course), make.enrolment(course, state=State.WAITING)

    withdraw(enrolment=first)
    settle_courses()

    assert states(course) == (["withdrawn", "waiting"], 0)


def test_open_offers_end_when_the_course_begins():
    course = make.course(seats=2, days=(0, 1))
    for state in (State.CONFIRMED, State.OFFERED, State.WAITING):
        make.enrolment(course, state=state)

    start_course(course=course)

    assert states(course) == (["confirmed", "lapsed", "waiting"], 1)
    assert told(course.enrolments.get(number=2)) == ["lapsed"]


def test_of_a_cancelled_course_no_offer_is_taken_up_passed_on_or_told_of_again():
    course, (first, second, third, _last) = full()
    withdraw(enrolment=first)
    cancel_course(course=course, by=build.user(), why="استاد بیمار است")

    assert refused(accept_offer, enrolment=second) == "past"
    assert refused(promote, enrolment=third, by=build.user()) == "past"
    let_pass(second)
    settle_courses()
    assert refused(accept_offer, enrolment=second) == "past"

    assert states(course) == (["withdrawn", "offered", "waiting", "waiting"], 1)
    assert told(second) == ["waiting", "offered", "cancelled"]


def test_an_offer_is_no_offer_for_who_waits_or_was_never_made_one():
    _course, (_first, second, *_rest) = full()

    assert refused(accept_offer, enrolment=second) == "state"


def test_staff_take_somebody_out_of_turn_into_a_place_that_is_added_for_them():
    by = build.user()
    course, (_first, second, third, _last) = full()
    assert refused(promote, enrolment=third, by=by) == "full"
    assert states(course) == (["confirmed", "waiting", "waiting", "waiting"], 1)

    for _time in range(2):
        assert promote(enrolment=third, by=by, adds_place=True).state == "confirmed"

    assert states(course) == (["confirmed", "waiting", "confirmed", "waiting"], 2)
    assert (course.seats, told(third), told(second)) == (2, ["waiting", "confirmed"], ["waiting"])
    assert list(StateChange.objects.order_by("pk").values_list("object_key", "new", "why", "by"))[-2:] == [
        (course.slug, "2 seats", "", by.pk), (f"{course.slug}#3", "confirmed", "out of turn", by.pk),
    ]  # fmt: skip


def test_nobody_of_a_firm_that_is_no_member_is_taken_out_of_turn():
    course, firm = make.course(seats=2), build_firms.firm(state=Firm.State.SUSPENDED)
    waiting = make.enrolment(course, state=State.WAITING, firm=firm)

    assert refused(promote, enrolment=waiting, by=build.user()) == "firm"


def test_who_has_withdrawn_is_not_promoted():
    course = make.course(seats=2)

    assert refused(promote, enrolment=make.enrolment(course, state=State.WITHDRAWN), by=build.user()) == "state"


def test_who_was_offered_a_place_meanwhile_has_it_when_staff_give_it():
    course, (first, second, *_rest) = full()
    withdraw(enrolment=first)

    assert promote(enrolment=second, by=build.user()).state == "confirmed"

    assert states(course) == (["withdrawn", "confirmed", "waiting", "waiting"], 1)
    assert told(second) == ["waiting", "offered", "confirmed"]


def test_a_lapsed_offer_is_given_to_nobody_out_of_turn():
    _course, (first, second, *_rest) = full()
    withdraw(enrolment=first)
    let_pass(second)

    assert refused(promote, enrolment=second, by=build.user()) == "lapsed"


def test_a_place_that_is_added_raises_the_version_so_that_an_older_form_does_not_take_it_back():
    course, (_first, second, *_rest) = full()
    course.refresh_from_db()
    before = course.row_version

    promote(enrolment=second, by=build.user(), adds_place=True)

    course.refresh_from_db()
    assert (course.seats, course.row_version) == (2, before + 1)
