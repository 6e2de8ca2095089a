"""Nothing that was typed is lost, whoever else writes, whatever is refused, whenever the sign-in ends."""

import datetime as dt
import html
import re

import pytest
from django.test import Client

from council.models import ActionItem, AgendaItem, Attendance, Decision, EditorDraft, Meeting, Remark, Vote
from council.services import adopt_decision, close_action_item, drop_item
from tests import build
from tests.council.build_council import council, held_meeting, proposal
from tests.council.editing import board, errors, keep, send, shown, stands, table_meeting, text_of, told

pytestmark = pytest.mark.django_db
PASSWORD = "a long test password"  # of build.user


# A refusal keeps every box ----------------------------------------------------
def test_a_new_action_item_without_an_owner_keeps_its_words_and_its_day(desk, table):
    box = f"item-{table.agenda.get().pk}-act"

    response = send(desk, table, **{f"{box}-text": "گردآوری فهرست", f"{box}-due": "۱۴۰۳/۰۴/۱۵"})

    assert errors(response) == {f"{box}-owner": ["مسئول پیگیری را برگزینید."]}
    assert (stands(response)[f"{box}-text"], stands(response)[f"{box}-due"]) == ("گردآوری فهرست", "۱۴۰۳/۰۴/۱۵")


def test_a_new_action_item_with_a_wrong_day_is_not_written_by_halves(desk, table):
    box = f"item-{table.agenda.get().pk}-act"
    owner = f"i{build.institution('imt').pk}"

    response = send(desk, table, **{f"{box}-text": "کار", f"{box}-owner": owner, f"{box}-due": "۱۴۰۳/۱۳/۱"})

    assert list(errors(response)) == [f"{box}-due"]
    assert [stands(response)[f"{box}-{part}"] for part in ("text", "owner", "due")] == ["کار", owner, "۱۴۰۳/۱۳/۱"]
    assert ActionItem.objects.count() == 0


def test_refused_times_keep_both_times_and_the_presence(desk):
    meeting, seat = build.meeting(), build.seat()
    name = f"seat-{seat.pk}"

    response = send(desk, meeting, **{name: "present", f"{name}-in": "۱۰:۰۰", f"{name}-out": "۹:۰۰"})

    assert [stands(response)[box] for box in (name, f"{name}-in", f"{name}-out")] == ["present", "۱۰:۰۰", "۰۹:۰۰"]
    assert Attendance.objects.count() == 0


def test_consensus_with_a_count_is_refused_at_the_way_of_voting_and_keeps_the_words(desk):
    meeting = held_meeting(council(3))
    decision = proposal(meeting, by_consensus=True)
    name = f"dec-{decision.pk}"

    response = send(desk, meeting, **{f"{name}-text": "متن تازه", f"{name}-for": "۳"})

    assert list(errors(response)) == [f"{name}-mode"]
    assert (stands(response)[f"{name}-text"], stands(response)[f"{name}-for"]) == ("متن تازه", "۳")


def test_a_refused_adoption_is_named_above_and_its_item_stands_open(desk):
    build.rule()
    meeting = held_meeting(council(7)[:4])
    first = build.agenda_item(meeting)
    decision = proposal(meeting)

    response = send(desk, meeting, act=f"adopt-{decision.pk}", **{"c-item": first.pk, "c-text": "صمت: نیمه‌کاره"})

    page = response.content.decode()
    assert f'<li><a href="#dec-{decision.pk}">نشست به حد نصاب نرسیده است' in page
    assert re.search(rf'id="item-{decision.agenda_item_id}" open', page)
    assert response.context["quick"] == "صمت: نیمه‌کاره"


# Two editors ------------------------------------------------------------------
def busy_table():
    """A meeting with one row of each sort, and the boxes that hold them: (name, the other's value, mine)."""
    meeting = table_meeting()
    item, seat = meeting.agenda.get(), build.seat()
    Remark.objects.create(agenda_item=item, institution=build.institution("imt"), text="نظر")
    decision = build.decision(item, votes_for=1)
    action = build.action_item(meeting, agenda_item=item, seat=seat)
    boxes = {
        "attendance": (f"seat-{seat.pk}", "absent", "present"),
        "agenda": (f"item-{item.pk}-kind", "report", "opinion"),
        "remarks": (f"rem-{item.pk}-{build.institution('imt').pk}", "نظر یکی", "نظر دیگری"),
        "votes": (f"dec-{decision.pk}-for", "۲", "۳"),
        "action items": (f"act-{action.pk}-text", "کار یکی", "کار دیگری"),
        "guests": ("guests", "مهمان یکی", "مهمان دیگری"),
    }
    return meeting, boxes


PARTS = ["attendance", "agenda", "remarks", "votes", "action items", "guests"]


