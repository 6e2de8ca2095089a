"""Sessions as calendars, announced courses as a feed, courses in the map for robots."""

import datetime as dt

import pytest
import time_machine
from icalendar import Calendar

from tests import build
from tests.feeds import root_of
from tests.trainings import build_trainings
from trainings.services.courses import cancel_course

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
NOW = dt.datetime(2026, 9, 23, 8, tzinfo=dt.UTC)  # 1405/07/01


@pytest.fixture
def course():
    with time_machine.travel(NOW, tick=False):
        yield build_trainings.course(
            title="برنامه‌نویسی",
            title_en="Programming",
            slug="programming",
            days=(7, 8),
            provider=build.institution("uni"),
        )


def events(client, path):
    response = client.get(path)
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(response.content).walk("VEVENT")


def test_each_session_of_a_course_is_an_entry_with_its_own_name(client, course):
    first, second = events(client, "/trainings/programming/course.ics")

    one, other = course.sessions.all()
    assert (first["UID"], second["UID"]) == tuple(f"course-programming-{row.pk}@portal.example" for row in (one, other))
    assert [str(first[name]) for name in ("SUMMARY", "LOCATION", "STATUS", "URL")] == [
        "برنامه‌نویسی", "سالن آزمایشی", "CONFIRMED", "https://portal.example/trainings/programming/",
    ]  # fmt: skip
    assert first["DTSTART"].dt.isoformat() == "2026-09-30T09:00:00+03:30"
    assert first["DTEND"].dt.isoformat() == "2026-09-30T13:00:00+03:30"
    assert events(client, "/en/trainings/programming/course.ics")[0]["SUMMARY"] == "Programming"


def test_a_cancelled_course_is_taken_out_of_calendars(client, course):
    before = events(client, "/trainings/programming/course.ics")[0]
    cancel_course(course=course, by=None, why="مدرس نیامد")

    after = events(client, "/trainings/programming/course.ics")[0]

    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)
    assert (after["UID"], after["STATUS"]) == (before["UID"], "CANCELLED")


def test_the_same_sessions_are_the_same_bytes(client, course):
    paths = ["/trainings/programming/course.ics", "/trainings/calendar.ics", "/trainings/feed.atom"]
    with time_machine.travel(NOW + dt.timedelta(minutes=9), tick=False):
        first = [client.get(path) for path in paths]
    with time_machine.travel(NOW + dt.timedelta(hours=2), tick=False):
        again = [client.get(path) for path in paths]
        tags = [client.get(p, headers={"If-None-Match": r.headers["ETag"]}) for p, r in zip(paths, first, strict=True)]

    assert [one.content for one in first] == [one.content for one in again]
    assert [one.status_code for one in tags] == [304, 304, 304]


def test_the_calendar_of_all_has_what_is_to_come_and_no_draft(client, course):
    build_trainings.course(slug="past", days=(-1, 0))
    build_trainings.course(slug="draft", state="draft")

    found = [str(event["UID"]).rsplit("-", 1)[0] for event in events(client, "/trainings/calendar.ics")]

    assert found == ["course-past", "course-programming", "course-programming"]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_calendars_and_the_feed_ask_the_same_of_more_rows(client, django_assert_num_queries, rows):
    for _number in range(rows):
        made = build_trainings.course(days=range(1, rows + 1))
    for path, queries in [
        ("/trainings/calendar.ics", 1), (f"/trainings/{made.slug}/course.ics", 2), ("/trainings/feed.atom", 2),
    ]:  # fmt: skip
        with django_assert_num_queries(queries):
            client.get(path)


def test_the_feed_names_announced_courses_the_same_for_ever(client, course, staff):
    build_trainings.course(state="draft")
    client.force_login(staff)

    root = root_of(client.get("/en/trainings/feed.atom"))

    [entry] = root.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}{name}") for name in ("id", "title", "summary", "updated")] == [
        "tag:portal.example,2024:course/programming",
        "Programming",
        "اداره کل آزمایشی · 30 September 2026 · شرح دوره آزمایشی",
        "2026-09-23T08:00:00+00:00",
    ]
    assert entry.find(f"{ATOM}link").get("href") == "https://portal.example/en/trainings/programming/"


def test_robots_find_announced_courses_in_both_languages(client, course):
    build_trainings.course(slug="draft", state="draft")

    text = client.get("/sitemap-courses.xml").text

    listed = [f"{prefix}/trainings/{slug}/" for prefix in ("", "/en") for slug in ("programming", "draft")]
    assert [f"{path}</loc>" in text for path in listed] == [True, False, True, False]
