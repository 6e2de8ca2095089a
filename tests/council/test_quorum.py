"""Who makes the electorate of a day, who of it is there, and how many are enough."""

import datetime as dt

import pytest

from council.electorate import quorum_of
from council.models import Attendance, Meeting, Seat
from tests import build
from tests.council.build_council import council, held_meeting

pytestmark = pytest.mark.django_db
DAY = build.APPROVAL_DAY


def figures(meeting):
    quorum = quorum_of(meeting)
    return len(quorum.electors), quorum.present, quorum.needed, quorum.is_met


@pytest.mark.parametrize(
    ("fraction", "voting", "needed"),
    [  # by hand: the smallest whole number that is not below the fraction
        ((2, 3), 9, 6),
        ((2, 3), 10, 7),
        ((2, 3), 11, 8),
        ((1, 3), 7, 3),
        ((1, 2), 7, 4),
        ((1, 2), 8, 4),
        ((3, 4), 9, 7),
        ((1, 1), 5, 5),
    ],
)
def test_the_quorum_is_the_fraction_of_the_voting_members_rounded_up(fraction, voting, needed):
    build.rule(quorum_numerator=fraction[0], quorum_denominator=fraction[1])
    seats = council(voting)

    assert figures(held_meeting(seats[: needed - 1])) == (voting, needed - 1, needed, False)
    assert figures(held_meeting(seats[:needed])) == (voting, needed, needed, True)


def test_the_second_call_needs_its_own_fraction():
    build.rule()
    seats = council(9)

    assert figures(held_meeting(seats[:5])) == (9, 5, 6, False)
    assert figures(held_meeting(seats[:5], call=2)) == (9, 5, 5, True)


def test_a_person_with_two_seats_counts_once():
    build.rule()
    person = build.user()
    two = [build.seat("مریم کریمی", user=person), build.seat("مریم کریمی", Seat.Role.SUPPORT, user=person)]
    others = council(2)

    assert figures(held_meeting(two)) == (3, 1, 2, False)
    assert figures(held_meeting([two[1], others[0]])) == (3, 2, 2, True)


def test_a_person_is_known_by_name_where_a_seat_has_no_account():
    build.rule()
    build.seat("مریم کریمی")
    build.seat("مريم كريمي", Seat.Role.SUPPORT, user=build.user())

    assert figures(held_meeting())[0] == 1


def test_two_people_of_one_name_are_two_and_a_third_seat_of_that_name_is_neither():
    build.rule()
    for user in (build.user(), build.user(), None):
        build.seat("مریم کریمی", user=user)

    assert figures(held_meeting())[0] == 3


def test_an_alternate_who_is_named_counts_as_the_seat():
    build.rule()
    seats = council(3)
    meeting = held_meeting([seats[0]])
    build.attendance(meeting, seats[1], by_alternate="جانشین عضو دوم")

    assert figures(meeting) == (3, 2, 2, True)
    assert [elector.by_alternate for elector in quorum_of(meeting).electors] == ["", "جانشین عضو دوم", ""]


def test_an_alternate_with_a_seat_counts_as_the_member_and_never_beside_them():
    build.rule()
    seats = council(3)
    alternate = build.seat("علی‌البدل عضو دوم", alternate_for=seats[1])

    assert figures(held_meeting([seats[0], alternate])) == (3, 2, 2, True)
    assert figures(held_meeting([seats[0], seats[1], alternate])) == (3, 2, 2, True)
    assert figures(held_meeting([seats[1], alternate])) == (3, 1, 2, False)


def test_an_alternate_whose_seat_has_ended_counts_for_nobody():
    build.rule()
    seats = council(3)
    former = build.seat("علی‌البدل پیشین", alternate_for=seats[1], valid_to=DAY - dt.timedelta(days=1))

    assert figures(held_meeting([seats[0], former])) == (3, 1, 2, False)


def test_nobody_sits_in_for_two_members_or_for_one_while_being_a_member_there():
    build.rule()
    seats = council(4)
    meeting = held_meeting([seats[0]])
    build.attendance(meeting, seats[1], by_alternate=seats[0].person)
    build.attendance(meeting, seats[2], by_alternate="جانشین")
    build.attendance(meeting, seats[3], by_alternate="جانشین")

    assert figures(meeting) == (4, 2, 3, False)
    assert [elector.is_present for elector in quorum_of(meeting).electors] == [True, False, True, False]


def test_only_voting_seats_in_force_that_day_are_the_electorate():
    build.rule()
    first, last = (
        build.seat("روز نخست", valid_from=DAY),
        build.seat("روز آخر", valid_from=DAY.replace(year=2023), valid_to=DAY),
    )
    gone = build.seat("پیشین", valid_to=DAY - dt.timedelta(days=1))
    coming = build.seat("آینده", valid_from=DAY + dt.timedelta(days=1))
    guest = build.seat("ناظر", Seat.Role.OBSERVER, is_voting=False)

    meeting = held_meeting([first, last, gone, coming, guest])

    assert [elector.person for elector in quorum_of(meeting).electors] == ["روز نخست", "روز آخر"]
    assert figures(meeting) == (2, 2, 2, True)


@pytest.mark.parametrize("status", [Attendance.Status.APOLOGY, Attendance.Status.ABSENT])
def test_who_sent_an_apology_or_stayed_away_is_not_counted(status):
    build.rule()
    meeting = Meeting.objects.get(pk=held_meeting().pk)
    build.attendance(meeting, council(1)[0], status)

    assert figures(meeting) == (1, 0, 1, False)


def test_the_rule_is_the_newest_that_began_by_that_day():
    build.rule(valid_from=DAY.replace(year=2020), quorum_numerator=1, quorum_denominator=1)
    build.rule(valid_from=DAY, quorum_numerator=1, quorum_denominator=2)
    build.rule(valid_from=DAY + dt.timedelta(days=1), quorum_numerator=1, quorum_denominator=1)

    assert figures(held_meeting(council(4)[:2])) == (4, 2, 2, True)


def test_without_a_rule_or_without_voting_members_there_is_no_quorum():
    assert figures(held_meeting(council(1))) == (1, 1, 0, False)

    Seat.objects.update(is_voting=False)
    build.rule()

    assert figures(Meeting.objects.get()) == (0, 0, 0, False)


def test_the_quorum_takes_three_queries_for_any_number_of_members(django_assert_num_queries):
    build.rule()
    meetings = [held_meeting(council(1)), held_meeting([build.seat() for _ in range(9)])]

    for meeting in meetings:
        with django_assert_num_queries(3):
            quorum_of(meeting)