@pytest.mark.parametrize("part", PARTS)
def test_in_every_part_of_the_screen_both_texts_stand_until_one_is_chosen(desk, part):
    meeting, boxes = busy_table()
    name, theirs, mine = boxes[part]
    base = shown(desk, meeting)[1]
    send(desk, meeting, base=base, **{name: theirs})

    response = send(desk, meeting, base=base, **{name: mine})
    (clash,) = response.context["conflicts"]
    assert (clash.name, clash.shown, clash.theirs) == (name, mine, theirs)
    again = send(desk, meeting, base=response.context["base"], **{name: mine})
    assert [cell.name for cell in again.context["conflicts"]] == [name]

    send(desk, meeting, base=again.context["base"], **{name: mine, f"mine-{name}": clash.base})
    assert shown(desk, meeting)[0][name] == mine


def test_the_other_value_is_told_in_words_and_may_be_left(desk):
    meeting, boxes = busy_table()
    name, theirs, mine = boxes["attendance"]
    base = shown(desk, meeting)[1]
    send(desk, meeting, base=base, **{name: theirs})

    response = send(desk, meeting, base=base, **{name: mine})
    assert '<bdi class="lines-as-typed">غایب</bdi>' in response.content.decode()
    left = send(desk, meeting, base=response.context["base"], **{name: mine, f"mine-{name}": "theirs"})

    assert (left.status_code, shown(desk, meeting)[0][name], EditorDraft.objects.count()) == (200, "absent", 0)


def test_choosing_mine_does_not_replace_a_third_text_that_nobody_showed_me(desk, table):
    item = table.agenda.get()
    box = f"item-{item.pk}-text"
    base = shown(desk, table)[1]
    send(desk, table, base=base, **{box: "یکی"})
    (clash,) = send(desk, table, base=base, **{box: "من"}).context["conflicts"]
    AgendaItem.objects.update(text="سومی")

    response = send(desk, table, base=base, **{box: "من", f"mine-{box}": clash.base})

    assert [(cell.shown, cell.theirs) for cell in response.context["conflicts"]] == [("من", "سومی")]
    assert AgendaItem.objects.get().text == "سومی"


def test_what_is_typed_on_an_item_that_somebody_removed_stays_until_it_is_emptied(desk, table):
    item = build.agenda_item(table, title="بند دو")
    remark = f"rem-{item.pk}-{build.institution('gov').pk}"
    typed = {f"item-{item.pk}-text": "سخن من\r\nدر دو سطر", remark: "تأکید شد", f"item-{item.pk}-act-text": "کار"}
    base = shown(desk, table)[1]
    drop_item(item=item)

    response = send(desk, table, base=base, **typed, guests="مهمان")

    assert response.status_code == 422
    assert [(str(one.words), one.text) for one in response.context["board"].leftovers] == [
        ("آنچه گفته شد", "سخن من\nدر دو سطر"),
        ("نظر", "تأکید شد"),
        ("کاری که باید انجام شود", "کار"),
    ]
    assert "نوشته‌های شما این‌جاست" in text_of(response)
    assert Attendance.objects.get().person == "مهمان"  # the rest is saved

    text = next(iter(typed))
    again = send(desk, table, base=response.context["base"], **{text: typed[text]})
    assert [one.text for one in again.context["board"].leftovers] == ["سخن من\nدر دو سطر"]
    done = send(desk, table, base=again.context["base"], **{text: ""})
    assert (done.status_code, told(done), EditorDraft.objects.count()) == (200, ["ذخیره شد."], 0)


def test_untouched_boxes_of_a_removed_item_are_no_news(desk, table):
    build.agenda_item(table, title="بند دو", text="متن")
    boxes, base = shown(desk, table)
    drop_item(item=table.agenda.last())

    assert send(desk, table, base=base, **boxes).status_code == 200


def test_a_proposal_that_was_adopted_meanwhile_keeps_my_words_on_the_screen(desk):
    build.rule()
    meeting = held_meeting(council(1))
    decision = proposal(meeting)
    base = shown(desk, meeting)[1]
    adopt_decision(decision=decision, by=None)

    response = send(desk, meeting, base=base, **{f"dec-{decision.pk}-text": "متن بهتر"})

    assert [one.text for one in response.context["board"].leftovers] == ["متن بهتر"]
    decision.refresh_from_db()
    assert decision.text == "متن مصوبه آزمایشی"


def test_an_action_item_that_was_closed_meanwhile_keeps_my_words_on_the_screen(desk, table):
    action = build.action_item(table, agenda_item=table.agenda.get())
    base = shown(desk, table)[1]
    close_action_item(item=action, state="done", by=None)

    response = send(desk, table, base=base, **{f"act-{action.pk}-text": "متن بهتر"})

    assert [one.text for one in response.context["board"].leftovers] == ["متن بهتر"]


