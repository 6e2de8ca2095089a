"""The desk's page of a meeting's papers: who was invited, calling again, corrections."""

import datetime as dt

import pytest

from council import services
from council.models import Correction, Invitation, Meeting
from persian.jalali import today
from post.models import Message
from tests import build
from tests.council.build_minutes import rich_meeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def called():
    build.seat("زهرا کریمی", "chair", email="zahra@example.org", institution=build.institution(name="شرکت میزبان"))
    build.seat("بی‌نشانی")
    meeting = build.meeting(
        1, state="draft", held_on=today() + dt.timedelta(days=3), starts_at=dt.time(10), place="استانداری"
    )
    build.agenda_item(meeting)
    return services.move_meeting(meeting=meeting, state="called", by=None)


def at(meeting, name="papers"):
    return f"/admin/council/meeting/{meeting.pk}/{name}/"


def told(response):
    return [str(message) for message in response.context["messages"]]


def text_of(response):
    return " ".join(response.text.split())


def test_the_page_says_who_was_invited_and_how(desk, called):
    page = text_of(desk.get(at(called)))

    for words in ["زهرا کریمی", "شرکت میزبان", "دعوت ۱،", "رایانامه: در انتظار", "بی‌نشانی: دعوت کاغذی"]:
        assert words in page, words
    assert "تغییر کرده پس از واپسین دعوت" not in page


def test_a_changed_place_is_pointed_out_and_sent_again_once(desk, called):
    called.place = "فرمانداری"
    called.save()

    page = text_of(desk.get(at(called)))
    first = desk.post(at(called, "call-again"), {"round": "1"}, follow=True)
    twice = desk.post(at(called, "call-again"), {"round": "1"}, follow=True)

    assert "تغییر کرده پس از واپسین دعوت: مکان. دعوت‌نامه را دوباره بفرستید." in page
    assert told(first) == ["دعوت‌نامه برای همه کسانی که در آن روز کرسی دارند دوباره فرستاده شد."]
    assert told(twice) == ["دعوت‌نامه پیش از این دوباره فرستاده شده است."]
    assert list(Invitation.objects.values_list("round", flat=True)) == [1, 1, 2, 2]
    assert "فرمانداری" in Message.objects.order_by("-pk").first().body
    assert "تغییر کرده پس از واپسین دعوت" not in text_of(first)


def test_a_refused_call_is_a_message(desk, called):
    Meeting.objects.update(place="")

    assert told(desk.post(at(called, "call-again"), {"round": "1"}, follow=True)) == [
        "مکان نشست را بنویسید؛ دعوت‌نامه آن را نام می‌برد."
    ]
    assert Invitation.objects.count() == 2


def test_a_correction_stands_dated_on_the_page_the_desk_and_in_the_list(desk, facilitator):
    meeting = rich_meeting()

    assert "اصلاحیه بر صورت‌جلسه تأییدشده" in desk.get(at(meeting, "correct")).text
    response = desk.post(at(meeting, "correct"), {"text": "به جای ۴۵٫۳ باید ۴۵٫۶ باشد."}, follow=True)

    assert told(response) == ["اصلاحیه با تاریخ امروز به صورت‌جلسه افزوده شد."]
    assert list(Correction.objects.values_list("text", "by")) == [("به جای ۴۵٫۳ باید ۴۵٫۶ باشد.", facilitator.pk)]
    desk.logout()
    page = text_of(desk.get("/council/meetings/1403-02/"))
    assert "اصلاحیه‌های پس از تأیید" in page
    assert "به جای ۴۵٫۳ باید ۴۵٫۶ باشد." in page
    assert "میانگین پیشرفت ۴۵٫۳ درصد است." in page
    assert meeting.minutes.sha256 in page.replace("<wbr>", "")


@pytest.mark.parametrize("text", ["", "  \u202e ", "\0", "ن" * 4001])
def test_a_correction_without_words_or_with_too_many_is_refused_at_the_field(desk, text):
    meeting = rich_meeting()

    response = desk.post(at(meeting, "correct"), {"text": text})

    assert (response.status_code, list(response.context["form"].errors)) == (200, ["text"])
    assert Correction.objects.count() == 0


def test_before_confirmation_there_is_nothing_to_correct(desk):
    meeting = rich_meeting(state="held")

    response = desk.post(at(meeting, "correct"), {"text": "نادرست"})

    assert response.context["form"].non_field_errors() == [
        "صورت‌جلسه هنوز تأیید نشده است؛ آن را در ویرایشگر اصلاح کنید."
    ]
    assert Correction.objects.count() == 0


def test_a_member_reads_the_papers_and_changes_nothing(client, council_member, called):
    client.force_login(council_member)

    page = client.get(at(called))

    assert page.status_code == 200
    assert "<form" not in page.text.split('id="content-main"')[1].split("</main>")[0]
    assert client.post(at(called, "call-again"), {"round": "1"}).status_code == 403
    assert client.post(at(called, "correct"), {"text": "نادرست"}).status_code == 403
    assert Invitation.objects.count() == 2


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_the_same_however_many_are_invited(desk, django_assert_num_queries, rows):
    for _row in range(rows):
        build.seat(email="a@example.org", institution=build.institution())
    meeting = build.meeting(1, state="draft", held_on=today(), starts_at=dt.time(10), place="استانداری")
    build.agenda_item(meeting)
    services.move_meeting(meeting=meeting, state="called", by=None)
    with django_assert_num_queries(13):
        desk.get(at(meeting))
