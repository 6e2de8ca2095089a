"""Who may write in the editor, and what its page costs."""

import pytest
from django.contrib.auth.models import Permission

from council.models import AgendaItem, Meeting, Remark
from tests import build
from tests.council.editing import board, send, type_line

pytestmark = pytest.mark.django_db


def clerk(*permissions):
    person = build.user(is_staff=True)
    person.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    return person


def test_who_may_only_read_has_no_boxes_and_cannot_write(client, table, council_member):
    client.force_login(council_member)
    item = table.agenda.get()

    page = client.get(board(table))
    answer = client.post(board(table), {f"item-{item.pk}-text": "x", "act": "save", "base": "{}"})

    assert "<textarea" not in page.content.decode()
    assert (answer.status_code, AgendaItem.objects.get().text) == (403, "")


@pytest.mark.parametrize(
    ("act", "missing"),
    [("rest", "change_attendance"), ("carry", "add_agendaitem"), ("move-held", "call_meeting")],
)
def test_each_act_asks_for_its_own_permission(client, act, missing):
    meeting = build.meeting(state="called")
    client.force_login(clerk("view_meeting", "change_meeting"))

    assert send(client, meeting, act=act).status_code == 403
    assert Meeting.objects.get().state == "called"


def test_the_quick_line_asks_for_the_permission_of_what_it_writes(client, table):
    client.force_login(clerk("view_meeting", "change_meeting"))

    for typed in ("صمت: x", "مصوبه: x", "پیگیری نایل: x", "بند: x"):
        assert type_line(client, table, typed).status_code == 403


def fill_year(meetings):
    """So many earlier meetings, each with items, remarks, decisions and action items of its own."""
    for number in range(1, meetings + 1):
        meeting = build.meeting(number, state="published")
        item = build.agenda_item(meeting)
        Remark.objects.create(agenda_item=item, institution=build.institution(), text="نظر")
        build.adopted_decision(item)
        build.action_item(meeting, agenda_item=item)


@pytest.mark.parametrize("earlier", [1, 6])
def test_the_page_asks_the_same_whatever_the_year_holds(desk, django_assert_num_queries, earlier):
    fill_year(earlier)
    build.rule()
    meeting = build.meeting(earlier + 1)
    for _ in range(2 * earlier):
        seat = build.seat(institution=build.institution())
        build.attendance(meeting, seat)
        item = build.agenda_item(meeting)
        Remark.objects.create(agenda_item=item, institution=seat.institution, text="نظر")
        build.decision(item)
        build.action_item(meeting, agenda_item=item, seat=seat)

    with django_assert_num_queries(12):
        desk.get(board(meeting))