def test_the_vote_of_somebody_who_was_marked_absent_meanwhile_is_said_to_be_lost(desk):
    seats = council(2)
    meeting = held_meeting(seats)
    decision = proposal(meeting, by_consensus=False)
    base = shown(desk, meeting)[1]
    Attendance.objects.filter(seat=seats[1]).update(status="absent")

    response = send(desk, meeting, base=base, **{f"dec-{decision.pk}-vote-{seats[1].pk}": "for"})

    assert response.context["refusals"] == [f"{seats[1].person} حاضر نیست و نمی‌تواند رأی دهد."]
    assert Vote.objects.count() == 0


# Beside buttons ---------------------------------------------------------------
def test_the_quick_line_and_a_reason_outlive_every_other_button(desk, table):
    decision = build.decision(table.agenda.get())
    typed = {"c-text": "صمت: نیمه‌کاره", f"dec-{decision.pk}-why": "شتاب", "why": "برف"}

    for act in ("save", "rest", f"done-{table.agenda.get().pk}"):
        page = send(desk, table, act=act, **typed).context["board"]
        assert (page.quick, page.decision(decision.pk).why, page.why, page.draft) == (*typed.values(), None)

    page = send(desk, table, act=f"defer-{decision.pk}", **typed).context["board"]
    assert (page.quick, page.decision(decision.pk).why) == ("صمت: نیمه‌کاره", "")
    send(desk, table, act="capture", **{"c-text": "صمت: کامل", "c-item": table.agenda.get().pk})
    assert (shown(desk, table)[0] != {}, EditorDraft.objects.count()) == (True, 0)


def test_a_refused_step_keeps_the_quick_line_and_what_was_chosen_beside_it(desk, table):
    response = send(desk, table, act="move-confirmed", **{"c-text": "صمت: نیمه‌کاره", "c-kind": "rem"})

    assert (response.status_code, response.context["quick"], response.context["board"].asked) == (
        422,
        "صمت: نیمه‌کاره",
        "rem",
    )


# Drafts -----------------------------------------------------------------------
def test_a_restored_draft_shows_both_texts_where_somebody_wrote_since(desk, table):
    item = table.agenda.get()
    text, notes = f"item-{item.pk}-text", f"item-{item.pk}-notes"
    boxes, base = shown(desk, table)
    keep(desk, table, base, **boxes | {text: "ناتمام"})
    AgendaItem.objects.update(text="نوشته دیگری", notes="یادداشت دیگری")

    page = desk.get(board(table) + "?draft=1")

    assert [(cell.name, cell.shown, cell.theirs) for cell in page.context["conflicts"]] == [
        (text, "ناتمام", "نوشته دیگری")
    ]
    assert stands(page)[notes] == "یادداشت دیگری"  # untouched in the draft: nothing is taken back


def test_a_draft_that_is_only_offered_outlives_a_save_and_the_next_key(desk, table):
    item = table.agenda.get()
    text, notes, title = (f"item-{item.pk}-{part}" for part in ("text", "notes", "title"))
    boxes, base = shown(desk, table)
    keep(desk, table, base, **boxes | {text: "ناتمام"})

    keep(desk, table, base, **boxes | {notes: "یادداشت", "pending": "1"})
    send(desk, table, base=base, **boxes | {title: "عنوان تازه", "pending": "1"})

    page = desk.get(board(table))
    assert (page.context["board"].is_pending, 'name="pending" value="1"' in page.content.decode()) == (True, True)
    restored = shown(desk, table, "?draft=1")[0]
    assert [restored[box] for box in (text, notes, title)] == ["ناتمام", "یادداشت", "عنوان تازه"]
    assert 'name="pending" value=""' in desk.get(board(table) + "?draft=1").content.decode()


def test_after_a_refused_save_the_draft_holds_what_was_refused_and_nothing_else(desk, table):
    seat, item = build.seat(), table.agenda.get()

    send(desk, table, **{f"seat-{seat.pk}-in": "۲۵:۰۰", f"item-{item.pk}-dec": "پیشنهاد", "c-text": "صمت: نیمه"})

    fields = EditorDraft.objects.get().fields
    assert {name: value for name, value in fields.items() if name != "base"} == {
        f"seat-{seat.pk}-in": "۲۵:۰۰",
        "c-text": "صمت: نیمه",
    }
    assert Decision.objects.get().text == "پیشنهاد"


def test_what_ends_with_this_meeting_is_kept_in_the_draft_too(desk):
    earlier = build.action_item(build.meeting(1, state="published"))
    meeting = build.meeting(2, held_on=dt.date(2024, 7, 3))
    keep(desk, meeting, "{}", **{f"carry-{earlier.pk}": "done"})

    assert desk.get(board(meeting)).context["board"].draft
    assert [row.wanted for row in desk.get(board(meeting) + "?draft=1").context["board"].earlier] == ["done"]


