"""From draft to published: which step may follow which, and what each asks for."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from council import services
from council.models import Decision, Meeting
from filing.models import StateChange
from persian.jalali import today
from tests import build
from tests.council.build_council import council, held_meeting, proposal, ready

pytestmark = pytest.mark.django_db
State = Meeting.State
STEPS = {
    ("draft", "called"), ("draft", "held"), ("draft", "cancelled"), ("called", "held"), ("called", "cancelled"),
    ("held", "confirmed"), ("confirmed", "published"),
}  # fmt: skip


def move(meeting, state, **extra):
    return services.move_meeting(meeting=meeting, state=state, by=None, **extra)


@pytest.mark.parametrize("old", State.values)
@pytest.mark.parametrize("new", State.values)
def test_a_meeting_takes_only_the_steps_of_the_table(old, new):
    meeting = build.meeting(state=old, held_on=today(), starts_at=dt.time(10), place="استانداری")
    build.agenda_item(meeting)

    try:
        move(meeting, new, why="دلیل")
        taken = True
    except ValidationError:
        taken = False

    meeting.refresh_from_db()
    assert (taken, meeting.state) == ((old, new) in STEPS, new if taken else old)
    assert StateChange.objects.count() == taken


def test_each_step_leaves_a_line_in_the_book_and_a_new_row_version(facilitator):
    meeting = build.meeting(state=State.DRAFT, held_on=today(), starts_at=dt.time(10), place="استانداری")
    build.agenda_item(meeting)

    for state in ("called", "held", "confirmed", "published"):
        services.move_meeting(meeting=meeting, state=state, by=facilitator)

    meeting.refresh_from_db()
    assert meeting.row_version == 4
    assert list(StateChange.objects.order_by("pk").values_list("object_key", "old", "new", "by")) == [
        ("1403-01", "draft", "called", facilitator.pk),
        ("1403-01", "called", "held", facilitator.pk),
        ("1403-01", "held", "confirmed", facilitator.pk),
        ("1403-01", "confirmed", "published", facilitator.pk),
    ]


@pytest.mark.parametrize(
    ("old", "new", "prepare", "message"),
    [
        ("draft", "called", None, "پیش از دعوت به نشست دست‌کم یک دستور بنویسید."),
        ("draft", "cancelled", None, "دلیل لغو نشست را بنویسید."),
        ("called", "held", "tomorrow", "روز نشست در آینده است؛ پس از برگزاری ثبت کنید."),
        ("held", "confirmed", "proposal", "نخست هر مصوبه پیشنهادی را تصویب، رد، موکول یا پس بگیرید."),
    ],
)
def test_a_step_says_what_it_still_needs(old, new, prepare, message):
    day = today() + dt.timedelta(days=1) if prepare == "tomorrow" else build.APPROVAL_DAY
    meeting = build.meeting(state=old, held_on=day)
    if prepare == "proposal":
        proposal(meeting)

    with pytest.raises(ValidationError) as refused:
        move(meeting, new)

    assert refused.value.messages == [message]


def test_a_meeting_of_today_can_be_held():
    assert move(build.meeting(state=State.CALLED, held_on=today()), "held").state == "held"


@pytest.mark.parametrize("state", ["rejected", "deferred", "withdrawn"])
def test_a_decision_that_was_not_adopted_gets_no_number_and_a_line_in_the_book(facilitator, state):
    decision = ready()

    services.settle_decision(decision=decision, state=state, by=facilitator, why="نیاز به بررسی")

    decision.refresh_from_db()
    assert (decision.state, decision.number) == (state, None)
    assert list(StateChange.objects.values_list("object_key", "old", "new", "why")) == [
        (f"proposal/{decision.pk}", "proposed", state, "نیاز به بررسی")
    ]


def test_a_deferred_decision_may_be_proposed_again_at_its_meeting_and_adopted():
    decision = ready()
    services.settle_decision(decision=decision, state="deferred", by=None)
    services.settle_decision(decision=decision, state="proposed", by=None)

    assert services.adopt_decision(decision=decision, by=None).number == "1403/01-01"


@pytest.mark.parametrize("old", Decision.State.values)
@pytest.mark.parametrize("new", Decision.State.values)
def test_settling_follows_the_table_and_never_adopts(old, new):
    build.rule()
    decision = proposal(held_meeting(council(3)))
    if old == "adopted":
        services.adopt_decision(decision=decision, by=None)
    else:
        Decision.objects.update(state=old)
    allowed = new in Decision.TRANSITIONS[old] and new != "adopted"

    try:
        services.settle_decision(decision=decision, state=new, by=None)
        settled = True
    except ValidationError:
        settled = False

    assert (settled, Decision.objects.get().state) == (allowed, new if allowed else old)


@pytest.mark.parametrize("state", [State.CONFIRMED, State.PUBLISHED])
def test_after_the_minutes_are_confirmed_nothing_is_settled(state):
    decision = ready()
    Meeting.objects.update(state=state)

    with pytest.raises(ValidationError) as refused:
        services.settle_decision(decision=decision, state="rejected", by=None)

    assert refused.value.messages == ["صورت‌جلسه تأیید شده است و آنچه درباره این مصوبه می‌گوید به جا می‌ماند."]
