"""A meeting on one screen: everything is saved part by part, acts come after, nothing that was typed is lost."""

import datetime as dt
import re

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from council.models import (
    ActionItem,
    AgendaItem,
    Attendance,
    Decision,
    EditorDraft,
    Invitation,
    Meeting,
    Remark,
    Seat,
    Vote,
)
from council.services import adopt_decision
from filing.models import StateChange
from persian.jalali import to_gregorian
from tests import build
from tests.council.build_council import council, held_meeting, proposal

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, facilitator):
    client.force_login(facilitator)
    return client


def board(meeting):
    return reverse("admin:council_meeting_board", args=[meeting.pk])


def shown(client, meeting, query=""):
    """The page's boxes by name, and the fingerprints that it carries."""
    context = client.get(board(meeting) + query).context
    return {cell.name: cell.shown for cell in context["board"].cells}, context["base"]


def send(client, meeting, act="save", base=None, follow=True, **fields):
    """Post some boxes as the page that was shown last would; names may use ``_`` for ``-``."""
    base = base or shown(client, meeting)[1]
    data = {name.replace("__", "-"): value for name, value in fields.items()}
    return client.post(board(meeting), data | {"act": act, "base": base}, follow=follow)


def told(response):
    return [str(message) for message in response.context["messages"]]


def errors(response):
    return {cell.name: cell.errors for cell in response.context["board"].cells if cell.errors}


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


# Who is there ----------------------------------------------------------------
def test_the_seats_of_that_day_stand_ready_and_former_members_do_not(desk):
    meeting = build.meeting(state="called")
    chair, observer = build.seat("رئیس", Seat.Role.CHAIR), build.seat("ناظر", Seat.Role.OBSERVER, is_voting=False)
    build.seat("پیشین", valid_to=dt.date(2023, 1, 1))
    build.seat("جانشین", alternate_for=chair)

    lines = desk.get(board(meeting)).context["board"].seats

    assert [(line.seat, line.presence.shown, line.counts) for line in lines] == [
        (chair, "unknown", True),
        (observer, "unknown", False),
    ]
    assert Attendance.objects.count() == 0


def test_one_press_marks_everybody_who_is_not_recorded_as_present(desk):
    meeting = build.meeting()
    here, away = build.seat(), build.seat()
    build.attendance(meeting, away, Attendance.Status.ABSENT)

    send(desk, meeting, act="rest")

    assert dict(Attendance.objects.values_list("seat", "status")) == {here.pk: "present", away.pk: "absent"}


def test_an_apology_in_the_answer_to_the_invitation_is_entered_with_the_seats(desk):
    meeting = build.meeting(state="called")
    sorry, coming = build.seat(), build.seat()
    Invitation.objects.create(meeting=meeting, seat=sorry, person=sorry.person, answer="apology")
    Invitation.objects.create(meeting=meeting, seat=coming, person=coming.person, answer="coming")

    send(desk, meeting, act="fill")

    assert dict(Attendance.objects.values_list("seat", "status")) == {sorry.pk: "apology", coming.pk: "unknown"}


def test_presence_alternate_and_times_are_saved_in_any_digits(desk):
    meeting = build.meeting()
    seat = build.seat()

    send(desk, meeting, **{
        f"seat-{seat.pk}": "alternate", f"seat-{seat.pk}-alt": "نادر",
        f"seat-{seat.pk}-in": "۹:۴۰", f"seat-{seat.pk}-out": "11.5",
    })  # fmt: skip

    row = Attendance.objects.get()
    assert (row.status, row.by_alternate, row.arrived_at, row.left_at) == (
        "present", "نادر", dt.time(9, 40), dt.time(11, 5),
    )  # fmt: skip
    assert shown(desk, meeting)[0][f"seat-{seat.pk}"] == "alternate"


