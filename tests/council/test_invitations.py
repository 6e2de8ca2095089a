"""Calling a meeting writes to everybody who holds a seat that day, and keeps who was invited."""

import datetime as dt

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from icalendar import Calendar

from council import services
from council.models import Invitation, Meeting
from filing.models import StateChange
from persian.jalali import format_day, today
from post.delivery import deliver_due
from post.models import Message
from tests import build

pytestmark = pytest.mark.django_db
State = Meeting.State
TOMORROW = dt.timedelta(days=1)


def planned(**fields):
    """A draft for tomorrow at ten with two items."""
    values = {"state": State.DRAFT, "held_on": today() + TOMORROW, "starts_at": dt.time(10), "place": "استانداری"}
    meeting = build.meeting(**values | fields)
    build.agenda_item(meeting, title="گزارش پیشرفت", title_en="Progress")
    build.agenda_item(meeting, title="بودجه")
    return meeting


def call(meeting):
    return services.move_meeting(meeting=meeting, state=State.CALLED, by=None)


def entry_in(message):
    calendar = Calendar.from_ical(message.attachment)
    return calendar, calendar.walk("VEVENT")[0]


def test_each_person_gets_one_message_at_the_best_address_and_each_seat_a_row():
    account = build.user(email="zahra@example.org")
    build.seat("زهرا کریمی", "chair", user=account, email="other@example.org")
    build.seat("زهرا کریمی", "support", user=account)
    build.seat("علی رضایی", email="ali@example.org")
    build.seat("سارا امینی", user=build.user(email=None, mobile="09121234567"))
    build.seat("بی‌نشانی")
    build.seat("پیشین", email="former@example.org", valid_to=today())

    call(planned())

    rows = Invitation.objects.order_by("pk").values_list(
        "person", "seat__role", "round", "message__channel", "message__to"
    )
    assert list(rows) == [
        ("زهرا کریمی", "chair", 1, "mail", "zahra@example.org"),
        ("زهرا کریمی", "support", 1, "mail", "zahra@example.org"),
        ("علی رضایی", "actor", 1, "mail", "ali@example.org"),
        ("سارا امینی", "actor", 1, "sms", "+989121234567"),
        ("بی‌نشانی", "actor", 1, None, None),
    ]
    assert Message.objects.count() == 3


def test_a_closed_account_is_not_written_to_but_its_seat_is():
    build.seat("زهرا", user=build.user(email="old@example.org", is_active=False), email="new@example.org")

    call(planned())

    assert list(Message.objects.values_list("to", flat=True)) == ["new@example.org"]


def test_the_letter_says_day_time_place_agenda_and_where_to_read_on():
    build.cluster(name="خوشه فناوری")
    build.seat("زهرا کریمی", email="zahra@example.org")
    meeting = call(planned())

    letter = Message.objects.get()

    assert letter.subject == "دعوت به نشست ۱ سال ۱۴۰۳، خوشه فناوری"
    assert letter.body.split("\n") == [
        "زهرا کریمی گرامی،",
        "",
        "شما به نشست زیر از شورای راهبری دعوت می‌شوید.",
        "",
        "نشست ۱ سال ۱۴۰۳، خوشه فناوری",
        f"روز: {format_day(meeting.held_on)}",
        "ساعت: ۱۰:۰۰",
        "مکان: استانداری",
        "",
        "دستور نشست",
        "۱. گزارش پیشرفت",
        "۲. بودجه",
        "",
        "صفحه نشست که پس از ورود، دستور نشست را نیز نشان می‌دهد:",
        "https://portal.example/council/meetings/1403-01/",
        "",
        "پیوست این نامه نشست را در تقویم شما ثبت می‌کند.",
        "دبیرخانه شورا",
        "خوشه فناوری",
    ]


def test_everybody_is_written_to_in_their_own_language():
    build.seat("زهرا کریمی", person_en="Zahra Karimi", user=build.user(email="z@example.org", language="en"))
    call(planned())

    letter = Message.objects.get()

    assert (letter.language, letter.subject) == ("en", "Invitation: Meeting 1 of the year 1403, Test cluster")
    assert "Dear Zahra Karimi," in letter.body
    assert "1. Progress" in letter.body
    assert "https://portal.example/en/council/meetings/1403-01/" in letter.body


