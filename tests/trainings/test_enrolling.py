"""The public form: a place once the address is proved, every refusal with its reason, nothing typed lost."""

import datetime as dt
import re

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.contact_codes import MOST_TRIES
from persian.jalali import today
from post.models import Message
from tests import build
from tests.persian import hostile
from tests.persian.hostile import HOSTILE
from tests.reports.shown import shown
from tests.trainings import build_trainings
from tests.trainings.enrolling import EMAIL, begin, code_in, confirm, enrolled, form_of, last_message
from trainings import throttle
from trainings.models import Course, Enrolment, EnrolmentRequest, Learner
from trainings.services.requests import forget_requests

pytestmark = pytest.mark.django_db
State = Enrolment.State


def errors(response):
    return shown(response).one("div", id="errors").text


def test_a_code_gives_the_place_and_leads_to_ones_own_courses(client):
    course = build_trainings.course(title="برنامه‌نویسی", seats=1)

    page = begin(client, course, " Learner@Example.org ")
    code = code_in(last_message())
    assert Enrolment.objects.count() == 0
    done = client.get(confirm(client, page, f"{code[:3]} {code[3:]}").headers["Location"])

    enrolment = Enrolment.objects.get()
    assert (enrolment.state, enrolment.door, enrolment.learner.email) == ("confirmed", "public", EMAIL)
    assert shown(done).one("h1").text == "جای شما قطعی است"
    [link] = {to for _text, to in shown(done).one("main", id="main").links() if "/trainings/mine/" in to}
    assert "برنامه‌نویسی" in client.get(link).text


def test_a_mobile_number_in_persian_digits_is_an_address_too(client):
    page = begin(client, build_trainings.course(), "۰۹۱۶ ۱۲۳ ۴۵۶۷")

    message = last_message()
    assert (message.channel, message.to, message.subject) == ("sms", "+989161234567", "")
    assert re.search(r"[0-9]{6}", message.body)
    assert confirm(client, page).status_code == 302
    assert Learner.objects.get().mobile == "+989161234567"


def test_a_full_course_gives_a_number_on_the_wait_list(client):
    course = build_trainings.course(seats=1)
    build_trainings.enrolment(course)
    build_trainings.enrolment(course, state=State.WAITING)

    page = begin(client, course)
    done = shown(client.get(confirm(client, page).headers["Location"]))

    assert done.one("h1").text == "در فهرست انتظار هستید"
    assert "نفر شماره ۲ است" in done.one("main", id="main").text


def test_the_same_form_sent_twice_and_the_same_code_twice_make_one_place(client):
    course, key = build_trainings.course(), "8c1b2f54-7d67-4f5e-9f3f-0d1f6f0a1b2c"

    first, second = begin(client, course, key=key), begin(client, course, key=key)
    code = code_in(last_message())
    answers = [confirm(client, first, code).headers["Location"] for _press in range(2)]

    assert first == second == answers[0] == answers[1]
    assert (Enrolment.objects.count(), EnrolmentRequest.objects.count()) == (1, 1)
    assert [message.key.split("/")[0] for message in Message.objects.order_by("pk")] == ["enrolment-code", "enrolment"]


def test_an_address_mended_on_the_way_back_is_another_request(client):
    course, key = build_trainings.course(), "8c1b2f54-7d67-4f5e-9f3f-0d1f6f0a1b2c"
    wrong = begin(client, course, "wrong@example.org", key=key)

    form = shown(client.get(f"{form_of(course)}?from={wrong.split('/')[-2]}"))
    right = begin(client, course, key=key)

    assert form.one("input", name="contact").attributes["value"] == "wrong@example.org"
    assert right != wrong
    assert last_message().to == EMAIL


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"opens_on": 2}, "ثبت‌نام از"),
        ({"closes_on": -1}, "ثبت‌نام در"),
        ({"state": "running"}, "ثبت‌نام در"),
        ({"state": "closed"}, ""),
        ({"state": "cancelled", "cancelled_because": "لغو"}, ""),
        ({"ends_on": -1, "starts_on": -1}, ""),
        ({"eligibility": "members"}, ""),
    ],
)
def test_what_cannot_be_enrolled_in_is_said_before_and_after_typing(client, fields, words):
    course = build_trainings.course(days=(7,))
    days = {name: today() + dt.timedelta(days=value) for name, value in fields.items() if isinstance(value, int)}
    if "opens_on" in days or "closes_on" in days:
        days = {"opens_on": today() - dt.timedelta(days=5), "closes_on": today() + dt.timedelta(days=6)} | days
    Course.objects.filter(pk=course.pk).update(**fields | days)

    before = client.get(form_of(course))
    after = client.post(form_of(course), {"full_name": "سارا کارون", "contact": EMAIL})

    assert (before.status_code, after.status_code) == (200, 422)
    assert shown(before).all("form", method="post") == []
    assert 'value="سارا کارون"' in after.text
    assert EMAIL in after.text
    assert (EnrolmentRequest.objects.count(), Message.objects.count()) == (0, 0)


