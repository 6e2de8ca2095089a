"""A course's page: its facts, what can be done now, what machines read, what is never shown."""

import datetime as dt
import json
import re

import pytest
import time_machine
from django.utils.text import capfirst

from persian.jalali import today
from tests import build
from tests.reports.shown import shown
from tests.trainings import build_trainings
from trainings.models import Course, Enrolment
from trainings.public.panels import course_panels

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 9, 23, 8, tzinfo=dt.UTC)  # 1405/07/01
SECRET = "https://class.example/secret"


@pytest.fixture
def course():
    with time_machine.travel(NOW, tick=False):
        made = build_trainings.course(
            title="برنامه‌نویسی", title_en="Programming", slug="programming", teacher="مینا", seats=2, fee=1_500_000,
            city="اهواز", online_link=SECRET, syllabus="متغیر\nحلقه", days=(7,), firm_quota=1,
        )  # fmt: skip
        yield made


def page_of(client, course, prefix=""):
    return shown(client.get(f"{prefix}/trainings/{course.slug}/"))


def facts(page):
    section = page.one("section", id="facts")
    return dict(zip((n.text for n in section.all("dt")), (n.text for n in section.all("dd")), strict=True))


def test_the_page_says_everything_before_one_enrols(client, course):
    page = page_of(client, course)

    assert facts(page) == {
        "روزها": "۸ مهر ۱۴۰۵",
        "ساعت آموزش": "۱۶",
        "مکان": "سالن آزمایشی، اهواز · برخط؛ نشانی آن برای کسانی که جا دارند فرستاده می‌شود",
        "مدرس": "مینا",
        "هزینه": "۱٬۵۰۰٬۰۰۰ ریال",
        "برای چه کسانی": capfirst(Course.Eligibility.ANYONE.label) + " · حداکثر ۱ نفر از هر بنگاه",
        "حضور": "دست‌کم ۷۵ درصد جلسه‌ها",
    }
    assert page.one("section", id="sessions").rows()[1][:2] == ["۸ مهر ۱۴۰۵", "۰۹:۰۰–۱۳:۰۰"]
    assert [line.text for line in page.one("section", id="syllabus").all("li")] == ["متغیر", "حلقه"]
    assert ("ثبت‌نام", "/trainings/programming/enrol/") in page.one("section", id="places").links()


def test_in_english_names_days_and_money_are_english(client, course):
    found = facts(page_of(client, course, "/en"))

    assert (found["Days"], found["Fee"], found["Hours"]) == ("30 September 2026", "1,500,000 rials", "16")


def test_the_address_of_the_online_class_is_in_no_public_page(client, course):
    paths = ["", "course.ics"]
    pages = [client.get(f"/trainings/programming/{path}").text for path in paths]
    pages += [client.get(path).text for path in ("/trainings/", "/trainings/calendar.ics", "/trainings/feed.atom", "/")]

    assert [SECRET in text for text in pages] == [False] * 6


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "۲ از ۲ جا خالی است"),
        ({"taken": 2}, "ورود به فهرست انتظار"),
        ({"opens_on": dt.date(2026, 9, 25)}, "ثبت‌نام از ۳ مهر ۱۴۰۵ آغاز می‌شود و در ۷ مهر ۱۴۰۵ پایان می‌یابد. ۲ جا هست."),
        ({"closes_on": dt.date(2026, 9, 22)}, "ثبت‌نام در ۳۱ شهریور ۱۴۰۵ پایان یافت."),
        ({"state": "running"}, "دوره آغاز شده است؛ دیگر نمی‌توان ثبت‌نام کرد."),
        ({"state": "closed"}, "دوره در ۸ مهر ۱۴۰۵ پایان یافت."),
        ({"state": "cancelled", "cancelled_because": "مدرس نیامد"}, "دیگر نمی‌توان ثبت‌نام کرد؛"),
    ],
)
def test_the_page_says_what_can_be_done_now(client, course, fields, words):
    Course.objects.filter(pk=course.pk).update(**fields)

    places = page_of(client, course).one("section", id="places")

    assert words in places.text
    assert bool([to for _text, to in places.links() if to.endswith("/enrol/")]) is ("taken" in fields or not fields)


