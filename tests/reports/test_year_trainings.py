"""The courses of a year on the yearly page and on their own page; reading and count side by side."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import build
from tests.reports.build_courses import answer, two_courses
from tests.reports.build_year import day, small_year
from tests.reports.shown import section, sections, shown
from tests.trainings import build_trainings as make
from trainings.models import Course

pytestmark = pytest.mark.django_db
YEAR, TRAININGS = "/progress/1403/", "/progress/1403/trainings/"


def test_the_yearly_page_shows_whom_the_courses_reached(client):
    year = small_year()
    two_courses(year.one)

    block = section(client.get(YEAR), "trainings")

    assert [node.text for node in block.all("span", class_="fig__val")] == ["۳", "۲", "۲", "۲"]
    assert block.links()[:2] == [
        ("دوره‌ها و شمارش", TRAININGS), ("دوره‌ها و شمارش", TRAININGS),
    ]  # fmt: skip


def test_reading_and_count_stand_side_by_side(client):
    year = small_year()
    two_courses(year.one)
    trained = build.indicator(year.one, title="آموزش‌دیدگان", measure="people-trained")
    build.indicator(year.one, title="رضایت", unit="درصد", measure="satisfaction")
    build.reading(trained, Decimal(2), day(6, 31), verified=Decimal(2))
    build.reading(trained, Decimal(4), day(9, 30))

    block = section(client.get(YEAR), "trainings")

    assert block.rows() == [
        ["شاخص", "تازه‌ترین قرائت", "شمارش امروز درگاه"],
        ["آموزش‌دیدگان نفر · برنامه ۱ · ۳۰ آذر · هنوز تأیید نشده", "۴", "۳"],
        ["رضایت درصد · برنامه ۱", "—", "پاسخ‌های کم‌شمار"],
    ]


def test_what_learners_thought_is_counted_from_five_answers_of_a_course_on(client):
    """Course two: 4, 2, 5, 5, 1. Course one has two answers, which are in no sum."""
    year = small_year()
    courses = two_courses(year.one)
    for grade in (5, 5):
        answer(make.enrolment(courses.second, state="completed"), grade)
    assert client.get(YEAR).context["trainings"]["opinion"] is None

    answer(make.enrolment(courses.second, state="completed"), 1)

    block = section(client.get(YEAR), "trainings")
    assert block.rows() == [["۱", "۲", "۳", "۴", "۵"], ["۱", "۱", "۰", "۱", "۲"]]
    assert block.one("caption").text.startswith("۵ پاسخ فراگیران")
    whole = [row for row in section(client.get(TRAININGS), "feedback").rows() if row[0] == "دوره در مجموع"]
    assert whole == [["دوره در مجموع", "۱", "۱", "۰", "۱", "۲", "۳٫۴"]]


def test_a_year_without_courses_and_counts_has_no_block(client):
    small_year()

    assert "trainings" not in sections(client.get(YEAR))


def test_the_page_of_the_years_courses_shows_each_and_the_sums(client, django_assert_num_queries):
    year = small_year()
    two_courses(year.one, year.two)

    with django_assert_num_queries(4):
        page = shown(client.get(TRAININGS))

    assert page.one("section", id="courses").rows() == [
        ["دوره", "روز پایان", "آموزش‌دیدگان", "پایان‌برندگان", "گواهی‌نامه‌ها", "بنگاه‌ها"],
        ["دوره یکم مرکز آموزش آزمایشی · برنامه ۱", "۲۰ تیر ۱۴۰۳", "۲", "۱", "۱", "۱"],
        [page.one("section", id="courses").rows()[2][0], "۲۰ مرداد ۱۴۰۳", "۱", "۱", "۰", "۰"],
        ["دوره دوم مرکز آموزش آزمایشی · برنامه ۱", "۲۰ مهر ۱۴۰۳", "۲", "۲", "۱", "۲"],
    ]
    assert page.one("p", class_="lead").text == (
        "۴ نفر در ۳ دوره شرکت کردند و ۳ نفر دوره‌ای را به پایان بردند؛ ۲ بنگاه کسی را به دوره‌ها فرستادند."
    )


def test_many_courses_ask_no_more(client, django_assert_num_queries):
    year = small_year()
    courses = two_courses(year.one)
    for number in range(10):
        courses.first.pk, courses.first.slug = None, f"copy-{number}"
        courses.first._state.adding = True
        courses.first.save(force_insert=True)

    with django_assert_num_queries(4):
        client.get(TRAININGS)
    with django_assert_num_queries(8):
        client.get(YEAR)


@pytest.mark.parametrize(("path", "asks"), [(YEAR, True), (TRAININGS, True), ("/progress/1403/plans/1/", False)])
def test_only_pages_that_show_courses_ask_for_them(client, path, asks):
    year = small_year()
    two_courses(year.one)

    with CaptureQueriesContext(connection) as asked:
        client.get(path)

    assert any("trainings_course" in query["sql"] for query in asked) is asks


def test_the_sample_mark_stands_where_a_course_is_a_sample(client):
    year = small_year()
    two_courses(year.one)
    assert not client.get(YEAR).context["sample"]

    Course.objects.filter(slug="one").update(is_sample=True)

    assert client.get(YEAR).context["sample"]
    assert client.get(TRAININGS).context["sample"]


def test_the_page_is_kept_by_caches_until_something_changes(client):
    year = small_year()
    courses = two_courses(year.one)
    first = client.get(TRAININGS)
    again = client.get(TRAININGS, headers={"If-None-Match": first["ETag"]})
    Course.objects.filter(pk=courses.second.pk).update(ends_on=courses.second.ends_on - dt.timedelta(days=1))

    assert again.status_code == 304
    assert client.get(TRAININGS, headers={"If-None-Match": first["ETag"]}).status_code == 200