@pytest.mark.parametrize(
    ("typed", "box", "message"),
    [
        ({"": "alternate"}, "-alt", "نام جانشین این عضو را بنویسید."),
        ({"": "absent", "-alt": "نادر"}, "-alt", "جانشین، حاضر است: «جانشین» را برگزینید یا نام را پاک کنید."),
        ({"": "present", "-in": "۲۵:۰۰"}, "-in", "ساعت را مانند ۹:۴۰ بنویسید."),
        ({"": "nonsense"}, "", "یکی از گزینه‌ها را برگزینید."),
    ],
)
def test_what_is_wrong_with_an_attendance_stands_at_its_box_and_stays_typed(desk, typed, box, message):
    meeting, seat = build.meeting(), build.seat()
    fields = {f"seat-{seat.pk}{part}": value for part, value in typed.items()}

    response = send(desk, meeting, guests="خبرنگار، ایسنا", **fields)

    assert (response.status_code, errors(response)) == (422, {f"seat-{seat.pk}{box}": [message]})
    cells = {cell.name: cell.shown for cell in response.context["board"].cells}
    assert cells[f"seat-{seat.pk}{box}"] == typed.get(box, "")
    assert list(Attendance.objects.filter(seat=None).values_list("person", "described_as")) == [("خبرنگار", "ایسنا")]


def test_nobody_leaves_before_they_came(desk):
    meeting, seat = build.meeting(), build.seat()

    response = send(desk, meeting, **{
        f"seat-{seat.pk}": "present", f"seat-{seat.pk}-in": "۱۰:۰۰", f"seat-{seat.pk}-out": "۹:۰۰",
    })  # fmt: skip

    assert errors(response) == {f"seat-{seat.pk}": ["ساعت خروج پیش از ساعت ورود است؛ هر دو را بررسی کنید."]}


def test_guests_are_lines_and_a_line_that_stays_keeps_its_row(desk):
    meeting = build.meeting()
    stays = Attendance.objects.create(meeting=meeting, person="مهمان", institution=build.institution())
    Attendance.objects.create(meeting=meeting, person="دیگری")

    send(desk, meeting, guests="مهمان\nسومی، دانشگاه")

    rows = Attendance.objects.order_by("pk").values_list("person", "described_as", "institution")
    assert list(rows) == [("مهمان", "", stays.institution_id), ("سومی", "دانشگاه", None)]


def test_the_quorum_is_that_of_the_electorate(desk):
    build.rule()
    meeting = held_meeting(council(6)[:3])

    page = desk.get(board(meeting))

    assert "۳ از ۶ رأی‌دهنده؛ کمینه ۴" in text_of(page)
    assert (page.context["board"].quorum.is_met, page.context["board"].quorum.needed) == (False, 4)


# What is discussed -----------------------------------------------------------
def test_items_are_added_edited_moved_and_dropped(desk):
    meeting = build.meeting()
    first, second = build.agenda_item(meeting, title="یک"), build.agenda_item(meeting, title="دو")

    send(desk, meeting, **{"new-item-title": "سه", "new-item-kind": "opinion", f"item-{first.pk}-text": "متن ۱"})
    send(desk, meeting, act=f"up-{second.pk}")
    send(desk, meeting, act=f"drop-{first.pk}")

    assert list(AgendaItem.objects.order_by("order").values_list("order", "title", "kind")) == [
        (1, "دو", "decision"),
        (2, "سه", "opinion"),
    ]


def test_an_item_with_a_proposal_is_not_dropped(desk):
    meeting = build.meeting()
    item = proposal(meeting).agenda_item

    response = send(desk, meeting, act=f"drop-{item.pk}")

    assert response.context["refusals"] == [
        "«دستور آزمایشی» پیشنهاد یا پیگیری دارد؛ پیش از حذف بند آن‌ها را پس بگیرید یا جابه‌جا کنید."
    ]
    assert AgendaItem.objects.count() == 1


