"""What the courses' room is for, from end to end: announced, filled, handed on, attended, certified, asked, counted."""

import datetime as dt
import re

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db.models import F
from django.test import Client
from django.utils import timezone

from actionplans.models import IndicatorReading
from persian.jalali import format_day, today, year_of
from post.models import Message
from tests import build
from tests.trainings.enrolling import code_in
from trainings.models import Certificate, Course, CourseSession, Enrolment

FIRST, SECOND = "first@example.org", "second@example.org"
FORM = {
    "title": "امنیت شبکه برای بنگاه‌ها", "title_en": "Network security", "hours": "۸", "seats": "۱",
    "summary": "رمز، پشتیبان و پاسخ به رخداد", "place": "سالن ۲", "attendance_share": "۷۵", "offer_hours": "۴۸",
    "fee": "۰",
}  # fmt: skip


@pytest.fixture(autouse=True)
def nobody_has_guessed():
    cache.clear()


@pytest.fixture
def indicator(groups):
    """A counted indicator of an approved plan of the year that is now."""
    year = build.year(year_of(today()))
    plan = build.plan(1, year=year, title="آموزش")
    build.activity(plan)
    row = build.indicator(plan, title="آموزش‌دیدگان", measure="people-trained")
    build.approve(plan)
    build.institution("tvto", "فنی و حرفه‌ای")
    return row


@pytest.fixture
def as_person(visit):
    """``as_person(user, width)``: that person's page, signed in or not, without script: every step works so."""

    def page_of(user=None, width=1280, *, script=False):
        browser = visit(width, 2400, script=script)
        if user:
            browser.sign_in(Client(), user)
        return browser.page

    return page_of


def press(page, button):
    with page.expect_navigation():
        page.locator(button).last.click()


def announce(page, plan):
    """The facilitator writes the course, adds two mornings from ten days on, and announces it."""
    page.goto("/admin/trainings/course/add/")
    for name, text in FORM.items():
        page.fill(f"#id_{name}", text)
    page.select_option("#id_kind", "ict")
    page.select_option("#id_provider", label="فنی و حرفه‌ای")
    page.select_option("#id_plan", str(plan.pk))
    page.fill("#id_opens_on", format_day(today() - dt.timedelta(days=1), "numeric"))
    page.fill("#id_closes_on", format_day(today() + dt.timedelta(days=5), "numeric"))
    press(page, "[name=_save]")
    course = Course.objects.get()
    page.goto(f"/admin/trainings/course/{course.pk}/series/")
    for box in page.locator("[name=weekdays]").all():
        box.check(force=True)
    for name, text in {"count": "۲", "starts_at": "۰۹:۰۰", "ends_at": "۱۳:۰۰"}.items():
        page.fill(f"#id_{name}", text)
    page.fill("#id_first_on", format_day(today() + dt.timedelta(days=10), "numeric"))
    press(page, "form button[type=submit]")
    page.goto(f"/admin/trainings/course/{course.pk}/act/announce/")
    press(page, "form.card button")
    course.refresh_from_db()
    return course


def letter_to(contact, key=""):
    return Message.objects.filter(to=contact, key__contains=key).order_by("-pk").first()


def path_in(message, wanted):
    return re.search(rf"https?://[^/\s]+(\S*{wanted}\S*)", message.body)[1]


def enrol(page, course, contact, name):
    page.goto(f"/trainings/{course.slug}/")
    page.click(".hero__do .btn")
    page.fill("#id_full_name", name)
    page.fill("#id_contact", contact)
    press(page, "form .btn--full")
    page.fill("#id_code", code_in(letter_to(contact)))
    press(page, "[value=confirm]")
    return page.inner_text("h1")


def days_pass(course, days):
    """The course moves so many days into the past, as if they had gone by."""
    back = dt.timedelta(days=days)
    CourseSession.objects.filter(course=course).update(day=F("day") - back)
    dates = {name: getattr(course, name) - back for name in ("opens_on", "closes_on", "starts_on", "ends_on")}
    Course.objects.filter(pk=course.pk).update(**dates)
    course.refresh_from_db()


def test_a_course_from_its_announcement_to_the_figure_in_the_plan(visit, as_person, indicator, facilitator):
    desk = as_person(facilitator)
    course = announce(desk, indicator.plan)
    assert (course.state, course.slug.rsplit("-", 2)[0], course.sessions.count()) == ("open", "network-security", 2)

    first, second = as_person(width=360), as_person(width=360)
    assert enrol(first, course, FIRST, "سارا کارون") == "جای شما قطعی است"
    assert enrol(second, course, SECOND, "مریم کارون") == "در فهرست انتظار هستید"

    first.goto(path_in(letter_to(FIRST, "/confirmed/"), "/trainings/mine/"))
    first.click("text=پس دادن جا")
    press(first, "[value=withdraw]")
    second.goto(path_in(letter_to(SECOND, "/offered/"), "/trainings/mine/"))
    press(second, "[value=accept]")
    assert dict(Enrolment.objects.values_list("learner__email", "state")) == {FIRST: "withdrawn", SECOND: "confirmed"}

    days_pass(course, 12)
    call_command("tick")
    course.refresh_from_db()
    assert course.state == "running"
    door = as_person(facilitator, 360)
    for session in course.sessions.all():
        door.goto(f"/trainings/door/{course.slug}/{session.pk}/")
        door.locator(".who", has_text="مریم").get_by_label("حاضر", exact=True).check(force=True)
        press(door, "#save")
    desk.goto(f"/admin/trainings/course/{course.pk}/act/end/")
    press(desk, "form.card button")
    desk.goto(f"/admin/trainings/certificate/course/{course.pk}/")
    press(desk, "#content-main form button")
    call_command("worker", "--once")

    certificate = Certificate.objects.get()
    stranger = visit(360)
    assert f"/certificates/{certificate.code}/" in letter_to(SECOND, "certificate/").body
    stranger.page.goto(f"/certificates/{certificate.code}/")  # what the QR code holds
    assert stranger.page.get_by_text("مریم کارون").count() == 1
    stranger.forgive("Failed to load resource")
    stranger.page.goto(f"/certificates/{certificate.code[:-1]}{'2' if certificate.code[-1] != '2' else '3'}/")
    assert stranger.page.get_by_text("معتبر نیست").count() == 1

    days_pass(course, 2)
    Enrolment.objects.update(ended_at=F("ended_at") - dt.timedelta(days=2))
    call_command("tick")
    second.goto(path_in(letter_to(SECOND, "feedback"), "/trainings/feedback/"))
    for row in second.locator("fieldset").all():
        row.locator("input[value='5']").check(force=True)
    press(second, "form.ask button")
    assert course.enrolments.get(state="completed").feedback.get().overall == 5

    desk.goto(f"/admin/actionplans/counts/?year={indicator.plan.year.year}")
    assert desk.locator("[name=take]").is_checked()
    press(desk, "[value=take]")
    reading = IndicatorReading.objects.get()
    assert (reading.value, reading.as_of, reading.recorded_at <= timezone.now()) == (1, today(), True)
    stranger.page.goto(f"/progress/{indicator.plan.year.year}/")
    row = stranger.page.locator("#trainings tbody tr").inner_text().replace("\n", " ")
    assert re.sub(r"\s+", " ", row).startswith("آموزش‌دیدگان نفر")
    assert [cell.split()[0] for cell in stranger.page.locator("#trainings tbody td").all_inner_texts()] == ["۱", "۱"]
