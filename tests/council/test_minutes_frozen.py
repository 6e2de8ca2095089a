"""Confirming freezes the minutes; whatever is changed afterwards, in a row or in the document, is found and named."""

import datetime as dt
import hashlib
import json
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from council import services
from council.documents.canonical import canonical, digest, minutes_document
from council.models import AgendaItem, Attendance, Correction, Decision, Institution, Meeting, Minutes, Seat
from filing.append_only import AppendOnlyError
from filing.models import StateChange
from tests import build
from tests.council.build_minutes import rich_meeting

pytestmark = pytest.mark.django_db


def check(*arguments):
    """(what the command said, its exit status)."""
    out = StringIO()
    try:
        call_command("check_minutes", *arguments, stdout=out)
    except SystemExit as end:
        return out.getvalue().splitlines(), end.code
    return out.getvalue().splitlines(), 0


def unlocked(table):
    """A tamperer with the keys of the database: the trigger is taken off."""
    suffix = f" ON {table}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {table}_no_update{suffix}")


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        assert cursor.rowcount == 1


def test_the_document_says_everything_without_ids():
    meeting = rich_meeting()
    document = Minutes.objects.get().document
    seat = {"institution": None, "person": "سارا امینی", "person_en": "Sara Amini", "role": "actor"}
    host = {"key": "host", "name": "شرکت شهرک‌ها", "name_en": "Towns Company"}

    assert sorted(document) == ["action_items", "agenda", "attendance", "format", "meeting", "quorum"]
    assert document["meeting"] == {
        "key": "1403-02", "year": 1403, "number": 2, "held_on": "2024-05-15", "starts_at": "10:30", "place": "سالن یک",
        "call": 1, "source": None, "is_sample": False,
        "presider": {"person": "زهرا کریمی", "person_en": "Zahra Karimi", "role": "chair", "institution": host},
    }  # fmt: skip
    assert document["attendance"][2] == {
        "seat": seat, "person": "", "described_as": "", "institution": None, "status": "present", "by_alternate": "",
        "arrived_at": "10:45", "left_at": "12:00",
    }  # fmt: skip
    assert document["quorum"] == {
        "rule": {"valid_from": "2022-03-21", "quorum": "2/3", "majority": "1/2", "chair_casting_vote": False},
        "call": 1, "voting": 4, "present": 3, "needed": 3, "is_met": True,
    }  # fmt: skip
    known, secret = document["agenda"][1]["decisions"]
    assert (known["number"], known["votes"], known["by_consensus"]) == ("1403/02-01", [2, 1, None], False)
    assert (secret["text"], secret["confidential_until"]) == ("خرید زمین جنوبی", "2099-01-01")
    assert sorted(known["snapshot"]["electors"][0]) == ["by_alternate", "institutions", "person", "present", "roles"]
    assert document["action_items"][0] == {
        "number": 1, "agenda_item": 1, "decision": None, "text": "فهرست شرکت‌ها", "text_en": "", "seat": seat,
        "institution": None, "due_on": "2024-06-20", "state": "open", "confidential_until": None,
    }  # fmt: skip
    ids = {"pk", "id", "seats", "user", "seat_id"}
    assert not any(f'"{name}":' in canonical(document) for name in ids)
    assert meeting.minutes.document == minutes_document(meeting)


def test_the_hash_is_over_the_canonical_text_and_stands_in_the_book(facilitator):
    rich_meeting(by=facilitator)
    minutes = Minutes.objects.get()
    text = json.dumps(minutes.document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))

    assert minutes.sha256 == hashlib.sha256(text.encode()).hexdigest()
    assert minutes.confirmed_by == facilitator
    line = StateChange.objects.get(object_key="1403-02", new="confirmed")
    assert line.why == f"SHA-256 {minutes.sha256}"


def test_the_canonical_text_is_one_for_one_content():
    assert canonical({"b": 1, "a": ["ب", None]}) == '{"a":["ب",null],"b":1}'
    meeting = build.meeting(place="e\u0301")  # typed as two signs
    assert minutes_document(meeting)["meeting"]["place"] == "\u00e9"
    with pytest.raises(TypeError):
        canonical({"a": [{"b": 0.1}]})


def test_the_document_takes_the_same_queries_for_a_small_and_a_large_meeting(django_assert_num_queries):
    large = rich_meeting(state=Meeting.State.HELD)
    small = build.meeting(5)
    rows = Meeting.objects.select_related("year", "source", "presider__institution")
    for pk, queries in ((small.pk, 7), (large.pk, 10)):
        meeting = rows.get(pk=pk)
        with django_assert_num_queries(queries):
            minutes_document(meeting)


