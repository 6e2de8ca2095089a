"""Who is there and what is discussed: each box is saved, each mistake stands at its box."""

import datetime as dt

import pytest

from council.models import (
    ActionItem,
    AgendaItem,
    Attendance,
    Invitation,
    Remark,
    Seat,
)
from filing.models import StateChange
from persian.jalali import to_gregorian
from tests import build
from tests.council.build_council import council, held_meeting, proposal
from tests.council.editing import board, errors, send, shown, text_of

pytestmark = pytest.mark.django_db


def test_the_seats_of_that_day_stand_ready_and_former_members_do_not(desk):
    meeting = build.meeting(state="called")
    chair, observer = build.seat("رئیس", Seat.Role.CHAIR), build.seat("ناظر", Seat.Role.OBSERVER, is_voting=False)
    build.seat("پیشین", valid_to=dt.date(2023, 1, 1))
    build.seat("جانشین", alternate_for=chair)

    lines = desk.get(board(meeting)).context["board"].seats

    assert [(line.seat, line.presence.shown, line.counts) for line in lines] == [
        (chair, "unknown", True),
        (observer, "unknown", False),
    ]
    assert Attendance.objects.count() == 0


def test_one_press_marks_everybody_who_is_not_recorded_as_present(desk):
    meeting = build.meeting()
    here, away = build.seat(), build.seat()
    build.attendance(meeting, away, Attendance.Status.ABSENT)

    send(desk, meeting, act="rest")

    assert dict(Attendance.objects.values_list("seat", "status")) == {here.pk: "present", away.pk: "absent"}


def test_an_apology_in_the_answer_to_the_invitation_is_entered_with_the_seats(desk):
    meeting = build.meeting(state="called")
    sorry, coming = build.seat(), build.seat()
    Invitation.objects.create(meeting=meeting, seat=sorry, person=sorry.person, answer="apology")
    Invitation.objects.create(meeting=meeting, seat=coming, person=coming.person, answer="coming")

    send(desk, meeting, act="fill")

    assert dict(Attendance.objects.values_list("seat", "status")) == {sorry.pk: "apology", coming.pk: "unknown"}


def test_presence_alternate_and_times_are_saved_in_any_digits(desk):
    meeting = build.meeting()
    seat = build.seat()

    send(desk, meeting, **{
        f"seat-{seat.pk}": "alternate", f"seat-{seat.pk}-alt": "نادر",
        f"seat-{seat.pk}-in": "۹:۴۰", f"seat-{seat.pk}-out": "11.5",
    })  # fmt: skip

    row = Attendance.objects.get()
    assert (row.status, row.by_alternate, row.arrived_at, row.left_at) == (
        "present", "نادر", dt.time(9, 40), dt.time(11, 5),
    )  # fmt: skip
    assert shown(desk, meeting)[0][f"seat-{seat.pk}"] == "alternate"


@pytest.mark.parametrize(
    ("typed", "box", "message"),
    [
        ({"": "alternate"}, "-alt", "نام جانشین این عضو را بنویسید."),
        ({"": "absent", "-alt": "نادر"}, "-alt", "جانشین، حاضر است: «جانشین» را برگزینید یا نام را پاک کنید."),
        ({"": "present", "-in": "۲۵:۰۰"}, "-in", "ساعت را مانند ۹:۴۰ بنویسید."),
        ({"": "nonsense"}, "", "یکی از گزینه‌ها را برگزینید."),
    ],
)
def test_what_is_wrong_with_an_attendance_stands_at_its_box_and_stays_typed(desk, typed, box, message):
    meeting, seat = build.meeting(), build.seat()
    fields = {f"seat-{seat.pk}{part}": value for part, value in typed.items()}

    response = send(desk, meeting, guests="خبرنگار، ایسنا", **fields)

    assert (response.status_code, errors(response)) == (422, {f"seat-{seat.pk}{box}": [message]})
    cells = {cell.name: cell.shown for cell in response.context["board"].cells}
    assert cells[f"seat-{seat.pk}{box}"] == typed.get(box, "")
    assert list(Attendance.objects.filter(seat=None).values_list("person", "described_as")) == [("خبرنگار", "ایسنا")]


def test_nobody_leaves_before_they_came(desk):
    meeting, seat = build.meeting(), build.seat()

    response = send(desk, meeting, **{
        f"seat-{seat.pk}": "present", f"seat-{seat.pk}-in": "۱۰:۰۰", f"seat-{seat.pk}-out": "۹:۰۰",
    })  # fmt: skip

    assert errors(response) == {f"seat-{seat.pk}": ["ساعت خروج پیش از ساعت ورود است؛ هر دو را بررسی کنید."]}


def test_guests_are_lines_and_a_line_that_stays_keeps_its_row(desk):
    meeting = build.meeting()
    stays = Attendance.objects.create(meeting=meeting, person="مهمان", institution=build.institution())
    Attendance.objects.create(meeting=meeting, person="دیگری")

    send(desk, meeting, guests="مهمان\nسومی، دانشگاه")

    rows = Attendance.objects.order_by("pk").values_list("person", "described_as", "institution")
    assert list(rows) == [("مهمان", "", stays.institution_id), ("سومی", "دانشگاه", None)]


