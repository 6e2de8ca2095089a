"""The desk of the council: meetings, agenda, attendance, seats, rules; what may be written, by whom, until when."""

import datetime as dt

import pytest
from django.urls import reverse

from council.admin import DecisionAdmin
from council.forms import DecisionForm
from council.models import (
    AgendaItem,
    Attendance,
    CouncilRule,
    Decision,
    Institution,
    Meeting,
    ProgramYear,
    Remark,
    Seat,
)
from council.services import adopt_decision
from tests import build
from tests.council.build_council import council, held_meeting, proposal, ready

pytestmark = pytest.mark.django_db
HOSTILE = [
    "\x00",
    "\u202eabc",
    "😀" * 5,
    "x" * 1_000_000,
    "²",
    "١٢",
    "' OR 1=1 --",
    "<script>",
    "-1",
    "9" * 40,
]


def change_url(row):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def meeting_data(meeting, agenda=(), attendances=(), **fields):
    """What a browser sends for a meeting; rows are dictionaries of one row's boxes, saved ones with their ``id``."""
    data = {
        "year": meeting.year_id,
        "number": meeting.number,
        "held_on": "۱۴۰۳/۰۲/۲۶",
        "call": meeting.call,
        "place": meeting.place,
        "row_version": meeting.row_version,
    }
    for prefix, rows in (("agenda", agenda), ("attendances", attendances)):
        saved = sum("id" in row for row in rows)
        data |= {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": saved}
        for index, row in enumerate(rows):
            data |= {f"{prefix}-{index}-{name}": value for name, value in row.items()}
    return data | fields


def item_row(item=None, **boxes):
    row = {"order": "۱", "kind": "report", "title": "دستور تازه"}
    if item:
        row |= {"id": item.pk, "meeting": item.meeting_id, "order": item.order, "kind": item.kind, "title": item.title}
    return row | boxes


def errors_of(response):
    found = dict(response.context["adminform"].form.errors)
    for inline in response.context["inline_admin_formsets"]:
        for form in inline.formset.forms:
            found |= form.errors
    return sorted(found)


def test_the_facilitator_writes_a_meeting_with_agenda_and_attendance(desk):
    year, seat = build.year(), build.seat()
    draft = Meeting(year=year, number=1, place="سالن شهرک")

    response = desk.post(
        reverse("admin:council_meeting_add"),
        meeting_data(draft, [item_row()], [{"seat": seat.pk, "status": "present"}], number="۱", starts_at="۹:۳۰"),
    )

    meeting = Meeting.objects.get()
    assert response.status_code == 302
    assert (meeting.key, meeting.held_on, meeting.starts_at, meeting.state) == (
        "1403-01", dt.date(2024, 5, 15), dt.time(9, 30), "draft",
    )  # fmt: skip
    assert list(meeting.agenda.values_list("order", "kind", "title")) == [(1, "report", "دستور تازه")]
    assert list(meeting.attendances.values_list("seat", "status")) == [(seat.pk, "present")]


def test_a_new_meeting_is_offered_the_next_number_of_the_current_year(desk):
    build.meeting(4)

    form = desk.get(reverse("admin:council_meeting_add")).context["adminform"].form

    assert (form["year"].value(), form["number"].value()) == (build.year().pk, 5)


@pytest.mark.parametrize(
    ("box", "value"),
    [("number", "۰"), ("number", "100"), ("number", ""), ("held_on", "1403/13/01"), ("held_on", "1404/12/30"),
     ("starts_at", "25:00"), ("call", "3"), ("year", "99999")],
)  # fmt: skip
def test_a_wrong_box_is_an_error_at_the_box(desk, box, value):
    meeting = build.meeting(state="draft")

    response = desk.post(change_url(meeting), meeting_data(meeting, **{box: value}))

    assert (response.status_code, errors_of(response)) == (200, [box])


@pytest.mark.parametrize("value", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("box", ["place", "number", "held_on", "starts_at", "row_version", "agenda-0-title"])
def test_no_input_is_a_fault(desk, box, value):
    meeting = build.meeting(state="draft", place="سالن")

    response = desk.post(change_url(meeting), meeting_data(meeting, [item_row()], **{box: value}))

    assert response.status_code in {200, 302, 400}


@pytest.mark.parametrize("value", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("model", ["meeting", "decision", "seat", "institution", "agendaitem", "statement"])
def test_no_search_is_a_fault(desk, model, value):
    response = desk.get(reverse(f"admin:council_{model}_changelist"), {"q": value[:60_000]})

    assert response.status_code == 200


def test_a_search_with_arabic_letters_finds_the_persian_name(desk):
    found = build.institution(name="شرکت شهرک‌های صنعتی")
    build.institution(name="استانداری")

    page = desk.get(reverse("admin:council_institution_changelist"), {"q": "شهرك‌هاي"})

    assert list(page.context["cl"].queryset) == [found]


def test_a_second_saver_sees_both_values_also_of_the_rows_below(desk):
    meeting = build.meeting(state="draft", place="سالن")
    item = build.agenda_item(meeting, title="عنوان نخست")
    first = meeting_data(meeting, [item_row(item, title="عنوان دوم")], place="سالن")
    second = meeting_data(meeting, [item_row(item, title="عنوان سوم")], place="تالار")

    assert desk.post(change_url(meeting), first).status_code == 302
    response = desk.post(change_url(meeting), second)

    assert response.status_code == 200
    assert response.context["adminform"].form.conflicts == [
        ("مکان", "سالن", "تالار"),
        ("عنوان دوم: عنوان", "عنوان دوم", "عنوان سوم"),
    ] or response.context["adminform"].form.conflicts[0] == ("مکان", "سالن", "تالار")
    item.refresh_from_db()
    assert item.title == "عنوان دوم"

    again = second | {"row_version": response.context["adminform"].form["row_version"].value()}
    assert desk.post(change_url(meeting), again).status_code == 302
    item.refresh_from_db()
    assert item.title == "عنوان سوم"


@pytest.mark.parametrize("state", ["confirmed", "published", "cancelled"])
def test_a_closed_meeting_can_only_be_read_and_says_so(desk, state):
    meeting = build.meeting(state=state, place="سالن")
    item = build.agenda_item(meeting)
    decision = build.decision(item)

    for row, data in (
        (meeting, meeting_data(meeting, [item_row(item, title="دیگر")], place="تالار")),
        (item, {"title": "دیگر", "order": 1, "kind": "report", "row_version": 0}),
        (decision, {"text": "دیگر", "row_version": 0}),
    ):
        response = desk.post(change_url(row), data, follow=True)
        assert [str(message) for message in response.context["messages"]] == [
            "چیزی ذخیره نشد: این مورد در این میان بسته شده است و تنها خواندنی است."
        ]
        assert "row_version" not in response.content.decode()
    meeting.refresh_from_db()
    assert (meeting.place, item.title, decision.text) == ("سالن", "دستور آزمایشی", "متن مصوبه آزمایشی")


def test_what_numbers_and_snapshots_rest_on_is_read_only_after_an_adoption(desk, facilitator):

    decision = ready()
    adopt_decision(decision=decision, by=facilitator)
    meeting = Meeting.objects.get()

    response = desk.post(change_url(meeting), meeting_data(meeting, number=9, held_on="۱۴۰۳/۰۱/۰۱", place="تالار"))

    meeting.refresh_from_db()
    assert response.status_code == 302
    assert (meeting.number, meeting.held_on, meeting.place) == (1, build.APPROVAL_DAY, "تالار")


def test_only_a_draft_meeting_can_be_deleted(desk):
    draft, held = build.meeting(state="draft"), build.meeting()

    assert desk.post(reverse("admin:council_meeting_delete", args=[draft.pk]), {"post": "yes"}).status_code == 302
    assert desk.post(reverse("admin:council_meeting_delete", args=[held.pk]), {"post": "yes"}).status_code == 403
    assert list(Meeting.objects.all()) == [held]


def test_a_seat_nobody_held_that_day_cannot_attend(desk):
    meeting = build.meeting(state="draft")
    former = build.seat(valid_to=dt.date(2023, 1, 1))

    response = desk.post(change_url(meeting), meeting_data(meeting, [], [{"seat": former.pk, "status": "present"}]))

    assert errors_of(response) == ["seat"]


def test_a_seat_stands_once_in_the_attendance(desk):
    meeting, seat = build.meeting(state="draft"), build.seat()
    row = {"seat": seat.pk, "status": "present"}

    response = desk.post(change_url(meeting), meeting_data(meeting, [], [row, row]))

    assert response.status_code == 200
    assert Attendance.objects.count() == 0


def test_remarks_are_written_at_their_agenda_item(desk):
    item, place = build.agenda_item(), build.institution()
    data = {
        "order": "۲", "kind": "opinion", "title": item.title, "row_version": 0,
        "remarks-TOTAL_FORMS": 1, "remarks-INITIAL_FORMS": 0,
        "remarks-0-institution": place.pk, "remarks-0-text": "موافقيم",
    }  # fmt: skip

    assert desk.post(change_url(item), data).status_code == 302
    assert list(Remark.objects.values_list("agenda_item", "institution", "text")) == [(item.pk, place.pk, "موافقیم")]
    item.refresh_from_db()
    assert (item.order, item.meeting.row_version) == (2, 1)


def test_the_rule_under_which_something_was_adopted_stays(client, staff):

    client.force_login(staff)
    adopt_decision(decision=ready(), by=staff)
    used = CouncilRule.objects.get()
    other = build.rule(valid_from=dt.date(2030, 1, 1))

    assert client.post(change_url(used), {}).status_code == 403
    assert client.post(change_url(other), {}).status_code == 200


def test_a_second_open_chair_is_refused_in_words(client, staff):
    client.force_login(staff)
    build.seat(role=Seat.Role.CHAIR)
    data = {"person": "رئیس دوم", "role": "chair", "valid_from": "۱۴۰۳/۰۱/۰۱", "is_voting": "on"}

    response = client.post(reverse("admin:council_seat_add"), data)

    assert response.status_code == 200
    assert Seat.objects.count() == 1


def test_staff_add_a_year_with_its_bounds_and_cannot_turn_its_state(client, staff):
    build.cluster()
    client.force_login(staff)

    response = client.post(
        reverse("admin:council_programyear_add"), {"year": "۱۴۰۲", "ordinal": "۲", "state": "running"}
    )

    year = ProgramYear.objects.get()
    assert response.status_code == 302
    assert (year.year, year.start, year.end, year.state) == (
        1402,
        dt.date(2023, 3, 21),
        dt.date(2024, 3, 19),
        "planning",
    )


@pytest.mark.parametrize(("value", "box"), [("1200", "year"), ("abc", "year"), ("۱۴۰۲٫۵", "year")])
def test_a_year_that_is_none_is_refused(client, staff, value, box):
    build.cluster()
    client.force_login(staff)

    response = client.post(reverse("admin:council_programyear_add"), {"year": value, "ordinal": "1"})

    assert errors_of(response) == [box]


def test_the_key_of_an_institution_and_its_website_are_kept_safe(desk):
    data = {"key": "tvto", "name": "فنی و حرفه‌ای", "kind": "other", "website": "javascript:alert(1)"}

    assert errors_of(desk.post(reverse("admin:council_institution_add"), data)) == ["website"]
    assert desk.post(reverse("admin:council_institution_add"), data | {"website": "tvto.ir"}).status_code == 302
    made = Institution.objects.get()
    assert made.website == "https://tvto.ir"
    desk.post(change_url(made), data | {"key": "other", "website": ""})
    made.refresh_from_db()
    assert (made.key, made.website) == ("tvto", "")


@pytest.mark.parametrize("model", ["source", "statement"])
def test_sources_are_only_read(client, staff, model):
    client.force_login(staff)

    assert client.get(reverse(f"admin:council_{model}_changelist")).status_code == 200
    assert client.get(reverse(f"admin:council_{model}_add")).status_code == 403


@pytest.mark.parametrize(
    ("role", "may_change"),
    [
        ("council_member", False),
        ("supervisor", False),
        ("facilitator", True),
        ("staff", True),
        ("administrator", False),
    ],
)
def test_who_may_write_a_meeting(client, cast, role, may_change):
    client.force_login(cast[role])
    meeting = build.meeting(state="draft", place="سالن")

    response = client.post(change_url(meeting), meeting_data(meeting, place="تالار"))

    meeting.refresh_from_db()
    assert (response.status_code, meeting.place) == ((302, "تالار") if may_change else (403, "سالن"))


def test_a_proposal_is_written_at_an_open_meeting_only(desk):
    open_item = build.agenda_item(build.meeting())
    closed = build.agenda_item(build.meeting(state="confirmed"))
    url = reverse("admin:council_decision_add")

    assert errors_of(desk.post(url, {"agenda_item": closed.pk, "text": "متن"})) == ["agenda_item"]
    assert desk.post(url, {"agenda_item": open_item.pk, "text": "متن"}).status_code == 302
    made = open_item.decisions.get()
    assert (made.text, made.state, made.number) == ("متن", "proposed", None)


def test_a_proposal_is_deleted_while_it_is_open(desk):
    decision = proposal(held_meeting(council(1)))

    assert desk.post(reverse("admin:council_decision_delete", args=[decision.pk]), {"post": "yes"}).status_code == 302
    adopted = build.adopted_decision()
    assert desk.post(reverse("admin:council_decision_delete", args=[adopted.pk]), {"post": "yes"}).status_code == 403


def test_the_question_whether_to_delete_is_not_asked_of_what_was_adopted(desk):
    assert desk.get(reverse("admin:council_decision_delete", args=[build.adopted_decision().pk])).status_code == 403


def test_what_was_adopted_after_the_question_is_not_deleted(desk, monkeypatch):
    """As if the adoption came between the check of the permission and the deletion."""
    decision = build.adopted_decision()
    monkeypatch.setattr(DecisionAdmin, "has_delete_permission", lambda *args: True)

    response = desk.post(reverse("admin:council_decision_delete", args=[decision.pk]), {"post": "yes"})

    assert (response.status_code, Decision.objects.count()) == (403, 1)


def test_a_meeting_that_closes_after_it_was_chosen_takes_no_proposal(db):
    """As if the minutes were confirmed between the choice and the save."""
    item = build.agenda_item(build.meeting(state="confirmed"))
    form = DecisionForm({"agenda_item": item.pk, "text": "متن"})
    form.fields["agenda_item"].queryset = AgendaItem.objects.all()

    assert form.errors == {"agenda_item": ["صورت‌جلسه این نشست بسته شده است. دستوری از نشستی دیگر برگزینید."]}