def test_an_item_is_dealt_with_or_put_off(desk):
    meeting = build.meeting()
    one, two = build.agenda_item(meeting), build.agenda_item(meeting)

    send(desk, meeting, act=f"done-{one.pk}")
    send(desk, meeting, act=f"postpone-{two.pk}")

    assert dict(AgendaItem.objects.values_list("pk", "state")) == {one.pk: "done", two.pk: "postponed"}


def test_what_the_last_meeting_left_is_carried_over_once(desk):
    old = build.meeting(1)
    build.agenda_item(old, title="تمام", state="done")
    left = build.agenda_item(old, title="مانده", state="postponed", presenter="دبیر")
    new = build.meeting(2, held_on=dt.date(2024, 7, 3), state="draft")

    send(desk, new, act="carry")
    send(desk, new, act="carry")

    assert list(new.agenda.values_list("title", "presenter", "carried_from", "state")) == [
        ("مانده", "دبیر", left.pk, "open")
    ]


def test_remarks_are_written_changed_and_taken_away_per_institution(desk):
    office = build.institution("governorate", "استانداری خوزستان")
    build.seat(institution=office)
    meeting = build.meeting()
    item = build.agenda_item(meeting)
    box = f"rem-{item.pk}-{office.pk}"

    send(desk, meeting, **{box: "نظر استانداري"})
    assert list(Remark.objects.values_list("institution", "text")) == [(office.pk, "نظر استانداری")]
    send(desk, meeting, **{box: ""})
    assert Remark.objects.count() == 0


# Deciding --------------------------------------------------------------------
def vote_box(decision, seat):
    return f"dec-{decision.pk}-vote-{seat.pk}"


def test_a_decision_is_adopted_by_the_count_typed_beside_it(desk, facilitator):
    build.rule()
    meeting = held_meeting(council(7)[:5])
    decision = proposal(meeting, by_consensus=False)
    name = f"dec-{decision.pk}"

    response = send(desk, meeting, act=f"adopt-{decision.pk}", **{f"{name}-for": "۴", f"{name}-against": "١"})

    decision.refresh_from_db()
    assert told(response) == ["مصوبه ۱۴۰۳/۰۱-۰۱ ثبت شد."]
    assert (decision.votes_for, decision.votes_against, decision.recorded_by) == (4, 1, facilitator)


def test_votes_by_name_make_the_count_and_stand_in_the_snapshot(desk):
    build.rule()
    seats = council(4)
    meeting = held_meeting(seats[:3])
    decision = proposal(meeting, by_consensus=False)
    votes = {
        vote_box(decision, seats[0]): "for",
        vote_box(decision, seats[1]): "for",
        vote_box(decision, seats[2]): "against",
    }

    send(desk, meeting, act=f"adopt-{decision.pk}", **{f"dec-{decision.pk}-mode": "n"}, **votes)

    decision.refresh_from_db()
    assert (decision.votes_for, decision.votes_against, decision.votes_abstain) == (2, 1, 0)
    assert [elector.get("vote") for elector in decision.snapshot["electors"]] == ["for", "for", "against", None]


def refused(client, meeting, decision, **fields):
    """The reason at the proposal; nothing of the adoption is left and what was typed stays."""
    response = send(client, meeting, act=f"adopt-{decision.pk}", **fields)
    decision.refresh_from_db()
    assert (response.status_code, decision.state, decision.number) == (422, "proposed", None)
    return response.context["board"].decision(decision.pk).errors


def test_without_quorum_nothing_is_adopted_and_the_text_is_kept(desk):
    build.rule()
    meeting = held_meeting(council(7)[:4])
    decision = proposal(meeting)

    reasons = refused(desk, meeting, decision, **{f"dec-{decision.pk}-text": "متن تازه"})

    assert reasons == ["نشست به حد نصاب نرسیده است: از ۷ عضو دارای رأی ۴ نفر حاضرند و ۵ نفر لازم است."]
    assert decision.text == "متن تازه"