def test_the_quorum_is_that_of_the_electorate(desk):
    build.rule()
    meeting = held_meeting(council(6)[:3])

    page = desk.get(board(meeting))

    assert "۳ از ۶ رأی‌دهنده؛ کمینه ۴" in text_of(page)
    assert (page.context["board"].quorum.is_met, page.context["board"].quorum.needed) == (False, 4)


def test_items_are_added_edited_moved_and_dropped(desk):
    meeting = build.meeting()
    first, second = build.agenda_item(meeting, title="یک"), build.agenda_item(meeting, title="دو")

    send(desk, meeting, **{"new-item-title": "سه", "new-item-kind": "opinion", f"item-{first.pk}-text": "متن ۱"})
    send(desk, meeting, act=f"up-{second.pk}")
    send(desk, meeting, act=f"drop-{first.pk}")

    assert list(AgendaItem.objects.order_by("order").values_list("order", "title", "kind")) == [
        (1, "دو", "decision"),
        (2, "سه", "opinion"),
    ]


def test_an_item_with_a_proposal_is_not_dropped(desk):
    meeting = build.meeting()
    item = proposal(meeting).agenda_item

    response = send(desk, meeting, act=f"drop-{item.pk}")

    assert response.context["refusals"] == [
        "«دستور آزمایشی» پیشنهاد یا پیگیری دارد؛ پیش از حذف بند آن‌ها را پس بگیرید یا جابه‌جا کنید."
    ]
    assert AgendaItem.objects.count() == 1


def test_an_item_is_dealt_with_or_put_off(desk):
    meeting = build.meeting()
    one, two = build.agenda_item(meeting), build.agenda_item(meeting)

    send(desk, meeting, act=f"done-{one.pk}")
    send(desk, meeting, act=f"postpone-{two.pk}")

    assert dict(AgendaItem.objects.values_list("pk", "state")) == {one.pk: "done", two.pk: "postponed"}


def test_what_the_last_meeting_left_is_carried_over_once(desk):
    old = build.meeting(1)
    build.agenda_item(old, title="تمام", state="done")
    left = build.agenda_item(old, title="مانده", state="postponed", presenter="دبیر")
    new = build.meeting(2, held_on=dt.date(2024, 7, 3), state="draft")

    send(desk, new, act="carry")
    send(desk, new, act="carry")

    assert list(new.agenda.values_list("title", "presenter", "carried_from", "state")) == [
        ("مانده", "دبیر", left.pk, "open")
    ]


def test_remarks_are_written_changed_and_taken_away_per_institution(desk):
    office = build.institution("governorate", "استانداری خوزستان")
    build.seat(institution=office)
    meeting = build.meeting()
    item = build.agenda_item(meeting)
    box = f"rem-{item.pk}-{office.pk}"

    send(desk, meeting, **{box: "نظر استانداري"})
    assert list(Remark.objects.values_list("institution", "text")) == [(office.pk, "نظر استانداری")]
    send(desk, meeting, **{box: ""})
    assert Remark.objects.count() == 0


def test_an_action_item_is_written_under_its_item_and_numbered_in_the_meeting(desk):
    seat = build.seat("نایل")
    meeting = build.meeting()
    item = build.agenda_item(meeting)
    name = f"item-{item.pk}-act"

    send(desk, meeting, **{f"{name}-text": "فهرست", f"{name}-owner": f"s{seat.pk}", f"{name}-due": "۱۴۰۳/۰۴/۱۵"})
    send(desk, meeting, **{f"{name}-text": "گزارش", f"{name}-owner": f"s{seat.pk}"})

    rows = ActionItem.objects.order_by("number").values_list("number", "text", "seat", "agenda_item", "due_on")
    assert list(rows) == [
        (1, "فهرست", seat.pk, item.pk, to_gregorian(1403, 4, 15)),
        (2, "گزارش", seat.pk, item.pk, None),
    ]


def test_an_action_item_without_an_owner_is_refused_at_the_box(desk):
    meeting = build.meeting()
    item = build.agenda_item(meeting)

    response = send(desk, meeting, **{f"item-{item.pk}-act-text": "کاری"})

    assert errors(response) == {f"item-{item.pk}-act-owner": ["مسئول پیگیری را برگزینید."]}
    assert ActionItem.objects.count() == 0


def test_open_action_items_of_earlier_meetings_stand_first_and_are_closed_here(desk, facilitator):
    earlier = build.action_item(build.meeting(1, state="published"))
    build.action_item(earlier.meeting, state="done", closed_on=build.APPROVAL_DAY)
    meeting = build.meeting(2, held_on=dt.date(2024, 7, 3))

    assert desk.get(board(meeting)).context["board"].earlier == [earlier]
    send(desk, meeting, **{f"carry-{earlier.pk}": "done"})

    earlier.refresh_from_db()
    assert (earlier.state, earlier.closed_on) == ("done", meeting.held_on)
    assert StateChange.objects.filter(object_key="1403-01/a1").values_list("new", "by").get() == (
        "done",
        facilitator.pk,
    )
