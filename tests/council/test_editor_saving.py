"""Two people and one meeting, drafts and lost sign-ins: nothing that was typed is lost."""

import pytest
from django.urls import reverse

from council.models import AgendaItem, Attendance, EditorDraft, Meeting
from filing.models import StateChange
from tests import build
from tests.council.build_council import held_meeting
from tests.council.editing import board, send, shown, text_of, told

pytestmark = pytest.mark.django_db


def test_two_people_in_different_boxes_never_meet(desk, table):
    item = table.agenda.get()
    _boxes, base = shown(desk, table)
    send(desk, table, base=base, **{f"item-{item.pk}-text": "نوشته یکی"})

    response = send(desk, table, base=base, **{f"item-{item.pk}-notes": "نوشته دیگری"})

    item.refresh_from_db()
    assert (response.status_code, item.text, item.notes) == (200, "نوشته یکی", "نوشته دیگری")


def test_in_one_box_both_texts_are_shown_and_the_rest_is_saved(desk, table):
    item = table.agenda.get()
    text, title = f"item-{item.pk}-text", f"item-{item.pk}-title"
    _boxes, base = shown(desk, table)
    send(desk, table, base=base, **{text: "نوشته یکی"})

    response = send(desk, table, base=base, **{text: "نوشته دیگری", title: "عنوان تازه"})

    (clash,) = response.context["conflicts"]
    assert (response.status_code, clash.name, clash.shown, clash.theirs) == (422, text, "نوشته دیگری", "نوشته یکی")
    item.refresh_from_db()
    assert (item.text, item.title) == ("نوشته یکی", "عنوان تازه")

    again = send(desk, table, base=response.context["base"], **{text: "نوشته دیگری"})
    item.refresh_from_db()
    assert (again.status_code, item.text) == (422, "نوشته یکی")  # nothing wins before somebody chooses

    send(desk, table, base=again.context["base"], **{text: "نوشته دیگری", f"mine-{text}": clash.base})
    item.refresh_from_db()
    assert item.text == "نوشته دیگری"


def test_a_box_that_was_not_touched_overwrites_nothing(desk, table):
    item = table.agenda.get()
    boxes, base = shown(desk, table)
    send(desk, table, base=base, **{f"item-{item.pk}-text": "نوشته یکی"})

    send(desk, table, base=base, **boxes)

    item.refresh_from_db()
    assert item.text == "نوشته یکی"


def test_rubbish_in_the_fingerprints_shows_both_texts_instead_of_overwriting(desk, table):
    item = table.agenda.get()

    for base in ("nonsense", "[]", "{" * 5000):
        response = send(desk, table, base=base, **{f"item-{item.pk}-title": "دستکاری"})
        assert [cell.theirs for cell in response.context["conflicts"]] == ["بند یک"]

    assert AgendaItem.objects.get().title == "بند یک"


def test_a_draft_is_kept_offered_put_back_and_gone_after_the_save(desk, table, facilitator):
    item = table.agenda.get()
    box = f"item-{item.pk}-text"
    _boxes, base = shown(desk, table)
    kept = desk.post(reverse("admin:council_meeting_draft", args=[table.pk]), {box: "ناتمام", "base": base, "x": "y"})

    assert (kept.json(), EditorDraft.objects.get().fields) == (
        {"kept": True, "closed": False},
        {box: "ناتمام", "base": base},
    )
    assert "ذخیره نشده است" in text_of(desk.get(board(table)))
    boxes, again = shown(desk, table, "?draft=1")
    assert boxes[box] == "ناتمام"
    send(desk, table, base=again, **{box: boxes[box]})
    item.refresh_from_db()
    assert (item.text, EditorDraft.objects.count()) == ("ناتمام", 0)


def test_a_draft_that_holds_nothing_new_is_not_offered(desk, table):
    boxes, base = shown(desk, table)
    desk.post(reverse("admin:council_meeting_draft", args=[table.pk]), boxes | {"base": base})

    assert desk.get(board(table)).context["board"].draft is None