def test_more_votes_than_members_who_are_there_are_refused(desk):
    build.rule()
    meeting = held_meeting(council(3))
    decision = proposal(meeting, by_consensus=False)

    assert refused(desk, meeting, decision, **{f"dec-{decision.pk}-for": "4"}) == [
        "۴ رأی شمرده شده، اما تنها ۳ عضو دارای رأی حاضرند. شمار آرا را اصلاح کنید."
    ]


def test_who_has_no_vote_and_who_is_not_there_cannot_vote_by_name(desk):
    build.rule()
    seats = council(3)
    observer = build.seat("ناظر بی‌رأی", Seat.Role.OBSERVER, is_voting=False)
    meeting = held_meeting([*seats[:2], observer])
    decision = proposal(meeting, by_consensus=False)
    vote = Vote.objects.create(decision=decision, seat=observer, choice="for")

    assert refused(desk, meeting, decision) == ["ناظر بی‌رأی حق رأی ندارد."]
    Vote.objects.filter(pk=vote.pk).update(seat=seats[2])
    assert refused(desk, meeting, decision) == [f"{seats[2].person} حاضر نیست و نمی‌تواند رأی دهد."]


def test_only_those_there_at_the_time_of_the_vote_make_its_quorum(desk):
    build.rule()
    seats = council(3)
    meeting = held_meeting(seats[:1])
    build.attendance(meeting, seats[1], arrived_at=dt.time(10, 0))
    decision = proposal(meeting)

    assert refused(desk, meeting, decision, **{f"dec-{decision.pk}-at": "۹:۳۰"}) == [
        "نشست به حد نصاب نرسیده است: از ۳ عضو دارای رأی ۱ نفر حاضرند و ۲ نفر لازم است."
    ]
    send(desk, meeting, act=f"adopt-{decision.pk}", **{f"dec-{decision.pk}-at": "۱۰:۰۰"})
    decision.refresh_from_db()
    assert (decision.number, decision.snapshot["taken_at"]) == ("1403/01-01", "10:00")


@pytest.mark.parametrize("act", ["reject", "defer", "withdraw"])
def test_a_proposal_is_settled_with_its_reason(desk, act):
    meeting = held_meeting()
    decision = proposal(meeting)

    send(desk, meeting, act=f"{act}-{decision.pk}", **{f"dec-{decision.pk}-why": "نیاز به بررسی"})

    decision.refresh_from_db()
    states = {"reject": "rejected", "defer": "deferred", "withdraw": "withdrawn"}
    assert (decision.state, StateChange.objects.get().why) == (states[act], "نیاز به بررسی")


def test_an_adopted_decision_has_no_boxes(desk):
    build.rule()
    meeting = held_meeting(council(1))
    decision = proposal(meeting)
    adopt_decision(decision=decision, by=None)

    send(desk, meeting, **{f"dec-{decision.pk}-text": "دستکاری"})

    decision.refresh_from_db()
    assert decision.text == "متن مصوبه آزمایشی"
    assert not any(name.startswith("dec-") for name in shown(desk, meeting)[0])


def test_a_number_that_supersedes_is_looked_up_however_it_is_typed(desk):
    adopted = build.adopted_decision()
    meeting = held_meeting()
    decision = proposal(meeting)
    box = f"dec-{decision.pk}-supersedes"

    response = send(desk, meeting, **{box: "۱۴۰۳/۹۹-۰۱"})
    assert errors(response) == {box: ["مصوبه‌ای با این شماره نیست. شماره را مانند ۱۴۰۳/۰۱-۰۲ بنویسید."]}
    send(desk, meeting, **{box: "۱۴۰۳/۰۱-۰۱"})
    decision.refresh_from_db()
    assert decision.supersedes == adopted