def test_an_alternate_is_told_for_whom_they_may_have_to_sit_in():
    member = build.seat("زهرا کریمی")
    build.seat("علی رضایی", alternate_for=member, email="ali@example.org")
    call(planned())

    assert "جانشین زهرا کریمی" in Message.objects.get().body


def test_the_calendar_entry_asks_to_come_at_ten_in_tehran():
    build.cluster(name="خوشه")
    build.seat("زهرا کریمی", email="zahra@example.org")
    meeting = call(planned())

    message = Message.objects.get()
    calendar, entry = entry_in(message)

    assert (message.attachment_name, message.attachment_type) == (
        "meeting-1403-01.ics", "text/calendar; method=REQUEST",
    )  # fmt: skip
    assert calendar["METHOD"] == "REQUEST"
    start = entry["DTSTART"]
    assert (start.params["TZID"], start.dt.replace(tzinfo=None)) == (
        "Asia/Tehran", dt.datetime.combine(meeting.held_on, dt.time(10)),
    )  # fmt: skip
    assert [str(entry[name]) for name in ("UID", "SUMMARY", "LOCATION", "STATUS", "DESCRIPTION", "URL")] == [
        "meeting-1403-01@portal.example", "نشست ۱ سال ۱۴۰۳، خوشه", "استانداری", "CONFIRMED",
        "۱. گزارش پیشرفت\n۲. بودجه", "https://portal.example/council/meetings/1403-01/",
    ]  # fmt: skip
    assert (entry["SEQUENCE"], entry["ATTENDEE"], entry["ATTENDEE"].params["CN"]) == (
        0, "mailto:zahra@example.org", "زهرا کریمی",
    )  # fmt: skip
    assert entry["ORGANIZER"].startswith("mailto:")


def test_the_mail_that_leaves_carries_the_entry_as_a_request():
    build.seat("زهرا", email="zahra@example.org")
    call(planned())

    assert deliver_due() == 1

    part = next(part for part in mail.outbox[0].message().walk() if part.get_content_type() == "text/calendar")
    assert (part.get_param("method"), part.get_filename()) == ("REQUEST", "meeting-1403-01.ics")
    assert part.get_payload(decode=True).decode().startswith("BEGIN:VCALENDAR\r\n")


def test_a_hostile_name_breaks_neither_subject_nor_calendar():
    build.cluster(name="خوشه\r\nBcc: x@example.org " + "ن" * 160)
    build.seat("زهرا\nSUMMARY:x", email="zahra@example.org")
    call(planned(place="سالن;1,\nATTENDEE:mailto:evil@example.org"))

    message = Message.objects.get()
    assert "\n" not in message.subject
    assert len(message.subject) <= 200
    assert [str(one) for one in entry_in(message)[1].get("ATTENDEE").to_ical().decode().splitlines()] == [
        "mailto:zahra@example.org"
    ]
    assert deliver_due() == 1


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        (
            {"held_on": today() - TOMORROW},
            "روز نشست گذشته است. روز را اصلاح کنید؛ نشستی که برگزار شده است با «برگزارشده» ثبت می‌شود.",
        ),
        ({"starts_at": None}, "ساعت آغاز نشست را بنویسید؛ دعوت‌نامه آن را نام می‌برد."),
        ({"place": ""}, "مکان نشست را بنویسید؛ دعوت‌نامه آن را نام می‌برد."),
    ],
)  # fmt: skip
def test_a_call_that_could_not_be_followed_is_refused_and_nobody_is_written_to(fields, message):
    build.seat("زهرا", email="zahra@example.org")
    meeting = planned(**fields)

    with pytest.raises(ValidationError) as refused:
        call(meeting)

    assert refused.value.messages == [message]
    assert (Message.objects.count(), Invitation.objects.count(), Meeting.objects.get().state) == (0, 0, "draft")


def test_a_meeting_without_agenda_is_not_called():
    meeting = planned()
    meeting.agenda.all().delete()

    with pytest.raises(ValidationError) as refused:
        call(meeting)

    assert refused.value.messages == ["پیش از دعوت به نشست دست‌کم یک دستور بنویسید."]