def test_a_draft_of_an_item_that_is_gone_is_offered_and_put_on_the_screen(desk, table):
    item = build.agenda_item(table)
    keep(desk, table, shown(desk, table)[1], **{f"item-{item.pk}-text": "سخن من"})
    drop_item(item=item)

    assert desk.get(board(table)).context["board"].draft
    assert [one.text for one in desk.get(board(table) + "?draft=1").context["board"].leftovers] == ["سخن من"]


def test_a_draft_of_one_meeting_is_not_offered_in_another(desk, table):
    other = build.meeting()
    keep(desk, table, "{}", guests="مهمان")

    assert desk.get(board(other)).context["board"].draft is None
    assert desk.get(board(table)).context["board"].draft


def test_a_page_that_somebody_else_opened_is_neither_saved_nor_kept_under_my_name(desk, table, staff):
    response = send(desk, table, guests="مهمان", who=str(staff.pk))
    kept = keep(desk, table, "{}", guests="مهمان", who=str(staff.pk))

    assert told(response) == ["این صفحه را کس دیگری باز کرده بود و چیزی از آن ذخیره نشد."]
    assert (kept.json()["kept"], Attendance.objects.count(), EditorDraft.objects.count()) == (False, 0, 0)


def test_a_form_that_arrived_is_acknowledged_to_the_script_that_sent_it(desk, table):
    sent = send(desk, table, sent="abc123", follow=False)
    forged = send(desk, table, sent="a&b=c", follow=False)

    assert (sent.url, forged.url) == (f"{board(table)}?saved=abc123#desk", f"{board(table)}#desk")


# Closed minutes and lost sign-ins ---------------------------------------------
@pytest.mark.parametrize("state", ["confirmed", "published", "cancelled"])
def test_what_came_too_late_stands_on_the_closed_page_until_it_is_thrown_away(desk, table, state):
    item = table.agenda.get()
    base = shown(desk, table)[1]
    Meeting.objects.update(state=state)

    response = send(desk, table, base=base, **{f"item-{item.pk}-text": "دیر رسید", "sent": "abc"})
    assert [one.text for one in response.context["board"].leftovers] == ["دیر رسید"]
    assert "پیش از ذخیره بسته شد" in text_of(response)
    kept = keep(desk, table, base, **{f"item-{item.pk}-text": "دیرتر رسید"})
    assert kept.json() == {"kept": True, "closed": True}
    assert [one.text for one in desk.get(board(table)).context["board"].leftovers] == ["دیرتر رسید"]

    desk.post(board(table), {"act": "discard"})
    assert (desk.get(board(table)).context["board"].leftovers, EditorDraft.objects.count()) == ([], 0)


def sign_in(client, response, user):
    """Through the page of the sign-in to which the form was sent."""
    page = client.get(response.url, follow=True)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.content.decode())[1]
    wanted = html.unescape(re.search(r'name="next" value="([^"]+)"', page.content.decode())[1])
    fields = {"login": user.email, "password": PASSWORD, "next": wanted}
    return client.post(page.request["PATH_INFO"], fields | {"csrfmiddlewaretoken": token}, follow=True)


def send_signed_out(client, meeting, user, **typed):
    """The page was open, the session is over, the form is sent without script."""
    client.force_login(user)
    page = client.get(board(meeting))
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.content.decode())[1]
    client.cookies.pop("sessionid")
    fields = {"base": page.context["base"], "who": user.pk, "act": "save", "csrfmiddlewaretoken": token}
    return client.post(board(meeting), fields | typed)


def test_a_form_sent_after_the_sign_in_expired_comes_back_through_the_sign_in_page(table, facilitator):
    client, item = Client(enforce_csrf_checks=True), table.agenda.get()
    facilitator.set_password(PASSWORD)
    facilitator.save()
    typed = {f"item-{item.pk}-text": "نوشته پیش از خروج", "c-text": "صمت: نیمه"}

    landed = sign_in(client, send_signed_out(client, table, facilitator, **typed), facilitator)

    assert landed.request["PATH_INFO"] == board(table)
    assert (bool(landed.context["board"].draft), landed.context["board"].quick) == (True, "صمت: نیمه")
    assert stands(client.get(board(table) + "?draft=1"))[f"item-{item.pk}-text"] == "نوشته پیش از خروج"


def test_whoever_else_signs_in_at_that_page_sees_nothing_of_it(table, facilitator, staff):
    client = Client(enforce_csrf_checks=True)
    staff.set_password(PASSWORD)
    staff.save()

    landed = sign_in(client, send_signed_out(client, table, facilitator, guests="راز"), staff)

    assert landed.request["PATH_INFO"] == board(table)
    assert "راز" not in landed.content.decode()
    assert EditorDraft.objects.count() == 0