def test_a_reported_meeting_has_no_minutes_but_its_source():
    meeting = build.meeting(source=build.source())

    services.move_meeting(meeting=meeting, state="confirmed", by=None)

    assert Minutes.objects.count() == 0
    assert check() == (["0 minutes are as they were confirmed."], 0)


def test_neither_minutes_nor_corrections_can_be_changed_or_deleted(facilitator):
    meeting = rich_meeting()
    services.add_correction(meeting=meeting, text="اصلاحیه", by=facilitator)

    for model in (Minutes, Correction):
        row = model.objects.get()
        with pytest.raises(DatabaseError), transaction.atomic():
            row.save()
        with pytest.raises(AppendOnlyError):
            model.objects.all().delete()
        with pytest.raises(AppendOnlyError):
            model.objects.update(meeting=meeting)


def test_untouched_minutes_pass_the_check():
    rich_meeting()

    assert check() == (["1 minutes are as they were confirmed."], 0)


TAMPERS = [
    ("UPDATE council_meeting SET place = %s", "دیگر", 'meeting.place: confirmed was "سالن یک", now it is "دیگر"'),
    (
        "UPDATE council_agendaitem SET title = %s WHERE title = 'بودجه'", "بودجه ۲",
        'agenda[2].title: confirmed was "بودجه", now it is "بودجه ۲"',
    ),
    (
        "UPDATE council_remark SET text = %s WHERE text <> ''", "مخالفیم",
        'agenda[1].remarks[1].text: confirmed was "هم‌افزایی لازم است.", now it is "مخالفیم"',
    ),
    (
        "UPDATE council_attendance SET status = %s WHERE status = 'apology'", "present",
        'attendance[4].status: confirmed was "apology", now it is "present"',
    ),
    (
        "UPDATE council_actionitem SET text = %s WHERE number = 1", "هیچ",
        'action_items[1].text: confirmed was "فهرست شرکت‌ها", now it is "هیچ"',
    ),
    (
        "UPDATE council_actionitem SET seat_id = (SELECT MIN(id) FROM council_seat WHERE role = %s) WHERE number = 1",
        "secretary", 'action_items[1].seat.person: confirmed was "سارا امینی", now it is "حسین نوری"',
    ),
    ("DELETE FROM council_remark WHERE text = %s", "", "agenda[1].remarks: 2 were confirmed, 1 are there"),
    ("DELETE FROM council_attendance WHERE person = %s", "مهدی چنانی", "attendance: 5 were confirmed, 4 are there"),
    ("DELETE FROM council_actionitem WHERE text = %s", "فهرست شرکت‌ها", "action_items: 2 were confirmed, 1 are there"),
    ("UPDATE council_meeting SET state = %s", "held", "the meeting is «held», although its minutes were confirmed"),
]  # fmt: skip


@pytest.mark.parametrize(("statement", "value", "fault"), TAMPERS)
def test_a_row_that_was_changed_past_the_rules_is_named(statement, value, fault):
    rich_meeting()

    sql(statement, value)

    said, status = check()
    assert (f"1403-02: {fault}" in said, status) == (True, 1)


def test_an_adopted_decision_that_was_changed_is_named():
    rich_meeting()
    unlocked("council_decision")

    sql("UPDATE council_decision SET text = %s WHERE number = '1403/02-01'", "هیچ")

    fault = '1403-02: agenda[2].decisions[1].text: confirmed was "بودجه ۱٬۲۰۰٬۰۰۰ ریال تصویب شد.", now it is "هیچ"'
    assert check() == ([fault], 1)


def test_a_document_that_was_changed_is_named_with_both_hashes():
    rich_meeting()
    minutes = Minutes.objects.get()
    unlocked("council_minutes")
    document = minutes.document | {"format": 2}

    sql("UPDATE council_minutes SET document = %s", json.dumps(document))

    assert check() == (
        [
            f"1403-02: the document was changed: its hash is {digest(document)}, recorded is {minutes.sha256}",
            "1403-02: format: confirmed was 2, now it is 1",
        ],
        1,
    )


def test_a_document_and_its_hash_that_were_changed_together_do_not_stand_in_the_book():
    rich_meeting()
    unlocked("council_minutes")
    unlocked("council_decision")
    sql("UPDATE council_decision SET text = %s WHERE number = '1403/02-01'", "هیچ")
    document = minutes_document(Meeting.objects.get())

    sql("UPDATE council_minutes SET document = %s, sha256 = %s", json.dumps(document), digest(document))

    assert check() == ([f"1403-02: the book of changes does not hold the hash {digest(document)}"], 1)