def test_a_draft_is_seen_by_its_writer_only(desk, table, client, staff):
    desk.post(reverse("admin:council_meeting_draft", args=[table.pk]), {"guests": "x", "base": "{}"})

    client.force_login(staff)
    assert client.get(board(table)).context["board"].draft is None


def test_a_form_that_arrives_after_the_sign_in_expired_becomes_a_draft_of_the_same_person(
    client, table, facilitator, staff
):
    item = table.agenda.get()
    fields = {f"item-{item.pk}-text": "نوشته پیش از خروج", "base": "{}", "who": str(facilitator.pk), "act": "save"}

    response = client.post(board(table), fields)
    assert response.status_code == 302
    client.force_login(facilitator)
    boxes, _base = shown(client, table, "?draft=1")

    assert boxes[f"item-{item.pk}-text"] == "نوشته پیش از خروج"
    item.refresh_from_db()
    assert item.text == ""


def test_such_a_form_is_not_given_to_somebody_else(client, table, facilitator, staff):
    client.post(board(table), {"guests": "راز", "base": "{}", "who": str(facilitator.pk), "act": "save"})
    client.force_login(staff)

    client.get(board(table))

    assert EditorDraft.objects.count() == 0


def test_a_form_that_is_far_too_large_is_not_kept(desk, table):
    response = desk.post(reverse("admin:council_meeting_draft", args=[table.pk]), {"guests": "x" * 400_000})

    assert (response.json(), EditorDraft.objects.count()) == ({"kept": False, "closed": False}, 0)


def test_a_meeting_goes_its_way_from_the_editor(desk, facilitator):
    meeting = build.meeting(state="draft", held_on=build.APPROVAL_DAY)
    build.agenda_item(meeting)
    Meeting.objects.update(state="called")

    for state, word in [("held", "برگزارشده"), ("confirmed", "صورت‌جلسه تأییدشده"), ("published", "منتشرشده")]:
        assert told(send(desk, meeting, act=f"move-{state}")) == [f"وضعیت نشست اکنون «{word}» است."]

    assert set(StateChange.objects.values_list("by", flat=True)) == {facilitator.pk}


@pytest.mark.parametrize(
    ("act", "fields", "message"),
    [
        ("move-draft", {}, "یکی از گام‌های زیر را برگزینید."),
        ("move-nonsense", {}, "یکی از گام‌های زیر را برگزینید."),
        ("move-cancelled", {}, "دلیل لغو نشست را بنویسید."),
        ("move-cancelled", {"why": " \u202e "}, "دلیل لغو نشست را بنویسید."),
    ],
)
def test_a_refused_step_says_why(desk, act, fields, message):
    meeting = build.meeting(state="called")

    response = send(desk, meeting, act=act, **fields)

    assert (response.context["refusals"], Meeting.objects.get().state) == ([message], "called")


def test_minutes_are_not_confirmed_while_it_is_open_who_was_there(desk):
    meeting = held_meeting()
    build.attendance(meeting, build.seat("نایل"), Attendance.Status.UNRECORDED)

    response = send(desk, meeting, act="move-confirmed")

    assert response.context["refusals"] == ["حضور این افراد ثبت نشده است: نایل (فعال خوشه)."]


@pytest.mark.parametrize("state", ["confirmed", "published"])
def test_what_is_typed_while_the_minutes_close_is_kept_and_changes_nothing(desk, table, state):
    item = table.agenda.get()
    _boxes, base = shown(desk, table)
    Meeting.objects.update(state=state)

    response = send(desk, table, base=base, **{f"item-{item.pk}-text": "دیر رسید"})

    assert told(response) == ["صورت‌جلسه این نشست بسته شده است و دیگر تغییر نمی‌کند. به جای آن، اصلاح ثبت کنید."]
    item.refresh_from_db()
    assert (item.text, EditorDraft.objects.get().fields[f"item-{item.pk}-text"]) == ("", "دیر رسید")
