"""I19: the hand-over is closed only when every must-have is met and every duty accepted, or with a stated exception."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction

from council.models import Decision
from council.services import adopt_decision
from filing.models import StateChange
from handover import services
from handover.models import HandoverClosing
from persian.jalali import today
from tests import build
from tests.council.build_council import ready, stays_proposed
from tests.handover import build_handover as build_here

pytestmark = pytest.mark.django_db


def confirmed(score=None, **fields):
    """A must-have that a decision confirmed, assessed before the meetings of these tests."""
    fields = {"as_of": build.APPROVAL_DAY, "confirmed_by": build.adopted_decision()} | fields
    return build_here.criterion(score, **fields)


def refused(decision):
    """What is missing, line by line; nothing of the adoption is left."""
    with pytest.raises(ValidationError) as refusal:
        adopt_decision(decision=decision, by=None)
    assert stays_proposed(decision)
    assert HandoverClosing.objects.get().state == "proposed"
    first, *missing = refusal.value.messages
    assert first.startswith("واگذاری را هنوز نمی‌توان بست")
    return missing


def test_with_every_must_have_met_and_every_duty_accepted_the_hand_over_is_closed(facilitator):
    confirmed(score=3)
    confirmed(score=0, must_have=False)
    build_here.duty("accepted")
    decision = ready()
    services.propose_closing(decision=decision, by=facilitator)

    adopt_decision(decision=decision, by=facilitator)

    closing = HandoverClosing.objects.get()
    assert (closing.state, closing.closed_on, closing.exception) == ("closed", build.APPROVAL_DAY, "")
    assert [row["score"] for row in closing.snapshot["criteria"]] == [3, 0]
    assert [row["state"] for row in closing.snapshot["duties"]] == ["accepted"]
    assert closing.snapshot["missing"] == []
    lines = StateChange.objects.filter(model="handover.handoverclosing").order_by("pk").values_list("old", "new")
    assert list(lines) == [("", "proposed"), ("proposed", "closed")]


def test_a_must_have_below_its_threshold_refuses_and_is_named(facilitator):
    low = confirmed(score=2)
    build_here.duty("accepted")
    decision = ready()
    services.propose_closing(decision=decision, by=facilitator)

    assert refused(decision) == [f"«{low.text}»: امتیاز آن ۲ است و ۳ لازم است."]


def test_what_was_not_assessed_or_has_no_threshold_refuses(facilitator):
    first, second = confirmed(), confirmed(score=4, threshold=None)
    build_here.duty("accepted")
    decision = ready()
    services.propose_closing(decision=decision, by=facilitator)

    assert refused(decision) == [
        f"«{first.text}»: هنوز ارزیابی نشده است.",
        f"«{second.text}»: امتیازی را که از آن برآورده است شورا تعیین می‌کند.",
    ]


def test_a_must_have_that_no_decision_confirmed_or_that_was_opened_again_refuses(facilitator, staff):
    """Nobody lowers its threshold until it is met: the council must have confirmed it as it stands."""
    never = confirmed(score=4, confirmed_by=None)
    again = confirmed(score=4)
    confirmed(score=4, confirmed_by=None, must_have=False)
    build_here.duty("accepted")
    services.reopen_criterion(criterion=again, why="آستانه تازه", by=staff)
    decision = ready()
    services.propose_closing(decision=decision, by=facilitator)

    assert refused(decision) == [f"«{row.text}»: شورا هنوز آن را تأیید نکرده است." for row in (never, again)]

    services.propose_closing(decision=decision, exception="شورا می‌پذیرد", by=facilitator)
    adopt_decision(decision=decision, by=facilitator)
    assert len(HandoverClosing.objects.get().snapshot["missing"]) == 2


# By hand: 4 before the meeting of 15 May, 1 the day after it; and the other way round for the second.
def test_the_scores_are_those_of_the_meetings_day(facilitator):
    build_here.assessment(confirmed(score=4), 1, as_of=build.APPROVAL_DAY + dt.timedelta(days=1))
    late = confirmed(score=1)
    build_here.assessment(late, 4, as_of=build.APPROVAL_DAY + dt.timedelta(days=1))
    build_here.duty("accepted")
    decision = ready()
    services.propose_closing(decision=decision, by=facilitator)

    assert refused(decision) == [f"«{late.text}»: امتیاز آن ۱ است و ۳ لازم است."]

    services.propose_closing(decision=decision, exception="شورا می‌پذیرد", by=facilitator)
    adopt_decision(decision=decision, by=facilitator)
    assert [row["score"] for row in HandoverClosing.objects.get().snapshot["criteria"]] == [4, 1]


@pytest.mark.parametrize("state", ["planned", "shadowing", "transferred"])
def test_a_duty_that_was_not_accepted_refuses(facilitator, state):
    confirmed(score=4)
    build_here.duty("accepted")
    build_here.duty(state, number=70)
    decision = ready()
    services.propose_closing(decision=decision, by=facilitator)

    [line] = refused(decision)
    assert line.startswith("وظیفه ۷۰")


def test_nothing_listed_is_nothing_handed_over(facilitator):
    decision = ready()
    services.propose_closing(decision=decision, by=facilitator)

    assert refused(decision) == ["هیچ معیار الزامی تعیین نشده است.", "هیچ وظیفه‌ای فهرست نشده است."]


def test_a_stated_exception_closes_all_the_same_and_keeps_what_was_missing(facilitator):
    confirmed(score=2)
    build_here.duty("accepted")
    decision = ready()
    services.propose_closing(decision=decision, exception="تا پایان سال تکمیل می‌شود", by=facilitator)

    adopt_decision(decision=decision, by=facilitator)

    closing = HandoverClosing.objects.get()
    assert (closing.state, closing.exception) == ("closed", "تا پایان سال تکمیل می‌شود")
    assert len(closing.snapshot["missing"]) == 1


@pytest.mark.parametrize("blank", ["", "  ", "\n\t", "\u200c"])
def test_a_blank_exception_is_none(facilitator, blank):
    confirmed(score=2)
    decision = ready()
    services.propose_closing(decision=decision, exception=blank, by=facilitator)

    assert len(refused(decision)) == 2


def test_a_decision_that_closes_nothing_is_adopted_as_ever(facilitator):
    confirmed(score=0)
    decision = ready()

    adopt_decision(decision=decision, by=facilitator)

    assert HandoverClosing.objects.count() == 0


def test_proposing_again_changes_the_exception_and_waits_for_one_decision_only(facilitator):
    decision = ready()
    services.propose_closing(decision=decision, by=facilitator)
    services.propose_closing(decision=decision, exception="شورا می‌پذیرد", by=facilitator)

    assert HandoverClosing.objects.get().exception == "شورا می‌پذیرد"
    with pytest.raises(ValidationError):
        services.propose_closing(decision=build.decision(), by=facilitator)


def test_only_a_proposed_decision_takes_the_closing(facilitator):
    with pytest.raises(ValidationError):
        services.propose_closing(decision=build.adopted_decision(), by=facilitator)


def test_a_tie_raises_the_meetings_version_and_goes_until_it_is_adopted(facilitator):
    decision = ready()
    before = decision.agenda_item.meeting.row_version
    services.propose_closing(decision=decision, by=facilitator)
    services.withdraw_closing(decision=decision, by=facilitator)

    decision = Decision.objects.select_related("agenda_item__meeting").get(pk=decision.pk)
    assert decision.row_version == before + 2
    assert HandoverClosing.objects.count() == 0

    done = build_here.closing(build.adopted_decision(), state="closed", closed_on=today())
    with pytest.raises(ValidationError):
        services.withdraw_closing(decision=done.decision, by=facilitator)


def test_the_hand_over_is_closed_once_and_for_good(facilitator):
    done = build_here.closing(build.adopted_decision(), state="closed", closed_on=today())

    with pytest.raises(ValidationError):
        services.propose_closing(decision=ready(), exception="باز هم", by=facilitator)
    with pytest.raises(IntegrityError), transaction.atomic():
        build_here.closing(build.adopted_decision(), state="closed", closed_on=today())
    done.exception = "دیگر"
    with pytest.raises(DatabaseError), transaction.atomic():
        done.save()


def test_of_two_proposed_closings_the_second_is_refused(facilitator):
    """Two ties can stand when a deferred decision is proposed again; only one of them closes anything."""
    confirmed(score=4)
    build_here.duty("accepted")
    decision = ready()
    build_here.closing(decision)
    build_here.closing(build.adopted_decision(), state="closed", closed_on=today())

    with pytest.raises(ValidationError, match="بسته"):
        adopt_decision(decision=decision, by=facilitator)
    assert stays_proposed(decision)
