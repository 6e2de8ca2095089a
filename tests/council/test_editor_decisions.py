"""Deciding in the editor: by count, by name, by consensus; refusals stand at the proposal."""

import datetime as dt

import pytest

from council.models import (
    Seat,
    Vote,
)
from council.services import adopt_decision
from filing.models import StateChange
from tests import build
from tests.council.build_council import council, held_meeting, proposal
from tests.council.editing import errors, send, shown, told

pytestmark = pytest.mark.django_db


def vote_box(decision, seat):
    return f"dec-{decision.pk}-vote-{seat.pk}"


def test_a_decision_is_adopted_by_the_count_typed_beside_it(desk, facilitator):
    build.rule()
    meeting = held_meeting(council(7)[:5])
    decision = proposal(meeting, by_consensus=False)
    name = f"dec-{decision.pk}"

    response = send(desk, meeting, act=f"adopt-{decision.pk}", **{f"{name}-for": "۴", f"{name}-against": "١"})

    decision.refresh_from_db()
    assert told(response) == ["مصوبه ۱۴۰۳/۰۱-۰۱ ثبت شد."]
    assert (decision.votes_for, decision.votes_against, decision.recorded_by) == (4, 1, facilitator)


def test_votes_by_name_make_the_count_and_stand_in_the_snapshot(desk):
    build.rule()
    seats = council(4)
    meeting = held_meeting(seats[:3])
    decision = proposal(meeting, by_consensus=False)
    votes = {
        vote_box(decision, seats[0]): "for",
        vote_box(decision, seats[1]): "for",
        vote_box(decision, seats[2]): "against",
    }

    send(desk, meeting, act=f"adopt-{decision.pk}", **{f"dec-{decision.pk}-mode": "n"}, **votes)

    decision.refresh_from_db()
    assert (decision.votes_for, decision.votes_against, decision.votes_abstain) == (2, 1, 0)
    assert [elector.get("vote") for elector in decision.snapshot["electors"]] == ["for", "for", "against", None]


def refused(client, meeting, decision, **fields):
    """The reason at the proposal; nothing of the adoption is left and what was typed stays."""
    response = send(client, meeting, act=f"adopt-{decision.pk}", **fields)
    decision.refresh_from_db()
    assert (response.status_code, decision.state, decision.number) == (422, "proposed", None)
    return response.context["board"].decision(decision.pk).errors


def test_without_quorum_nothing_is_adopted_and_the_text_is_kept(desk):
    build.rule()
    meeting = held_meeting(council(7)[:4])
    decision = proposal(meeting)

    reasons = refused(desk, meeting, decision, **{f"dec-{decision.pk}-text": "متن تازه"})

    assert reasons == ["نشست به حد نصاب نرسیده است: از ۷ عضو دارای رأی ۴ نفر حاضرند و ۵ نفر لازم است."]
    assert decision.text == "متن تازه"


def test_more_votes_than_members_who_are_there_are_refused(desk):
    build.rule()
    meeting = held_meeting(council(3))
    decision = proposal(meeting, by_consensus=False)

    assert refused(desk, meeting, decision, **{f"dec-{decision.pk}-for": "4"}) == [
        "۴ رأی شمرده شده، اما تنها ۳ عضو دارای رأی حاضرند. شمار آرا را اصلاح کنید."
    ]


def test_who_has_no_vote_and_who_is_not_there_cannot_vote_by_name(desk):
    build.rule()
    seats = council(3)
    observer = build.seat("ناظر بی‌رأی", Seat.Role.OBSERVER, is_voting=False)
    meeting = held_meeting([*seats[:2], observer])
    decision = proposal(meeting, by_consensus=False)
    vote = Vote.objects.create(decision=decision, seat=observer, choice="for")

    assert refused(desk, meeting, decision) == ["ناظر بی‌رأی حق رأی ندارد."]
    Vote.objects.filter(pk=vote.pk).update(seat=seats[2])
    assert refused(desk, meeting, decision) == [f"{seats[2].person} حاضر نیست و نمی‌تواند رأی دهد."]


def test_only_those_there_at_the_time_of_the_vote_make_its_quorum(desk):
    build.rule()
    seats = council(3)
    meeting = held_meeting(seats[:1])
    build.attendance(meeting, seats[1], arrived_at=dt.time(10, 0))
    decision = proposal(meeting)

    assert refused(desk, meeting, decision, **{f"dec-{decision.pk}-at": "۹:۳۰"}) == [
        "نشست به حد نصاب نرسیده است: از ۳ عضو دارای رأی ۱ نفر حاضرند و ۲ نفر لازم است."
    ]
    send(desk, meeting, act=f"adopt-{decision.pk}", **{f"dec-{decision.pk}-at": "۱۰:۰۰"})
    decision.refresh_from_db()
    assert (decision.number, decision.snapshot["taken_at"]) == ("1403/01-01", "10:00")


@pytest.mark.parametrize("act", ["reject", "defer", "withdraw"])
def test_a_proposal_is_settled_with_its_reason(desk, act):
    meeting = held_meeting()
    decision = proposal(meeting)

    send(desk, meeting, act=f"{act}-{decision.pk}", **{f"dec-{decision.pk}-why": "نیاز به بررسی"})

    decision.refresh_from_db()
    states = {"reject": "rejected", "defer": "deferred", "withdraw": "withdrawn"}
    assert (decision.state, StateChange.objects.get().why) == (states[act], "نیاز به بررسی")


def test_an_adopted_decision_has_no_boxes(desk):
    build.rule()
    meeting = held_meeting(council(1))
    decision = proposal(meeting)
    adopt_decision(decision=decision, by=None)

    send(desk, meeting, **{f"dec-{decision.pk}-text": "دستکاری"})

    decision.refresh_from_db()
    assert decision.text == "متن مصوبه آزمایشی"
    assert not any(name.startswith("dec-") for name in shown(desk, meeting)[0])


def test_a_number_that_supersedes_is_looked_up_however_it_is_typed(desk):
    adopted = build.adopted_decision()
    meeting = held_meeting()
    decision = proposal(meeting)
    box = f"dec-{decision.pk}-supersedes"

    response = send(desk, meeting, **{box: "۱۴۰۳/۹۹-۰۱"})
    assert errors(response) == {box: ["مصوبه‌ای با این شماره نیست. شماره را مانند ۱۴۰۳/۰۱-۰۲ بنویسید."]}
    send(desk, meeting, **{box: "۱۴۰۳/۰۱-۰۱"})
    decision.refresh_from_db()
    assert decision.supersedes == adopted