def test_a_draft_has_no_form(client):
    assert client.get(form_of(build_trainings.course(state="draft"))).status_code == 404


def test_who_is_in_the_course_already_is_told_after_the_code_only(client):
    course = build_trainings.course()
    enrolled(client, course)

    with time_machine.travel(timezone.now() + dt.timedelta(minutes=2), tick=False):
        page = begin(client, course)
        refused = confirm(client, page)

    assert refused.status_code == 422
    assert "سارا کارون" in errors(refused)
    assert ("دوره‌های من", "/trainings/mine/") in shown(refused).one("main", id="main").links()
    assert Enrolment.objects.count() == 1


def test_a_course_that_closed_before_the_code_came_keeps_the_request(client):
    course = build_trainings.course()
    page = begin(client, course)
    Course.objects.filter(pk=course.pk).update(state="running")

    refused = confirm(client, page)
    Course.objects.filter(pk=course.pk).update(state="open")
    again = client.post(page, {"go": "confirm"})

    assert (refused.status_code, again.status_code) == (422, 302)
    assert Enrolment.objects.get().state == State.CONFIRMED


# The code ---------------------------------------------------------------------


def test_five_wrong_guesses_void_the_code(client):
    page = begin(client, build_trainings.course())
    code = code_in(last_message())
    wrong = "000000" if code != "۰۰۰۰۰۰" else "111111"

    answers = [confirm(client, page, wrong) for _guess in range(MOST_TRIES)]

    assert [answer.status_code for answer in answers] == [422] * 5
    assert "کد درست نیست" in errors(answers[0])
    assert confirm(client, page, code).status_code == 422
    assert Enrolment.objects.count() == 0


def test_a_code_is_void_after_thirty_minutes_and_a_new_one_comes_after_one(client):
    page = begin(client, build_trainings.course())
    code, now = code_in(last_message()), timezone.now()

    early = client.post(page, {"go": "resend"})
    with time_machine.travel(now + dt.timedelta(minutes=31), tick=False):
        assert confirm(client, page, code).status_code == 422
        late = client.post(page, {"go": "resend"})
        assert confirm(client, page).status_code == 302

    assert [answer.headers["Location"] for answer in (early, late)] == [f"{page}?sent=0", f"{page}?sent=1"]


def test_whoever_begins_with_a_strangers_address_learns_nothing_of_them(client):
    """The stranger types the code in their own browser; the page of the one who began stays empty."""
    course = build_trainings.course(title="برنامه‌نویسی")
    page = begin(client, course, "victim@example.org", full_name="نام ساختگی")
    victim = Client()
    assert confirm(victim, page).status_code == 302

    shown_to_victim, shown_to_other = shown(victim.get(page)), shown(client.get(page))

    assert [to for _text, to in shown_to_other.one("main", id="main").links() if "/trainings/mine/" in to] == [
        "/trainings/mine/"
    ]
    assert shown_to_other.one("h1").text == "به این درخواست پاسخ داده شد"
    assert shown_to_victim.one("h1").text == "جای شما قطعی است"
    assert confirm(client, page, "000000").status_code == 422