def test_a_meeting_that_is_entered_afterwards_is_held_without_a_call():
    build.seat("زهرا", email="zahra@example.org")
    meeting = planned(held_on=today() - TOMORROW)

    services.move_meeting(meeting=meeting, state=State.HELD, by=None)

    assert (Meeting.objects.get().state, Message.objects.count()) == ("held", 0)


def test_calling_again_sends_the_new_day_to_the_seats_of_that_day_and_replaces_the_entry(facilitator):
    build.seat("زهرا", email="zahra@example.org", valid_to=today() + TOMORROW)
    meeting = call(planned())
    build.seat("علی", email="ali@example.org", valid_from=today() + 2 * TOMORROW)
    Meeting.objects.update(held_on=today() + 2 * TOMORROW)

    services.call_again(meeting=meeting, by=facilitator)

    assert list(Invitation.objects.values_list("person", "round")) == [("زهرا", 1), ("علی", 2)]
    letter = Message.objects.get(to="ali@example.org")
    assert letter.subject.startswith("تغییر کرد: نشست ۱ سال ۱۴۰۳")
    assert "جای دعوت‌نامه پیشین را می‌گیرد" in letter.body
    _calendar, entry = entry_in(letter)
    assert (entry["UID"], entry["SEQUENCE"]) == ("meeting-1403-01@portal.example", 1)
    line = StateChange.objects.order_by("-pk").values("object_key", "old", "new", "why", "by").first()
    assert line == {
        "object_key": "1403-01", "old": "called", "new": "called", "why": "called again", "by": facilitator.pk,
    }  # fmt: skip


@pytest.mark.parametrize("state", sorted(set(State.values) - {"called"}))
def test_only_a_called_meeting_is_called_again(state):
    meeting = planned(state=state)

    with pytest.raises(ValidationError):
        services.call_again(meeting=meeting, by=None)

    assert Invitation.objects.count() == 0


def test_a_called_meeting_that_moved_into_the_past_is_not_called_again():
    meeting = call(planned())
    Meeting.objects.update(held_on=today() - TOMORROW)

    with pytest.raises(ValidationError) as refused:
        services.call_again(meeting=meeting, by=None)

    assert refused.value.code == "past"


def test_cancelling_tells_those_who_were_invited_last_and_takes_the_entry_back():
    build.seat("زهرا", email="zahra@example.org")
    build.seat("سارا", user=build.user(email=None, mobile="09121234567"))
    build.seat("بی‌نشانی")
    meeting = call(planned())
    services.call_again(meeting=meeting, by=None)
    Message.objects.update(state="sent", sent_at="2024-01-01T00:00Z")

    services.move_meeting(meeting=meeting, state=State.CANCELLED, by=None, why="نبود حد نصاب")

    mail_, sms = Message.objects.filter(state="waiting").order_by("channel")
    calendar, entry = entry_in(mail_)
    assert mail_.subject.startswith("لغو شد: نشست ۱ سال ۱۴۰۳")
    assert "دلیل: نبود حد نصاب" in mail_.body
    assert (calendar["METHOD"], entry["STATUS"], entry["UID"], entry["SEQUENCE"]) == (
        "CANCEL", "CANCELLED", "meeting-1403-01@portal.example", 2,
    )  # fmt: skip
    assert (sms.to, sms.body.startswith("لغو شد: نشست ۱")) == ("+989121234567", True)


def test_a_draft_is_cancelled_in_silence():
    build.seat("زهرا", email="zahra@example.org")

    services.move_meeting(meeting=planned(), state=State.CANCELLED, by=None, why="دلیل")

    assert Message.objects.count() == 0


def test_the_messages_fall_with_the_call_that_wrote_them(monkeypatch):
    build.seat("زهرا", email="zahra@example.org")
    monkeypatch.setattr("council.services.meetings.record_change", lambda *_a, **_k: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        call(planned())

    assert (Message.objects.count(), Invitation.objects.count(), Meeting.objects.get().state) == (0, 0, "draft")
