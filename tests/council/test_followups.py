"""What is to be done after a meeting: written once, reminded of, closed at any time, opened again with a reason."""

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse

from council import reminders, services
from council.models import ActionItem
from filing.models import StateChange
from post.models import Message
from tests import build

pytestmark = pytest.mark.django_db
DUE = dt.date(2024, 7, 5)
Done, Cancelled = ActionItem.State.DONE, ActionItem.State.CANCELLED


def at(day):
    return time_machine.travel(dt.datetime.combine(day, dt.time(8)), tick=False)


def sent():
    return list(Message.objects.order_by("pk").values_list("to", "key"))


@pytest.fixture
def item():
    """Open, due on 15 Tir 1403, of a seat with an address."""
    return build.action_item(seat=build.seat(email="member@example.org"), due_on=DUE)


def test_numbers_run_on_in_each_meeting(facilitator):
    meeting, seat = build.meeting(), build.seat()

    made = [services.add_action_item(meeting=meeting, text="کار", by=facilitator, seat=seat) for _ in range(2)]
    other = services.add_action_item(meeting=build.meeting(), text="کار", by=facilitator, seat=seat)

    assert [one.key for one in [*made, other]] == ["1403-01/a1", "1403-01/a2", "1403-02/a1"]


@pytest.mark.parametrize("owners", [{}, {"seat": True, "institution": True}])
def test_an_item_has_exactly_one_owner(owners, facilitator):
    named = {"seat": build.seat(), "institution": build.institution()}

    with pytest.raises(ValidationError, match="یک مسئول"):
        services.add_action_item(
            meeting=build.meeting(), text="کار", by=facilitator, **{name: named[name] for name in owners}
        )


def test_nothing_is_added_to_closed_minutes_but_an_item_is_closed_at_any_time(item, facilitator):
    item.meeting.state = "published"
    item.meeting.save()

    with pytest.raises(ValidationError, match="بسته شده"):
        services.add_action_item(meeting=item.meeting, text="کار", by=facilitator, seat=item.seat)
    services.close_action_item(item=item, state=Done, by=facilitator, note="انجام شد", on=DUE)

    item.refresh_from_db()
    assert (item.state, item.closed_on, item.closing_note) == ("done", DUE, "انجام شد")
    line = StateChange.objects.get()
    assert (line.object_key, line.old, line.new, line.by) == ("1403-01/a1", "open", "done", facilitator)


def test_what_is_closed_is_not_closed_again_and_opens_only_with_a_reason(item, facilitator):
    services.close_action_item(item=item, state=Cancelled, by=facilitator)

    with pytest.raises(ValidationError, match="لغوشده"):
        services.close_action_item(item=item, state=Done, by=facilitator)
    with pytest.raises(ValidationError, match="دلیل"):
        services.reopen_action_item(item=item, by=facilitator, why=" ")
    services.reopen_action_item(item=item, by=facilitator, why="تمام نشده بود")
    item.refresh_from_db()
    assert (item.state, item.closed_on) == ("open", None)


@pytest.mark.parametrize(
    ("day", "keys"),
    [
        (DUE - dt.timedelta(days=8), []),
        (DUE - dt.timedelta(days=7), ["ahead"]),
        (DUE, ["ahead"]),
        (DUE + dt.timedelta(days=1), ["late-0"]),
        (DUE + dt.timedelta(days=30), ["late-0"]),
        (DUE + dt.timedelta(days=31), ["late-1"]),
        (DUE + dt.timedelta(days=400), ["late-13"]),
    ],
)
def test_each_occasion_is_written_once(item, day, keys):
    with at(day):
        reminders.remind()
        reminders.remind()

    assert sent() == [("member@example.org", f"action-item/{item.pk}/{key}/2024-07-05/{item.seat_id}") for key in keys]


def test_who_was_reminded_of_one_day_is_told_of_the_day_that_replaces_it(item):
    with at(DUE):
        reminders.remind()
    ActionItem.objects.update(due_on=DUE + dt.timedelta(days=1))
    with at(DUE + dt.timedelta(days=1)):
        reminders.remind()

    assert [key for _to, key in sent()] == [
        f"action-item/{item.pk}/ahead/2024-07-05/{item.seat_id}",
        f"action-item/{item.pk}/ahead/2024-07-06/{item.seat_id}",
    ]
    assert "۱۶ تیر ۱۴۰۳" in Message.objects.get(key__contains="2024-07-06").body


def test_after_a_worker_that_stood_still_one_mail_is_written_and_not_the_missed_ones(item):
    with at(DUE + dt.timedelta(days=95)):
        reminders.remind()

    assert [key for _to, key in sent()] == [f"action-item/{item.pk}/late-3/2024-07-05/{item.seat_id}"]


