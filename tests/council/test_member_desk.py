"""A council member's desk: answer, comment, see what is to be done; nobody speaks for somebody else."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from council import services
from council.models import Comment, Invitation, Remark, Vote
from council.services import comments
from persian.jalali import today
from tests import build
from tests.council.editing import board, send

pytestmark = pytest.mark.django_db
DESK = "/council/desk/"


@pytest.fixture
def office():
    return build.institution("tvto", "اداره کل فنی و حرفه‌ای")


@pytest.fixture
def seat(council_member, office):
    return build.seat("ژاله", user=council_member, institution=office)


@pytest.fixture
def meeting(seat):
    """A called meeting with one item, to which the seat is invited."""
    meeting = build.meeting(state="called", held_on=today() + dt.timedelta(days=5))
    build.agenda_item(meeting, title="دیدگاه نهادها")
    Invitation.objects.create(meeting=meeting, seat=seat, person=seat.person)
    return meeting


@pytest.fixture
def desk(client, council_member, seat):
    client.force_login(council_member)
    return client


def answer(client, meeting, **data):
    return client.post(reverse("council:desk_answer", args=[meeting.invitations.get().pk]), data)


def comment(client, meeting, text):
    return client.post(reverse("council:desk_comment", args=[meeting.agenda.get().pk]), {"text": text})


def test_the_desk_shows_what_comes_what_is_open_and_what_was(desk, meeting, seat, office):
    mine = build.action_item(seat=seat)
    ours = build.action_item(institution=office)
    build.action_item(seat=build.seat())
    past = build.meeting(state="published")
    here = build.attendance(past, seat)

    rows = desk.get(DESK).context["rows"]

    assert (rows.seats, rows.coming, rows.actions, rows.attendances) == ([seat], [meeting], [mine, ours], [here])


@pytest.mark.parametrize("answers", [1, 4])
def test_the_desk_asks_the_same_however_much_stands_on_it(desk, seat, answers, django_assert_num_queries):
    for _ in range(answers):
        meeting = build.meeting(state="called", held_on=today())
        item = build.agenda_item(meeting)
        Invitation.objects.create(meeting=meeting, seat=seat, person=seat.person)
        Comment.objects.create(agenda_item=item, seat=seat, text="x")
        build.action_item(seat=seat)
        decision = build.adopted_decision()
        Vote.objects.create(decision=decision, seat=seat, choice="for")

    with django_assert_num_queries(13):
        desk.get(DESK)


def test_the_desk_is_kept_by_no_cache_and_only_for_who_sits_on_the_council(client, desk, facilitator):
    assert "no-store" in desk.get(DESK).headers["Cache-Control"]
    client.force_login(facilitator)
    assert client.get(DESK).status_code == 403
    client.logout()
    assert client.get(DESK).status_code == 302


def test_an_answer_is_noted_and_may_change_until_the_meeting(desk, meeting, council_member):
    answer(desk, meeting, answer="coming")
    answer(desk, meeting, answer="alternate", alternate="نادر")

    invitation = Invitation.objects.get()
    assert (invitation.answer, invitation.alternate) == ("alternate", "نادر")
    answer(desk, meeting, answer="apology", alternate="نادر")
    invitation.refresh_from_db()
    assert (invitation.answer, invitation.alternate) == ("apology", "")


@pytest.mark.parametrize(
    ("data", "field"),
    [({}, "answer"), ({"answer": "x"}, "answer"), ({"answer": "alternate", "alternate": " "}, "alternate")],
)
def test_an_answer_that_is_not_complete_is_refused_at_its_box(desk, meeting, data, field):
    response = answer(desk, meeting, **data)

    assert (response.status_code, list(response.context["typed"]["answer"].errors)) == (422, [field])
    assert Invitation.objects.get().answer == ""


def test_after_the_meeting_no_answer_is_taken(desk, meeting):
    meeting.state = "held"
    meeting.save()

    response = answer(desk, meeting, answer="coming")

    assert (response.status_code, Invitation.objects.get().answer) == (422, "")


def invite_again(meeting, *seats):
    return [Invitation.objects.create(meeting=meeting, seat=seat, person=seat.person, round=2) for seat in seats]


def refused(invitation, by):
    with pytest.raises(ValidationError) as caught:
        services.answer_invitation(invitation=invitation, answer="coming", by=by)
    assert Invitation.objects.exclude(answer="").count() == 0
    return caught.value.code


def test_only_the_newest_invitation_is_answered_and_offered(desk, meeting, seat, council_member):
    old = Invitation.objects.get()
    (new,) = invite_again(meeting, seat)

    assert refused(old, council_member) == "round"
    assert desk.get(DESK).context["rows"].coming[0].own_invitations == [new]


def test_who_is_not_invited_any_more_is_asked_nothing(desk, meeting):
    invite_again(meeting, build.seat())

    assert desk.get(DESK).context["rows"].coming[0].own_invitations == []


def test_who_left_the_seat_does_not_answer_for_it(meeting, seat, council_member):
    seat.valid_to = today() - dt.timedelta(days=1)
    seat.save()

    assert refused(Invitation.objects.get(), council_member) == "seat"


def test_a_cancelled_meeting_takes_no_answer(meeting, council_member):
    services.move_meeting(meeting=meeting, state="cancelled", by=None, why="نبود حد نصاب")

    with pytest.raises(ValidationError, match="زمان پاسخ"):
        services.answer_invitation(invitation=Invitation.objects.get(), answer="coming", by=council_member)


def test_who_holds_two_seats_answers_once_for_both(desk, meeting, seat, council_member):
    second = build.seat("ژاله", user=council_member)
    Invitation.objects.create(meeting=meeting, seat=second, person=second.person)

    desk.post(reverse("council:desk_answer", args=[meeting.invitations.first().pk]), {"answer": "apology"})

    assert list(Invitation.objects.values_list("answer", flat=True)) == ["apology", "apology"]


def test_an_answer_to_a_day_that_was_moved_settles_no_attendance(meeting, seat):
    Invitation.objects.update(answer="apology")
    invite_again(meeting, seat)

    services.prefill_attendance(meeting=meeting)

    assert list(meeting.attendances.values_list("status", flat=True)) == ["unknown"]


def test_answering_and_commenting_hold_the_meeting_first(meeting, seat, council_member, monkeypatch):
    held = []
    hold = comments.hold_meeting
    monkeypatch.setattr(comments, "hold_meeting", lambda one: held.append(one.pk) or hold(one))

    services.answer_invitation(invitation=Invitation.objects.get(), answer="coming", by=council_member)
    item = meeting.agenda.get()
    written = services.write_comment(agenda_item=item, seat=seat, text="سخن", by=council_member)
    services.drop_comment(comment=written, by=council_member)

    assert held == [meeting.pk] * 3


def test_nobody_answers_or_takes_back_for_somebody_else(client, meeting, seat, person_in):
    other = person_in("supervisor")
    build.seat("دیگری", "supervisor", user=other)
    written = Comment.objects.create(agenda_item=meeting.agenda.get(), seat=seat, text="سخن")
    client.force_login(other)

    assert answer(client, meeting, answer="coming").status_code == 404
    assert client.post(reverse("council:desk_comment_drop", args=[written.pk])).status_code == 404
    assert (Invitation.objects.get().answer, Comment.objects.count()) == ("", 1)


def test_a_comment_is_written_seen_by_the_council_and_taken_back(client, desk, meeting):
    comment(desk, meeting, "پيشنهاد من")
    written = Comment.objects.get()

    assert written.text == "پیشنهاد من"
    assert "پیشنهاد من" in desk.get(DESK).content.decode()
    desk.post(reverse("council:desk_comment_drop", args=[written.pk]))
    assert Comment.objects.count() == 0


def test_a_comment_that_is_sent_twice_stands_once(desk, meeting):
    for key in ["k1", "k1", "k2"]:
        data = {"text": "پیشنهاد من", "key": key}
        desk.post(reverse("council:desk_comment", args=[meeting.agenda.get().pk]), data)

    assert Comment.objects.count() == 2


def test_the_form_of_a_comment_carries_a_key_of_its_own(desk, meeting):
    keys = {desk.get(DESK).context["key"] for _look in range(2)}

    assert len(keys) == 2
    assert all(len(key) == 32 for key in keys)


@pytest.mark.parametrize(
    "change",
    [
        {"user": None},
        {"valid_to": today() + dt.timedelta(days=4)},  # the meeting is a day later
        {"valid_from": today() + dt.timedelta(days=6), "valid_to": None},
    ],
)
def test_who_holds_no_seat_on_the_day_of_the_meeting_does_not_comment(meeting, seat, council_member, change):
    type(seat).objects.filter(pk=seat.pk).update(**change)

    with pytest.raises(ValidationError) as caught:
        services.write_comment(agenda_item=meeting.agenda.get(), seat=seat, text="سخن", by=council_member)

    assert (caught.value.code, Comment.objects.count()) == ("seat", 0)


def test_the_page_speaks_from_the_seat_of_that_day_and_of_an_institution(desk, meeting, seat, council_member, office):
    build.seat("ژاله", user=council_member, valid_to=today())
    ended, seat.institution = seat, None
    ended.save()
    speaking = build.seat("ژاله", user=council_member, institution=office)

    comment(desk, meeting, "سخن")

    assert Comment.objects.get().seat == speaking


def test_a_comment_is_taken_back_by_its_writer_only(meeting, seat, facilitator):
    written = Comment.objects.create(agenda_item=meeting.agenda.get(), seat=seat, text="سخن")

    with pytest.raises(ValidationError) as caught:
        services.drop_comment(comment=written, by=facilitator)

    assert (caught.value.code, Comment.objects.count()) == ("seat", 1)


@pytest.mark.parametrize("text", ["", "  ", "x" * 4001])
def test_a_comment_that_is_none_is_refused_and_stays_typed(desk, meeting, text):
    response = comment(desk, meeting, text)

    assert (response.status_code, Comment.objects.count()) == (422, 0)
    assert list(response.context["typed"]["comment"].errors) == ["text"]


@pytest.mark.parametrize("state", ["held", "confirmed", "published"])
def test_comments_are_written_before_the_meeting_only(desk, meeting, state):
    meeting.state = state
    meeting.save()

    assert (comment(desk, meeting, "دیر").status_code, Comment.objects.count()) == (422, 0)


def test_a_comment_is_not_public(client, desk, meeting):
    comment(desk, meeting, "سخن پیش از نشست")
    client.logout()

    assert "سخن پیش از نشست" not in client.get(reverse("council:meeting_detail", args=[meeting.key])).content.decode()


def test_the_secretary_takes_a_comment_over_once_and_it_becomes_a_remark(client, facilitator, meeting, seat, office):
    written = Comment.objects.create(agenda_item=meeting.agenda.get(), seat=seat, text="آماده‌ایم")
    Remark.objects.create(agenda_item=meeting.agenda.get(), institution=office, text="نخست")
    client.force_login(facilitator)

    assert "آماده‌ایم" in client.get(board(meeting)).content.decode()
    send(client, meeting, act=f"take-{written.pk}")
    again = send(client, meeting, act=f"take-{written.pk}")

    assert Remark.objects.get().text == "نخست\nآماده‌ایم"
    assert again.context["refusals"] == ["این یادداشت پیش‌تر به صورت‌جلسه رفته است."]


def test_what_was_taken_over_is_not_taken_back(meeting, seat, facilitator, council_member):
    written = Comment.objects.create(agenda_item=meeting.agenda.get(), seat=seat, text="آماده‌ایم")
    services.take_over_comment(comment=written, by=facilitator)
    written.refresh_from_db()

    with pytest.raises(ValidationError, match="دبیر این یادداشت"):
        services.drop_comment(comment=written, by=council_member)


def test_a_comment_without_an_institution_says_where_to_write_it(meeting, facilitator):
    written = Comment.objects.create(agenda_item=meeting.agenda.get(), seat=build.seat("فعال"), text="سخن")

    with pytest.raises(ValidationError, match="فعال نماینده نهادی نیست"):
        services.take_over_comment(comment=written, by=facilitator)


def test_who_may_not_write_minutes_takes_nothing_over(client, council_member, meeting, seat):
    written = Comment.objects.create(agenda_item=meeting.agenda.get(), seat=seat, text="سخن")
    client.force_login(council_member)

    assert client.post(board(meeting), {"act": f"take-{written.pk}", "base": "{}"}).status_code == 403
    assert Remark.objects.count() == 0