def test_a_known_address_is_answered_as_an_unknown_one(client, django_assert_num_queries):
    course = build_trainings.course()
    build_trainings.learner(email="known@example.org")
    build.user(email="account@example.org")

    answers = []
    for address in ("known@example.org", "account@example.org", "unknown@example.org"):
        visitor = Client()
        page = begin(visitor, course, address)
        text = visitor.get(page).text.replace(address, "…").replace(page.split("/")[-2], "…")
        answers.append(re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", text))

    assert answers[0] == answers[1] == answers[2]
    assert Message.objects.values_list("subject").distinct().count() == 1


def test_letters_to_one_address_are_throttled(client):
    course = build_trainings.course()

    met = [
        client.post(form_of(course), {"full_name": f"نام {number}", "contact": EMAIL}).status_code
        for number in range(4)
    ]

    assert met == [302, 302, 302, 429]


def test_who_is_known_under_another_name_is_told_so_once_the_code_is_right(client):
    course = build_trainings.course()
    build_trainings.learner("سارا کارونی", email=EMAIL)
    page = begin(client, course, full_name="سارا کارون")
    assert "سارا کارونی" not in client.get(page).text

    confirm(client, page)

    assert "این نشانی با نام سارا کارونی شناخته شده است" in shown(client.get(page)).text


def test_a_right_code_beyond_the_rate_is_not_called_wrong(client, monkeypatch):
    course = build_trainings.course()
    page = begin(client, course)
    monkeypatch.setitem(throttle.may.__self__.rates, "code", "1/10m/ip")
    confirm(client, page, "000000")

    response = confirm(client, page)

    assert (response.status_code, errors(response)) == (
        422,
        "کد پیام: تلاش بیش از اندازه بود. ده دقیقه صبر کنید و دوباره بکوشید.",
    )
    asked = EnrolmentRequest.objects.get()
    assert (asked.code_tries, asked.confirmed_at) == (1, None)


# What is typed, what is kept ------------------------------------------------------


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_is_typed_is_no_fault(client, text):
    course = build_trainings.course()
    page = begin(client, course)

    for number, name in enumerate(("full_name", "contact", "key", "firm")):
        typed = {"full_name": "سارا", "contact": f"x{number}@example.org"} | {name: text}
        assert hostile.post(client, form_of(course), **typed).status_code in (302, 400, 422)
    for values in ({"code": text}, {"code": "123456", "go": text}):
        assert hostile.post(client, page, **values).status_code in (400, 422)


def test_a_line_break_in_a_courses_title_is_no_header(client):
    course = build_trainings.course()
    Course.objects.filter(pk=course.pk).update(title="الف\r\nBcc: x@y.z", title_en="A\nBcc: x@y.z")

    enrolled(client, course)

    assert [message.subject.count("\n") + message.subject.count("\r") for message in Message.objects.all()] == [0, 0]


def test_nobody_keeps_these_pages(client):
    course = build_trainings.course()
    page = begin(client, course)

    for path in (form_of(course), page, reverse("trainings:mine")):
        response = client.get(path)
        assert "no-store" in response.headers["Cache-Control"]
        assert 'content="noindex"' in response.text


def test_the_code_is_secret_in_the_outbox_and_the_request_is_forgotten(client):
    page = begin(client, build_trainings.course())
    assert last_message().secret_until is not None
    confirm(client, page)

    with time_machine.travel(timezone.now() + dt.timedelta(hours=47), tick=False):
        forget_requests()
        assert EnrolmentRequest.objects.count() == 1
    with time_machine.travel(timezone.now() + dt.timedelta(hours=49), tick=False):
        forget_requests()

    assert (EnrolmentRequest.objects.count(), Enrolment.objects.count()) == (0, 1)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_form_asks_the_same_however_many_are_in_the_course(client, django_assert_num_queries, rows):
    course = build_trainings.course()
    for _number in range(rows):
        build_trainings.enrolment(course)
    with django_assert_num_queries(2):
        client.get(form_of(course))


@pytest.mark.parametrize(
    ("state", "course_state", "title", "is_live"),
    [
        (State.OFFERED, "open", "پیشنهاد بی‌پاسخ ماند", False),
        (State.CONFIRMED, "cancelled", "این دوره برگزار نمی‌شود", False),
        (State.WITHDRAWN, "open", "پس‌گرفته", False),
        (State.CONFIRMED, "open", "جای شما قطعی است", True),
    ],
)
def test_the_page_after_the_code_says_how_it_is_now(client, state, course_state, title, is_live):
    """An offer whose time is over is no offer, and of a cancelled course nobody has a place, whatever the row says."""
    course = build_trainings.course(seats=2)
    page = begin(client, course)
    confirm(client, page)
    past = timezone.now() - dt.timedelta(minutes=1)
    facts = {"offered_until": past if state == State.OFFERED else None}
    facts |= {"ended_at": past if state == State.WITHDRAWN else None}
    Enrolment.objects.update(state=state, **facts)
    Course.objects.update(
        state=course_state, cancelled_because="استاد بیمار است" if course_state == "cancelled" else ""
    )

    shown_page = shown(client.get(page))

    assert shown_page.one("h1").text == title
    assert ("جای خود را به‌موقع" in shown_page.one("main", id="main").text) is is_live