def test_minutes_that_are_gone_are_named_and_can_be_frozen_late():
    rich_meeting()
    sql("DELETE FROM council_minutes WHERE %s = 1", 1)

    assert check() == (["1403-02: the minutes were confirmed, but their document is missing"], 1)
    assert check("--freeze") == (["1403-02: frozen now", "1 minutes are as they were confirmed."], 0)
    line = StateChange.objects.order_by("-pk").first()
    assert line.why == f"later SHA-256 {Minutes.objects.get().sha256}"


def test_what_goes_on_living_is_no_fault():
    rich_meeting()

    Institution.objects.filter(key="host").update(name="شرکت نو", name_en="New Company")
    meeting = Meeting.objects.get()
    meeting.action_items.filter(number=1).update(
        state="done", closed_on=dt.date(2024, 6, 1), due_on=dt.date(2024, 7, 1)
    )
    seat = Seat.objects.get(person="زهرا کریمی")
    seat.person = "زهرا کریمی‌نژاد"
    seat.save()

    assert check() == (["1 minutes are as they were confirmed."], 0)


def test_a_correction_needs_confirmed_minutes_and_is_added_once(facilitator):
    meeting = rich_meeting(state=Meeting.State.HELD)
    with pytest.raises(ValidationError) as early:
        services.add_correction(meeting=meeting, text="نادرست", by=facilitator)
    assert early.value.messages == ["صورت‌جلسه هنوز تأیید نشده است؛ آن را در ویرایشگر اصلاح کنید."]

    meeting = services.move_meeting(meeting=meeting, state="confirmed", by=None)
    services.add_correction(meeting=meeting, text=" نادرست\u202e ", by=facilitator)
    with pytest.raises(ValidationError) as twice:
        services.add_correction(meeting=meeting, text="نادرست", by=facilitator)
    with pytest.raises(ValidationError):
        services.add_correction(meeting=meeting, text=" \u202e", by=facilitator)

    assert twice.value.messages == ["این اصلاحیه پیش از این افزوده شده است."]
    assert list(Correction.objects.values_list("text", "by")) == [("نادرست", facilitator.pk)]
    assert StateChange.objects.order_by("-pk").first().why == "corrected: نادرست"
    assert check()[1] == 0


@pytest.mark.parametrize("state", ["confirmed", "published"])
def test_no_service_writes_under_settled_minutes(facilitator, state):
    meeting = rich_meeting(state=state)
    item = meeting.agenda.last()
    decision = build.decision(item)
    acts = [
        lambda: services.adopt_decision(decision=decision, by=facilitator),
        lambda: services.settle_decision(decision=decision, state="rejected", by=facilitator),
        lambda: services.prefill_attendance(meeting=meeting),
        lambda: services.call_again(meeting=meeting, by=facilitator),
        lambda: services.move_meeting(meeting=meeting, state="cancelled", by=facilitator, why="دلیل"),
        lambda: services.move_meeting(meeting=meeting, state="held", by=facilitator),
    ]
    for act in acts:
        with pytest.raises(ValidationError):
            act()
    assert (meeting.minutes.sha256, meeting.attendances.count()) == (Minutes.objects.get().sha256, 5)


def test_no_form_of_the_desk_writes_under_confirmed_minutes(client, facilitator):
    meeting = rich_meeting(state=Meeting.State.CONFIRMED)
    client.force_login(facilitator)
    before = minutes_document(meeting)
    decision = Decision.objects.get(number="1403/02-01")
    doors = [
        ("meeting", meeting, {"place": "دیگر", "row_version": meeting.row_version}),
        ("agendaitem", meeting.agenda.first(), {"title": "دیگر", "row_version": meeting.row_version}),
        ("decision", decision, {"text": "دیگر", "row_version": meeting.row_version}),
    ]
    for model, row, data in doors:
        path = f"/admin/council/{model}/{row.pk}/"
        told = [str(message) for message in client.post(f"{path}change/", data, follow=True).context["messages"]]
        assert told == ["چیزی ذخیره نشد: این مورد در این میان بسته شده است و تنها خواندنی است."]
        assert client.post(f"{path}delete/", {"post": "yes"}).status_code == 403

    assert minutes_document(Meeting.objects.select_related("year").get()) == before
    assert (AgendaItem.objects.count(), Attendance.objects.count()) == (2, 5)