def test_who_left_the_seat_is_not_written_to(item):
    item.seat.valid_to = DUE - dt.timedelta(days=1)
    item.seat.save()

    with at(DUE):
        reminders.remind()

    assert sent() == []


def test_a_cancelled_meeting_charges_nobody(item, client, facilitator):
    item.meeting.state = "cancelled"
    item.meeting.save()

    with at(DUE + dt.timedelta(days=1)):
        reminders.remind()

    assert (sent(), list(ActionItem.objects.overdue(DUE + dt.timedelta(days=1)))) == ([], [])


def test_who_holds_two_seats_of_an_institution_gets_one_letter():
    office, user = build.institution(), build.user()
    build.action_item(institution=office, due_on=DUE)
    for _seat in range(2):
        build.seat(institution=office, user=user)

    with at(DUE):
        reminders.remind()

    assert [to for to, _key in sent()] == [user.email]


def test_where_only_a_mobile_is_known_a_short_message_goes_and_nobody_without_an_address_stops_the_others(item):
    build.action_item(seat=build.seat(user=build.user(email=None, mobile="09121234567")), due_on=DUE)
    build.action_item(seat=build.seat("بی‌نشانی"), due_on=DUE)

    with at(DUE):
        reminders.remind()

    assert [to for to, _key in sent()] == ["member@example.org", "+989121234567"]


@pytest.mark.parametrize("items", [1, 4])
def test_the_clock_asks_the_same_however_much_is_open(django_assert_num_queries, items):
    office = build.institution()
    for _item in range(items):
        build.action_item(institution=office, due_on=DUE)
        build.seat(institution=office, user=build.user())
        build.action_item(seat=build.seat(user=build.user()), due_on=DUE)

    with at(DUE):
        with django_assert_num_queries(4):
            reminders.remind()
        with django_assert_num_queries(3):
            reminders.remind()

    assert len(sent()) == items * items + items


def test_a_closed_item_is_not_reminded_of(item, facilitator):
    services.close_action_item(item=item, state=Done, by=facilitator)

    with at(DUE + dt.timedelta(days=1)):
        reminders.remind()

    assert sent() == []


def test_for_an_institution_its_seats_of_the_day_are_written_to():
    office = build.institution()
    user = build.user()
    item = build.action_item(institution=office, due_on=DUE)
    now = build.seat(institution=office, user=user)
    build.seat(institution=office, email="former@example.org", valid_to=dt.date(2024, 1, 1))
    build.seat(institution=office)

    with at(DUE):
        reminders.remind()

    assert sent() == [(user.email, f"action-item/{item.pk}/ahead/2024-07-05/{now.pk}")]


def test_the_mail_is_in_the_language_of_its_reader_and_leads_to_the_desk(item):
    user = build.user(language="en")
    item.seat.user = user
    item.seat.save()

    with at(DUE):
        reminders.remind()

    mail = Message.objects.get()
    assert (mail.subject, mail.language) == ("Action item: پیگیری آزمایشی", "en")
    assert "Last day: 5 July 2024" in mail.body
    assert "https://portal.example/en/council/desk/" in mail.body


def test_the_desk_closes_several_and_names_what_cannot_be_closed(client, facilitator, item):
    other = build.action_item(item.meeting, state="done", closed_on=DUE)
    client.force_login(facilitator)
    data = {"action": "mark_done", "_selected_action": [item.pk, other.pk]}

    response = client.post(reverse("admin:council_actionitem_changelist"), data, follow=True)

    assert sorted(message.level_tag for message in response.context["messages"]) == ["error", "success"]
    assert set(ActionItem.objects.values_list("state", flat=True)) == {"done"}


def test_who_may_not_close_has_no_such_act(client, council_member, item):
    client.force_login(council_member)

    client.post(reverse("admin:council_actionitem_changelist"), {"action": "mark_done", "_selected_action": [item.pk]})

    item.refresh_from_db()
    assert item.state == "open"


def test_the_queue_leads_to_exactly_the_late_ones(client, facilitator, item):
    build.action_item(item.meeting, due_on=DUE + dt.timedelta(days=20))
    client.force_login(facilitator)
    with at(DUE + dt.timedelta(days=1)):
        client.force_login(facilitator)
        (queue,) = [
            one for one in client.get(reverse("admin:index")).context["waiting"] if one.url.endswith("due=late")
        ]
        listed = client.get(queue.url).context["cl"].queryset

        assert (queue.count, list(listed)) == (1, [item])
