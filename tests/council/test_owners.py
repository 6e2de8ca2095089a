"""Who owns an action item reports from the own desk that it is done; the facilitator reads that and closes it."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from council import queues, reminders, services
from council.models import ActionItem
from filing.models import StateChange
from persian.jalali import today
from post.models import Message
from tests import build
from tests.council.editing import board

pytestmark = pytest.mark.django_db
DESK = "/council/desk/"


@pytest.fixture
def office():
    return build.institution("tvto", "اداره کل فنی و حرفه‌ای")


@pytest.fixture
def seat(council_member, office):
    return build.seat("ژاله", user=council_member, institution=office)


@pytest.fixture
def item(seat):
    meeting = build.meeting(state="published")
    return build.action_item(meeting, seat=seat, text="تهیه فهرست", agenda_item=build.agenda_item(meeting))


@pytest.fixture
def desk(client, council_member, seat):
    client.force_login(council_member)
    return client


def report(client, item, text="فهرست را فرستادیم"):
    return client.post(reverse("council:desk_report", args=[item.pk]), {"text": text})


def refused(item, by, text="انجام شد"):
    with pytest.raises(ValidationError) as caught:
        services.report_done(item=item, text=text, by=by)
    assert ActionItem.objects.get(pk=item.pk).report == ""
    return caught.value


def test_an_owner_reports_and_the_item_stays_open(desk, item, council_member):
    response = report(desk, item, "فهرست را فرستاديم")

    item.refresh_from_db()
    assert response.url == "/council/desk/#h-actions"
    assert (item.state, item.report, item.reported_by) == ("open", "فهرست را فرستادیم", council_member)
    line = StateChange.objects.get()
    assert (line.object_key, line.old, line.new, line.why, line.by) == (
        "1403-01/a1", "open", "open", "reported as done: فهرست را فرستادیم", council_member,
    )  # fmt: skip
    assert "فهرست را فرستادیم" in desk.get(DESK).text


def test_the_item_of_an_institution_is_reported_by_who_sits_for_it(seat, office, council_member):
    item = build.action_item(institution=office)

    assert services.report_done(item=item, text="انجام شد", by=council_member).report == "انجام شد"


def test_nobody_reports_for_somebody_else(client, desk, facilitator, item):
    others = build.action_item(seat=build.seat())

    assert report(desk, others).status_code == 404
    assert refused(item, facilitator).code == "owner"
    desk.logout()
    assert report(client, item).url.startswith("/accounts/login/")


def test_who_left_the_seat_does_not_report_for_it(item, seat, council_member):
    seat.valid_to = today() - dt.timedelta(days=1)
    seat.save()

    assert refused(item, council_member).code == "owner"


@pytest.mark.parametrize("change", ["done", "cancelled", "cancelled meeting"])
def test_what_is_closed_or_of_a_cancelled_meeting_takes_no_report(item, council_member, facilitator, change):
    if change == "cancelled meeting":
        item.meeting.state = "cancelled"
        item.meeting.save()
    else:
        services.close_action_item(item=item, state=change, by=facilitator)

    assert refused(item, council_member).code == "done"


@pytest.mark.parametrize("text", ["", "  ", "x" * 2001])
def test_a_report_that_is_none_is_refused_and_stays_typed(desk, item, text):
    response = report(desk, item, text)

    assert (response.status_code, list(response.context["typed"]["report"].errors)) == (422, ["text"])
    assert ActionItem.objects.get().report == ""


def test_the_service_asks_for_words_too(item, council_member):
    assert list(refused(item, council_member, " \u200c ").message_dict) == ["text"]


def test_the_same_words_twice_are_one_report_and_other_words_take_their_place(item, council_member):
    for text in ["نیمی", "نیمی", "همه"]:
        services.report_done(item=item, text=text, by=council_member)

    assert ActionItem.objects.get().report == "همه"
    assert StateChange.objects.count() == 2


def test_what_is_opened_again_is_not_reported_any_more(item, council_member, facilitator):
    services.report_done(item=item, text="انجام شد", by=council_member)
    services.close_action_item(item=item, state="done", by=facilitator)
    assert ActionItem.objects.get().report == "انجام شد"

    services.reopen_action_item(item=item, by=facilitator, why="نیمه‌کاره بود")

    item.refresh_from_db()
    assert (item.report, item.reported_at, item.reported_by) == ("", None, None)


def test_the_database_keeps_no_report_without_its_writer(item):
    with pytest.raises(IntegrityError), transaction.atomic():
        ActionItem.objects.update(report="انجام شد")


def test_the_facilitator_finds_what_was_reported_in_the_list_and_in_the_editor(
    client, item, council_member, facilitator
):
    build.action_item(item.meeting)
    services.report_done(item=item, text="فهرست فرستاده شد", by=council_member)
    client.force_login(facilitator)

    (queue,) = [one for one in queues.waiting_items(facilitator) if one.url.endswith("due=reported")]
    listed = client.get(queue.url)

    assert (queue.count, list(listed.context["cl"].queryset)) == (1, [item])
    assert "فهرست فرستاده شد" in listed.text
    assert "فهرست فرستاده شد" in client.get(board(build.meeting(state="held"))).text
    assert "فهرست فرستاده شد" in client.get(board(item.meeting)).text


def test_a_report_is_not_public(client, item, council_member):
    services.report_done(item=item, text="فهرست فرستاده شد", by=council_member)

    assert "فهرست فرستاده شد" not in client.get(reverse("council:meeting_detail", args=[item.meeting.key])).text


def test_who_reported_is_reminded_no_more(item, council_member):
    ActionItem.objects.update(due_on=today() - dt.timedelta(days=1))
    services.report_done(item=item, text="انجام شد", by=council_member)

    reminders.remind()

    assert Message.objects.count() == 0
