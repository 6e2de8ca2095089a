"""Decisions as an Atom feed, meetings as calendars."""

import datetime as dt

import pytest
import time_machine
from icalendar import Calendar

from council import services
from council.models import Meeting
from persian.jalali import today
from tests import build
from tests.council.build_minutes import FAR
from tests.feeds import root_of

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
RECORDED = dt.datetime(2024, 5, 16, 8, 0, tzinfo=dt.UTC)


def entries(client, path="/feed.atom"):
    root = root_of(client.get(path))
    names = ["id", "title", "summary", "updated"]
    return [
        {name: entry.findtext(f"{ATOM}{name}") for name in names} | {"link": entry.find(f"{ATOM}link").get("href")}
        for entry in root.findall(f"{ATOM}entry")
    ]


def test_the_feed_names_each_decision_the_same_for_ever(client):
    build.adopted_decision(text="متن <b>", text_en="Words", recorded_at=RECORDED)
    build.decision(text="پیشنهاد")

    persian, english = entries(client), entries(client, "/en/feed.atom")

    assert persian == [
        {
            "id": "tag:portal.example,2024:decision/1403/01-01", "title": "مصوبه ۱۴۰۳/۰۱-۰۱", "summary": "متن <b>",
            "updated": "2024-05-16T08:00:00+00:00",
            "link": "https://portal.example/council/decisions/1403-01-01/",
        }
    ]  # fmt: skip
    assert english == [
        {
            "id": "tag:portal.example,2024:decision/1403/01-01", "title": "Decision 1403/01-01", "summary": "Words",
            "updated": "2024-05-16T08:00:00+00:00",
            "link": "https://portal.example/en/council/decisions/1403-01-01/",
        }
    ]  # fmt: skip


def test_a_decision_that_opened_is_updated_at_that_moment(client):
    build.adopted_decision(text="متن", confidential_until=FAR, recorded_at=RECORDED)

    assert entries(client)[0]["updated"] == "2024-05-16T08:00:00+00:00"
    with time_machine.travel("2099-01-03T00:00:00Z", tick=False):
        assert entries(client)[0]["updated"] == "2099-01-02T00:00:00+03:30"
        assert entries(client)[0]["summary"] == "متن"


def test_the_feed_is_the_same_for_everybody_and_can_be_not_modified(client, council_member):
    empty = client.get("/feed.atom")
    assert client.get("/feed.atom", headers={"If-None-Match": empty.headers["ETag"]}).status_code == 304
    build.adopted_decision(text="متن", confidential_until=FAR, recorded_at=RECORDED)
    public = client.get("/feed.atom")
    client.force_login(council_member)

    assert client.get("/feed.atom").content == public.content
    assert public.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert public.headers["Cache-Control"] == "public, max-age=60"


def test_every_page_names_the_feed_of_its_language(client):
    assert 'type="application/atom+xml" title="مصوبه‌های شورا" href="/feed.atom"' in client.get("/").text
    assert 'href="/en/feed.atom"' in client.get("/en/").text


@pytest.mark.parametrize("rows", [1, 3])
def test_the_feed_takes_two_queries(client, django_assert_num_queries, rows):
    item = build.agenda_item(build.meeting(state="published"))
    for _row in range(rows):
        build.adopted_decision(item)
    with django_assert_num_queries(2):
        client.get("/feed.atom")


def events(client, path):
    response = client.get(path)
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(response.content).walk("VEVENT")


def test_a_meeting_can_be_put_into_a_calendar(client):
    build.cluster(name="خوشه")
    meeting = build.meeting(1, state="called", starts_at=dt.time(10), place="استانداری")
    build.agenda_item(meeting, title="دستور پنهان")

    (event,) = events(client, "/council/meetings/1403-01/meeting.ics")

    assert [str(event[name]) for name in ("UID", "SUMMARY", "LOCATION", "STATUS", "URL")] == [
        "meeting-1403-01@portal.example", "نشست ۱ سال ۱۴۰۳، خوشه", "استانداری", "CONFIRMED",
        "https://portal.example/council/meetings/1403-01/",
    ]  # fmt: skip
    assert event["DTSTART"].dt.isoformat() == "2024-05-15T10:00:00+03:30"
    assert "DESCRIPTION" not in event
    (english,) = events(client, "/en/council/meetings/1403-01/meeting.ics")
    assert (english["SUMMARY"], english["UID"]) == ("Meeting 1 of the year 1403, Test cluster", event["UID"])


def test_a_summer_meeting_of_1401_keeps_the_clock_of_its_year(client):
    build.meeting(1, year=build.year(1401), held_on=dt.date(2022, 7, 1), starts_at=dt.time(10))

    (event,) = events(client, "/council/meetings/1401-01/meeting.ics")

    assert event["DTSTART"].dt.utcoffset() == dt.timedelta(hours=4, minutes=30)


def test_a_meeting_without_a_time_is_a_day(client):
    build.meeting(1)

    assert events(client, "/council/meetings/1403-01/meeting.ics")[0]["DTSTART"].dt == build.APPROVAL_DAY


def test_a_changed_call_raises_the_sequence_of_the_public_entry(client):
    build.seat()
    meeting = build.meeting(1, state="draft", held_on=today(), starts_at=dt.time(10), place="استانداری")
    build.agenda_item(meeting)
    services.move_meeting(meeting=meeting, state="called", by=None)
    services.call_again(meeting=meeting, by=None)

    (event,) = events(client, "/council/meetings/1403-01/meeting.ics")

    assert event["SEQUENCE"] == 1


@pytest.mark.parametrize("state", ["draft", "cancelled"])
def test_what_is_not_called_has_no_entry(client, council_member, state):
    build.meeting(1, state=state)
    client.force_login(council_member)

    assert client.get("/council/meetings/1403-01/meeting.ics").status_code == 404
    assert events(client, "/council/meetings.ics") == []


def test_the_calendar_of_all_meetings_has_those_that_are_called_or_took_place(client):
    for number, state in enumerate(Meeting.State.values, 1):
        build.meeting(number, state=state)

    uids = [str(event["UID"])[8:15] for event in events(client, "/council/meetings.ics")]

    assert uids == ["1403-02", "1403-03", "1403-04", "1403-05"]
    first = client.get("/council/meetings.ics")
    assert client.get("/council/meetings.ics", headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


@pytest.mark.parametrize("rows", [1, 3])
def test_the_calendar_takes_two_queries(client, django_assert_num_queries, rows):
    for number in range(1, rows + 1):
        build.meeting(number)
    with django_assert_num_queries(2):
        client.get("/council/meetings.ics")