# What is to be done ----------------------------------------------------------
def test_an_action_item_is_written_under_its_item_and_numbered_in_the_meeting(desk):
    seat = build.seat("نایل")
    meeting = build.meeting()
    item = build.agenda_item(meeting)
    name = f"item-{item.pk}-act"

    send(desk, meeting, **{f"{name}-text": "فهرست", f"{name}-owner": f"s{seat.pk}", f"{name}-due": "۱۴۰۳/۰۴/۱۵"})
    send(desk, meeting, **{f"{name}-text": "گزارش", f"{name}-owner": f"s{seat.pk}"})

    rows = ActionItem.objects.order_by("number").values_list("number", "text", "seat", "agenda_item", "due_on")
    assert list(rows) == [
        (1, "فهرست", seat.pk, item.pk, to_gregorian(1403, 4, 15)),
        (2, "گزارش", seat.pk, item.pk, None),
    ]


def test_an_action_item_without_an_owner_is_refused_at_the_box(desk):
    meeting = build.meeting()
    item = build.agenda_item(meeting)

    response = send(desk, meeting, **{f"item-{item.pk}-act-text": "کاری"})

    assert errors(response) == {f"item-{item.pk}-act-owner": ["مسئول پیگیری را برگزینید."]}
    assert ActionItem.objects.count() == 0


def test_open_action_items_of_earlier_meetings_stand_first_and_are_closed_here(desk, facilitator):
    earlier = build.action_item(build.meeting(1, state="published"))
    build.action_item(earlier.meeting, state="done", closed_on=build.APPROVAL_DAY)
    meeting = build.meeting(2, held_on=dt.date(2024, 7, 3))

    assert desk.get(board(meeting)).context["board"].earlier == [earlier]
    send(desk, meeting, **{f"carry-{earlier.pk}": "done"})

    earlier.refresh_from_db()
    assert (earlier.state, earlier.closed_on) == ("done", meeting.held_on)
    assert StateChange.objects.filter(object_key="1403-01/a1").values_list("new", "by").get() == (
        "done",
        facilitator.pk,
    )


# The quick line --------------------------------------------------------------
@pytest.fixture
def table():
    """A held meeting with one item, and seats of three institutions."""
    for key, name in [
        ("imt", "اداره کل صنعت، معدن و تجارت"),
        ("gov", "استانداری خوزستان"),
        ("tvto", "اداره کل فنی و حرفه‌ای"),
    ]:
        build.seat(f"نماینده {key}", Seat.Role.SUPPORT, institution=build.institution(key, name))
    build.seat("محمود نایل", Seat.Role.ACTOR)
    meeting = build.meeting()
    build.agenda_item(meeting, title="بند یک")
    return meeting


def type_line(client, meeting, text, kind="auto"):
    return send(client, meeting, act="capture", **{"c-text": text, "c-kind": kind, "c-item": meeting.agenda.first().pk})


@pytest.mark.parametrize(
    ("typed", "key", "text"),
    [
        ("صمت: همکاری می‌کنیم", "imt", "همکاری می‌کنیم"),
        ("استانداري: تأکید شد", "gov", "تأکید شد"),
        ("فنی و حرفه‌ای: آماده‌ایم", "tvto", "آماده‌ایم"),
    ],
)
def test_the_name_of_an_institution_makes_a_remark(desk, table, typed, key, text):
    type_line(desk, table, typed)

    assert list(Remark.objects.values_list("institution__key", "text")) == [(key, text)]


def test_a_second_remark_of_one_institution_follows_the_first(desk, table):
    type_line(desk, table, "صمت: یک")
    type_line(desk, table, "صمت: دو")

    assert Remark.objects.get().text == "یک\nدو"


def test_the_word_decision_makes_a_proposal_also_by_consensus(desk, table):
    type_line(desk, table, "مصوبه: کارگروه بر پا شود")
    type_line(desk, table, "مصوبه به اجماع: گزارش پذیرفته شد")

    assert list(Decision.objects.order_by("pk").values_list("text", "by_consensus")) == [
        ("کارگروه بر پا شود", False),
        ("گزارش پذیرفته شد", True),
    ]