def test_a_lapsed_offer_is_free_before_the_clock_meets_it(client, course):
    build_trainings.enrolment(course, state=Enrolment.State.OFFERED, offered_until=NOW - dt.timedelta(minutes=1))
    build_trainings.enrolment(course)

    assert "۱ از ۲ جا خالی است" in page_of(client, course).one("section", id="places").text


def test_a_cancelled_course_says_why(client, course):
    Course.objects.filter(pk=course.pk).update(state="cancelled", cancelled_because="مدرس نیامد")

    assert "مدرس نیامد" in page_of(client, course).one("div", class_="notice--bad").text


def test_a_draft_is_for_those_who_run_the_courses(client, course, staff, firm_a):
    Course.objects.filter(pk=course.pk).update(state="draft")
    assert client.get("/trainings/programming/").status_code == 404
    client.force_login(firm_a)
    assert client.get("/trainings/programming/").status_code == 404
    assert client.get("/trainings/programming/course.ics").status_code == 404


def test_the_plan_is_linked_as_far_as_it_is_public(client, course):
    plan = build.plan()
    Course.objects.filter(pk=course.pk).update(plan=plan)
    assert page_of(client, course).all("a", href="/progress/1403/plans/1/") == []

    build.activity(plan)
    build.approve(plan)

    assert page_of(client, course).one("a", href="/progress/1403/plans/1/").text == f"۱. {plan.title}"


def test_machines_read_the_course_and_its_time(client, course):
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', client.get("/trainings/programming/").text)
    data = json.loads(found[1])

    assert (data["@type"], data["name"], data["alternateName"]) == ("Course", "برنامه‌نویسی", "Programming")
    assert data["offers"] == {"@type": "Offer", "category": "Paid", "price": 1_500_000, "priceCurrency": "IRR"}
    instance = data["hasCourseInstance"]
    assert (instance["@type"], instance["courseMode"], instance["courseWorkload"]) == (
        "CourseInstance", "Blended", "PT16H",
    )  # fmt: skip
    assert instance["eventStatus"] == "https://schema.org/EventScheduled"
    assert instance["subEvent"][0]["startDate"] == "2026-09-30T09:00:00+03:30"


def test_hostile_words_leave_no_element_open(client, course):
    evil = "</script><script>alert(1)</script>"
    Course.objects.filter(pk=course.pk).update(title=evil, summary=evil, teacher=evil, syllabus=evil, place=evil)

    text = client.get("/trainings/programming/").text

    assert evil not in text
    assert text.count("</script>") == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_takes_three_queries(client, course, django_assert_num_queries, rows):
    for number in range(rows):
        build_trainings.session(course, today(), starts_at=dt.time(number + 1), ends_at=dt.time(number + 2))
        build_trainings.enrolment(course, state=Enrolment.State.WAITING)
    with django_assert_num_queries(3):
        client.get("/trainings/programming/")


def test_other_folders_add_to_the_page(client, course, monkeypatch):
    panel = {"template": "includes/empty.html", "context": {}}
    monkeypatch.setattr(course_panels, "_panels", [(10, lambda shown_course, user: panel)])

    assert len(page_of(client, course).all("div", class_="empty")) == 1


def test_an_institution_shows_what_it_teaches(client, course):
    for number in range(5):
        build_trainings.course(title=f"دوره {number}", days=(-9 - number,), state="closed")
    build_trainings.course(title="پیش‌نویس", state="draft")

    page = shown(client.get("/council/institutions/provider/")).one("section", id="courses")

    assert page.links()[0] == ("همه دوره‌های این نهاد", "/trainings/?provider=provider")
    assert [text for text, _to in page.links()[1:]] == ["برنامه‌نویسی", "دوره 0", "دوره 1", "دوره 2", "دوره 3"]
    build.institution("other")
    assert shown(client.get("/council/institutions/other/")).all("section", id="courses") == []


def test_the_home_page_names_the_next_three_courses(client, course):
    for day in (3, 9, 11):
        build_trainings.course(title=f"روز {day}", days=(day,))
    build_trainings.course(title="آغازشده", days=(0, 2), closes_on=today() - dt.timedelta(days=1))
    build_trainings.course(title="پیش‌نویس", days=(1,), state="draft")

    section = shown(client.get("/")).one("section", id="courses")

    assert [node.text for node in section.all("h3")] == ["روز 3", "برنامه‌نویسی", "روز 9"]
