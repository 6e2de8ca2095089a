"""What the editor refuses, with its message at the field, and what its page costs."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from council.models import AgendaItem, Attendance, Decision, EditorDraft, Meeting, Remark, Seat, Vote
from tests import build
from tests.council.build_council import council, held_meeting, proposal
from tests.council.editing import board, send, shown, stands, text_of

pytestmark = pytest.mark.django_db


# What must be whole -----------------------------------------------------------
def test_minutes_are_not_confirmed_before_every_seat_of_the_day_is_said(desk):
    meeting = held_meeting([build.seat("آمده")])
    build.seat("نیامده", "observer", is_voting=False)
    build.attendance(meeting, build.seat("نامعلوم"), "unknown")
    build.seat("پیشین", valid_to=dt.date(2023, 1, 1))
    build.seat("جانشین", alternate_for=build.seat("پوزش‌خواه"))
    build.attendance(meeting, meeting_seat("پوزش‌خواه"), "apology")

    response = send(desk, meeting, act="move-confirmed", **{"c-text": "صمت: نیمه"})

    assert response.context["refusals"] == ["حضور این افراد ثبت نشده است: نامعلوم (فعال خوشه)، نیامده (ناظر شورا)."]
    assert (response.context["quick"], Meeting.objects.get().state) == ("صمت: نیمه", "held")
    send(desk, meeting, act="rest")
    send(desk, meeting, act="move-confirmed")
    assert Meeting.objects.get().state == "confirmed"


def meeting_seat(person):
    return next(seat for seat in Seat.objects.all() if seat.person == person)


def test_seats_that_were_entered_before_the_day_was_moved_do_not_stay(desk):
    meeting = held_meeting([build.seat()])
    former = build.seat("پیشین", valid_to=dt.date(2023, 1, 1))
    build.attendance(meeting, former, "unknown")

    assert f"seat-{former.pk}" not in shown(desk, meeting)[0]
    send(desk, meeting, act="move-confirmed")

    assert (Meeting.objects.get().state, Attendance.objects.filter(seat=former).count()) == ("confirmed", 0)


@pytest.mark.parametrize("status", ["apology", "absent", "unknown"])
def test_the_quorum_of_an_adoption_counts_only_who_is_present(desk, status):
    build.rule()
    seats = council(3)
    meeting = held_meeting(seats[:1])
    build.attendance(meeting, seats[1], status)
    decision = proposal(meeting)

    response = send(desk, meeting, act=f"adopt-{decision.pk}")

    assert response.context["board"].decision(decision.pk).errors == [
        "نشست به حد نصاب نرسیده است: از ۳ عضو دارای رأی ۱ نفر حاضرند و ۲ نفر لازم است."
    ]
    send(desk, meeting, act=f"adopt-{decision.pk}", **{f"seat-{seats[1].pk}": "present"})
    assert Decision.objects.get().number == "1403/01-01"


def test_the_bar_names_the_quorum_of_the_second_call(desk):
    build.rule()
    meeting = held_meeting(council(9)[:5], call=2)

    assert "حد نصاب ۵ از ۹ رأی‌دهنده؛ کمینه ۵" in text_of(desk.get(board(meeting)))


# Bad input --------------------------------------------------------------------
def test_a_meeting_in_the_past_is_not_called_and_nothing_typed_is_lost(desk):
    meeting = build.meeting(state="draft", starts_at=dt.time(10), place="استانداری")
    item = build.agenda_item(meeting)

    response = send(desk, meeting, act="move-called", **{f"item-{item.pk}-text": "متن", "c-text": "صمت: نیمه"})

    assert response.context["refusals"] == [
        "روز نشست گذشته است. روز را اصلاح کنید؛ نشستی که برگزار شده است با «برگزارشده» ثبت می‌شود."
    ]
    assert (AgendaItem.objects.get().text, response.context["quick"]) == ("متن", "صمت: نیمه")


def test_votes_beyond_the_electorate_are_refused_at_the_proposal_and_stay_typed(desk):
    build.rule()
    meeting = held_meeting(council(3))
    decision = proposal(meeting, by_consensus=False)
    name = f"dec-{decision.pk}"

    response = send(desk, meeting, act=f"adopt-{decision.pk}", **{f"{name}-for": "۳", f"{name}-abstain": "۱"})

    assert response.context["board"].decision(decision.pk).errors == [
        "۴ رأی شمرده شده، اما تنها ۳ عضو دارای رأی حاضرند. شمار آرا را اصلاح کنید."
    ]
    assert (stands(response)[f"{name}-for"], stands(response)[f"{name}-abstain"]) == ("۳", "۱")


def test_a_vote_of_a_seat_without_a_vote_has_no_box_and_writes_nothing(desk):
    observer = build.seat("ناظر", "observer", is_voting=False)
    meeting = held_meeting([*council(1), observer])
    decision = proposal(meeting, by_consensus=False)

    response = send(desk, meeting, **{f"dec-{decision.pk}-vote-{observer.pk}": "for"})

    assert (response.context["refusals"], Vote.objects.count()) == (["ناظر حق رأی ندارد."], 0)


def test_a_decision_is_not_changed_after_confirmation_and_the_new_words_stay_on_the_screen(desk):
    meeting = held_meeting()
    decision = proposal(meeting, state="deferred")
    base = shown(desk, meeting)[1]
    Meeting.objects.update(state="confirmed")

    response = send(desk, meeting, base=base, **{f"dec-{decision.pk}-text": "متن دیگر"})

    decision.refresh_from_db()
    assert decision.text == "متن مصوبه آزمایشی"
    assert [one.text for one in response.context["board"].leftovers] == ["متن دیگر"]


def test_nobody_sits_in_for_somebody_who_is_no_member(client, staff, desk):
    former = build.seat("پیشین", valid_to=dt.date(2023, 1, 1))
    meeting = build.meeting()

    response = send(desk, meeting, **{f"seat-{former.pk}": "alternate", f"seat-{former.pk}-alt": "نادر"})
    assert [one.text for one in response.context["board"].leftovers] == ["نادر"]
    assert Attendance.objects.count() == 0

    seat = Seat(person="جانشین", role="actor", alternate_for=former, valid_from=dt.date(2024, 1, 1))
    with pytest.raises(ValidationError) as refused:
        seat.full_clean()
    assert refused.value.message_dict == {"alternate_for": ["این کرسی در آن زمان متصدی ندارد و جانشین نمی‌پذیرد."]}


# What it costs ----------------------------------------------------------------
@pytest.mark.parametrize("items", [1, 30])
def test_the_page_takes_twelve_queries_with_all_that_a_meeting_can_hold(
    desk, facilitator, django_assert_num_queries, items
):
    """Votes by name, comments of members and a waiting draft included."""
    build.rule()
    before = build.meeting(1, state="published")
    build.adopted_decision(build.agenda_item(before))
    build.action_item(before)
    meeting = build.meeting(2)
    for _ in range(items):
        seat = build.seat(institution=build.institution())
        build.attendance(meeting, seat)
        item = build.agenda_item(meeting)
        remark = Remark.objects.create(agenda_item=item, institution=seat.institution, text="نظر")
        item.comments.create(seat=seat, text="پیش‌نظر", remark=remark)
        item.comments.create(seat=seat, text="پیش‌نظر دیگر")
        decision = build.decision(item, supersedes=Decision.objects.adopted().first())
        Vote.objects.create(decision=decision, seat=seat, choice="for")
        build.action_item(meeting, agenda_item=item, seat=seat)
    EditorDraft.objects.create(meeting=meeting, user=facilitator, fields={"guests": "مهمان"}, row_version=0)

    with django_assert_num_queries(12):
        page = desk.get(board(meeting))

    lines = page.context["board"].items
    assert (len(lines), [len(line.comments) for line in lines], bool(page.context["board"].draft)) == (
        items,
        [2] * items,
        True,
    )
