"""I1: a decision is adopted only at a held meeting with quorum and majority, and everything is frozen with it."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from council import effects, services
from council.models import Attendance, CouncilRule, Decision, Meeting, Seat
from filing.models import StateChange
from tests import build
from tests.council.build_council import council, held_meeting, proposal, ready, stays_proposed

pytestmark = pytest.mark.django_db


def refusal(decision, **extra):
    """The one reason for which the adoption is refused; nothing of it is left."""
    with pytest.raises(ValidationError) as refused:
        services.adopt_decision(decision=decision, by=None, **extra)
    assert stays_proposed(decision)
    assert StateChange.objects.count() == 0
    return refused.value.code or "other", refused.value.messages


def adopt(decision, by=None, **extra):
    services.adopt_decision(decision=decision, by=by, **extra)
    decision.refresh_from_db()
    return decision


def test_adoption_gives_number_day_and_a_line_in_the_book(facilitator):
    decision = adopt(ready(), by=facilitator, why="به اتفاق")

    assert (decision.state, decision.number, decision.adopted_on) == ("adopted", "1403/01-01", build.APPROVAL_DAY)
    assert decision.recorded_by == facilitator
    assert list(StateChange.objects.values_list("model", "object_key", "old", "new", "by", "role", "why")) == [
        ("council.decision", "1403/01-01", "proposed", "adopted", facilitator.pk, "facilitator", "به اتفاق")
    ]


@pytest.mark.parametrize("state", ["draft", "called", "confirmed", "published", "cancelled"])
def test_only_a_held_meeting_adopts(state):
    decision = ready()
    Meeting.objects.update(state=state)

    code, messages = refusal(decision)

    assert (code, len(messages)) == ("other", 1)
    assert str(Meeting.State(state).label) in messages[0]


def test_one_member_below_the_quorum_refuses_and_says_how_many_are_missing():
    assert refusal(ready(voting=7, present=4)) == (
        "quorum",
        ["نشست به حد نصاب نرسیده است: از ۷ عضو دارای رأی ۴ نفر حاضرند و ۵ نفر لازم است."],
    )


def test_without_a_rule_in_force_that_day_nothing_is_adopted():
    decision = ready()
    CouncilRule.objects.update(valid_from=build.APPROVAL_DAY + dt.timedelta(days=1))

    assert refusal(decision) == (
        "other",
        ["در روز نشست هیچ قاعده‌ای برای شورا برقرار نبوده است. نخست قاعده را ثبت کنید."],
    )


@pytest.mark.parametrize("state", ["rejected", "deferred", "withdrawn"])
def test_only_a_proposed_decision_is_adopted(state):
    decision = ready()
    Decision.objects.update(state=state)

    with pytest.raises(ValidationError) as refused:
        services.adopt_decision(decision=decision, by=None)

    assert refused.value.code == "decided"


def test_the_same_decision_is_adopted_once():
    decision = adopt(ready())

    with pytest.raises(ValidationError) as refused:
        services.adopt_decision(decision=decision, by=None)

    assert refused.value.code == "decided"
    assert StateChange.objects.count() == 1


@pytest.mark.parametrize(
    ("votes", "majority", "chair_decides", "is_adopted"),
    [  # for, against, abstentions of six who are there; more than the fraction of the votes cast must be for
        ((4, 2, 0), (1, 2), False, True),
        ((3, 3, 0), (1, 2), False, False),
        ((3, 3, 0), (1, 2), True, True),
        ((2, 2, 2), (1, 2), True, True),
        ((2, 3, 0), (1, 2), True, False),
        ((1, 0, 5), (1, 2), False, True),
        ((0, 0, 6), (1, 2), True, False),
        ((0, 1, 0), (1, 2), True, False),
        ((4, 2, 0), (2, 3), False, False),
        ((5, 1, 0), (2, 3), False, True),
        ((3, 3, 0), (2, 3), True, False),
    ],
)
def test_the_majority_by_hand(votes, majority, chair_decides, is_adopted):
    build.rule(majority_numerator=majority[0], majority_denominator=majority[1], chair_casting_vote=chair_decides)
    names = ("votes_for", "votes_against", "votes_abstain")
    decision = proposal(held_meeting(council(6)), **dict(zip(names, votes, strict=True)))

    if is_adopted:
        assert adopt(decision).number == "1403/01-01"
    else:
        assert refusal(decision)[0] == "majority"


def test_at_a_tie_only_a_chair_who_is_there_decides():
    build.rule(chair_casting_vote=True)
    decision = proposal(held_meeting(council(6)[1:]), votes_for=2, votes_against=2)

    assert refusal(decision)[0] == "majority"


def test_more_votes_than_members_present_are_refused():
    decision = ready(voting=7, present=5, votes_for=4, votes_against=1, votes_abstain=1)

    assert refusal(decision) == ("other", ["۶ رأی شمرده شده، اما تنها ۵ عضو دارای رأی حاضرند. شمار آرا را اصلاح کنید."])


def test_without_votes_or_consensus_nothing_is_adopted():
    assert refusal(ready(by_consensus=False)) == (
        "other",
        ["شمار آرا را بنویسید یا «به اجماع» را برگزینید."],
    )


def test_votes_given_with_the_act_replace_those_of_the_row():
    decision = ready(votes_for=1, votes_against=4)
    counted = {"votes_for": 4, "votes_against": 1, "votes_abstain": None, "by_consensus": False}

    decision = adopt(decision, votes=counted)

    assert (decision.votes_for, decision.votes_against, decision.snapshot["for"]) == (4, 1, 4)


def test_the_electorate_the_rule_and_the_count_are_frozen():
    rule = build.rule(chair_casting_vote=True)
    office = build.institution("industrial-towns")
    person = build.user()
    chair = build.seat("رئیس", Seat.Role.CHAIR, institution=office, user=person)
    member, absent = build.seat("عضو"), build.seat("غایب", Seat.Role.SUPPORT)
    meeting = held_meeting([chair], call=2)
    build.attendance(meeting, member, by_alternate="جانشین")
    build.attendance(meeting, absent, Attendance.Status.ABSENT)

    snapshot = adopt(proposal(meeting, votes_for=1, votes_against=1)).snapshot

    assert snapshot == {
        "rule": {
            "valid_from": rule.valid_from.isoformat(),
            "quorum": "1/2",
            "majority": "1/2",
            "chair_casting_vote": True,
        },
        "call": 2,
        "electors": [
            elector(chair, user=person.pk, institutions=["industrial-towns"], present=True),
            elector(member, present=True, by_alternate="جانشین"),
            elector(absent),
        ],
        "voting": 3,
        "present": 2,
        "needed": 2,
        "by_consensus": False,
        "for": 1,
        "against": 1,
        "abstain": None,
    }


def elector(seat, **facts):
    basis = {"user": None, "institutions": [], "present": False, "by_alternate": ""}
    return basis | {"seats": [seat.pk], "person": seat.person, "roles": [seat.role]} | facts


def test_numbers_count_within_the_meeting():
    build.rule()
    seats = council(3)
    first, second = held_meeting(seats), held_meeting(seats)
    services.settle_decision(decision=proposal(first), state="rejected", by=None)

    numbers = [adopt(proposal(meeting)).number for meeting in (first, first, second, first)]

    assert numbers == ["1403/01-01", "1403/01-02", "1403/02-01", "1403/01-03"]


def test_an_effect_that_refuses_leaves_nothing_behind(monkeypatch):
    seen = []

    def refuse(decision, by):
        seen.append((decision.state, decision.number, by))
        raise ValidationError("برنامه‌ها با هم صد نمی‌شوند.")

    monkeypatch.setattr(effects, "_effects", {"refusing": refuse})

    assert refusal(ready()) == ("other", ["برنامه‌ها با هم صد نمی‌شوند."])
    assert seen == [("adopted", "1403/01-01", None)]


def test_effects_run_in_the_order_of_registration(monkeypatch):
    ran = []
    monkeypatch.setattr(effects, "_effects", {})
    effects.register("first", lambda decision, by: ran.append(("first", decision.number)))
    effects.register("second", lambda decision, by: ran.append(("second", decision.number)))

    adopt(ready())

    assert ran == [("first", "1403/01-01"), ("second", "1403/01-01")]


def test_a_reported_decision_stands_on_its_source():
    decision = proposal(build.meeting(state=Meeting.State.PUBLISHED), by_consensus=False)
    source = build.source()

    services.adopt_reported_decision(decision=decision, source=source)
    decision.refresh_from_db()

    assert (decision.number, decision.source, decision.snapshot) == ("1403/01-01", source, None)


@pytest.mark.parametrize(
    "change",
    [
        {"text": "متن دیگر"},
        {"state": "rejected", "number": None},
        {"votes_for": 9},
        {"snapshot": {}},
        {"is_sample": True},
    ],
    ids="+".join,
)
def test_i2_the_database_refuses_every_change_of_an_adopted_decision(change):
    decision = adopt(ready())
    before = Decision.objects.values().get()

    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.filter(pk=decision.pk).update(**change)

    assert Decision.objects.values().get() == before


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "adopted", "number": "1403/09-01", "adopted_on": build.APPROVAL_DAY},
        {"state": "adopted", "snapshot": {}, "adopted_on": build.APPROVAL_DAY},
        {"state": "adopted", "snapshot": {}, "number": "1403/09-01"},
        {"state": "proposed", "number": "1403/09-01"},
    ],
)
def test_the_database_refuses_an_adopted_row_without_snapshot_number_or_day(fields):
    item = build.agenda_item()

    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(agenda_item=item, text="متن", **fields)
