"""What waits in the council: each number is the length of the list it leads to."""

import datetime as dt

import pytest
from django.urls import reverse

from accounts import queues as post_queues
from council import queues, services
from council.papers import missing_papers
from persian.jalali import today
from post.models import Message
from tests import build

pytestmark = pytest.mark.django_db
SOON = dt.timedelta(days=3)


def planned(**fields):
    """A draft in three days that lacks nothing but its call."""
    values = {"state": "draft", "held_on": today() + SOON, "starts_at": dt.time(10), "place": "استانداری"}
    meeting = build.meeting(**values | fields)
    build.agenda_item(meeting, kind="report")
    return meeting


def call(meeting):
    return services.move_meeting(meeting=meeting, state="called", by=None)


def queue(user, title):
    (item,) = [one for one in queues.waiting_items(user) if one.title == title]
    return item


NEXT, PAPERS, PROPOSALS = "نشست آینده", "کمبودهای نشست آینده", "مصوبه‌های پیشنهادی"


def test_the_next_meeting_is_the_nearest_one_from_today_on(facilitator):
    build.meeting(state="draft", held_on=today() - dt.timedelta(days=1))
    planned(held_on=today() + 2 * SOON)
    nearest = planned()
    build.meeting(state="cancelled", held_on=today())

    item = queue(facilitator, NEXT)

    assert (item.count, item.url) == (1, reverse("admin:council_meeting_board", args=[nearest.pk]))


def test_without_a_meeting_nothing_is_missing(facilitator):
    assert (queue(facilitator, NEXT).count, queue(facilitator, PAPERS).count) == (0, 0)


def test_the_papers_of_a_draft_that_are_missing_stand_on_the_page_that_the_number_leads_to(desk, facilitator):
    meeting = planned(starts_at=None, place="")
    build.agenda_item(meeting)
    build.decision(build.agenda_item(meeting))

    item = queue(facilitator, PAPERS)

    assert missing_papers(meeting) == [
        "دستور ۲ تصمیم می‌خواهد، ولی هنوز چیزی پیشنهاد نشده است.",
        "ساعت نشست تعیین نشده است.",
        "مکان نشست تعیین نشده است.",
        "دعوت‌نامه فرستاده نشده است؛ به نشست هنوز دعوت نشده است.",
    ]
    page = desk.get(item.url)
    assert (item.count, page.context["missing"]) == (4, missing_papers(meeting))
    assert all(words in page.text for words in missing_papers(meeting))


def test_an_empty_agenda_is_missing():
    meeting = planned()
    meeting.agenda.all().delete()

    assert missing_papers(meeting)[0] == "دستور جلسه خالی است."


def test_a_called_meeting_lacks_what_changed_who_is_new_and_whom_no_letter_reached(facilitator):
    for name in ("zahra", "ali"):
        build.seat(email=f"{name}@example.org")
    meeting = call(planned())
    assert missing_papers(meeting) == []

    meeting.place = "فرمانداری"
    meeting.save()
    build.seat()
    build.seat(valid_from=meeting.held_on + dt.timedelta(days=1))
    Message.objects.filter(to="ali@example.org").update(state="failed")

    assert missing_papers(meeting) == [
        "تغییر کرده پس از واپسین دعوت: مکان.",
        "۱ کرسی دعوت نشده است.",
        "۱ دعوت‌نامه نرسید.",
    ]
    services.call_again(meeting=meeting, by=facilitator)
    assert missing_papers(meeting) == []


def test_the_papers_are_counted_for_who_calls_meetings_only(council_member):
    planned()

    assert [item.title for item in queues.waiting_items(council_member)][:2] == [NEXT, "پیگیری‌های شما و نهادتان"]


@pytest.mark.parametrize("items", [1, 4])
def test_the_queues_ask_the_same_however_large_the_meeting_is(staff, django_assert_num_queries, items):
    staff = type(staff).objects.get(pk=staff.pk)
    meeting = planned()
    for _item in range(items):
        build.decision(build.agenda_item(meeting))
        build.seat(email="a@example.org")
    call(meeting)
    staff.has_perm("council.view_meeting")  # its permissions are read

    with django_assert_num_queries(10):
        queues.waiting_items(staff)


def test_the_proposals_of_a_cancelled_meeting_are_neither_counted_nor_listed(desk, facilitator):
    waiting = build.decision(build.agenda_item(build.meeting(state="held")))
    build.decision(build.agenda_item(build.meeting(state="cancelled")))
    build.decision(build.agenda_item(build.meeting(state="held")), state="deferred")

    item = queue(facilitator, PROPOSALS)

    assert (item.count, list(desk.get(item.url).context["cl"].queryset)) == (1, [waiting])


def test_letters_that_did_not_arrive_wait_for_who_reads_the_outbox(client, cast):
    for state in ("failed", "waiting", "failed"):
        number = Message.objects.count()
        Message.objects.create(key=f"k{number}", channel="mail", to="a@example.org", body="x", state=state)
    roles = {name: post_queues.waiting_items(user) for name, user in cast.items() if user and user.is_staff}

    assert {name for name, items in roles.items() if items} == {"facilitator", "staff", "administrator"}
    (item,) = roles["facilitator"]
    client.force_login(cast["facilitator"])
    listed = client.get(item.url).context["cl"].queryset
    assert (item.count, sorted(listed.values_list("key", flat=True))) == (2, ["k0", "k2"])
    assert item.title in client.get(reverse("admin:index")).text