@pytest.mark.parametrize(
    ("typed", "owner", "due"),
    [
        ("پیگیری نایل ۱۵ تیر: فهرست", "محمود نایل", to_gregorian(1403, 4, 15)),
        ("پیگیری نایل تا ۱۴۰۳/۰۵/۰۱: فهرست", "محمود نایل", to_gregorian(1403, 5, 1)),
        ("پیگیری استانداری ۱ فروردین: فهرست", "استانداری خوزستان", to_gregorian(1404, 1, 1)),
        ("پیگیری صمت: فهرست", "اداره کل صنعت، معدن و تجارت", None),
        ("action نایل 15 Tir: فهرست", "محمود نایل", to_gregorian(1403, 4, 15)),
    ],
)
def test_the_word_action_names_owner_and_last_day(desk, table, typed, owner, due):
    type_line(desk, table, typed)

    item = ActionItem.objects.get()
    name = item.seat.person if item.seat else item.institution.name
    assert (item.text, name, item.due_on) == ("فهرست", owner, due)


def test_the_word_item_makes_an_item_and_anything_else_is_a_note(desk, table):
    type_line(desk, table, "بند: دیدگاه نهادها")
    type_line(desk, table, "ساعت ۹: گزارش داده شد")

    assert list(AgendaItem.objects.order_by("order").values_list("title", "text")) == [
        ("بند یک", "ساعت ۹: گزارش داده شد"),
        ("دیدگاه نهادها", ""),
    ]


@pytest.mark.parametrize(
    ("typed", "kind", "reason"),
    [
        ("", "auto", "پس از دونقطه چیزی بنویسید."),
        ("پیگیری ناشناس: کاری", "auto", "میان واژه و دونقطه، یک مسئول نام ببرید؛ مانند «پیگیری استانداری ۱۵ تیر: …»."),
        ("سخنی بی‌نام", "rem", "با نام نهاد و دونقطه آغاز کنید؛ مانند «صمت: …»."),
    ],
)
def test_a_line_that_is_not_complete_is_kept_with_what_to_add(desk, table, typed, kind, reason):
    response = type_line(desk, table, typed, kind)

    assert (response.context["refusals"], response.context["quick"]) == ([reason], typed)
    assert (Remark.objects.count(), ActionItem.objects.count()) == (0, 0)


def test_what_is_understood_is_said_before_it_is_added(desk, table):
    address = reverse("admin:council_meeting_understand", args=[table.pk])

    assert desk.post(address, {"c-text": "پیگیری نایل ۱۵ تیر: x"}).json() == {
        "words": "پیگیری، محمود نایل، ۱۵ تیر ۱۴۰۳"
    }
    assert desk.post(address, {"c-text": "صمت: x"}).json() == {"words": "نظر، اداره کل صنعت، معدن و تجارت"}
    assert (Remark.objects.count(), ActionItem.objects.count()) == (0, 0)


# Two people, and text that was not saved ---------------------------------------
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

    send(desk, table, base=response.context["base"], **{text: "نوشته دیگری"})
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

    assert (kept.json(), EditorDraft.objects.get().fields) == ({"kept": True}, {box: "ناتمام", "base": base})
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

    assert (response.status_code, EditorDraft.objects.count()) == (409, 0)


# States ----------------------------------------------------------------------
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

    assert response.context["refusals"] == ["حضور این افراد ثبت نشده است: نایل."]


@pytest.mark.parametrize("state", ["confirmed", "published"])
def test_what_is_typed_while_the_minutes_close_is_kept_and_changes_nothing(desk, table, state):
    item = table.agenda.get()
    _boxes, base = shown(desk, table)
    Meeting.objects.update(state=state)

    response = send(desk, table, base=base, **{f"item-{item.pk}-text": "دیر رسید"})

    assert told(response) == ["صورت‌جلسه این نشست بسته شده است و دیگر تغییر نمی‌کند. به جای آن، اصلاح ثبت کنید."]
    item.refresh_from_db()
    assert (item.text, EditorDraft.objects.get().fields[f"item-{item.pk}-text"]) == ("", "دیر رسید")


# Who may, and what it costs -----------------------------------------------------
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
