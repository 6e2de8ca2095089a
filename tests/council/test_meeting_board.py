"""The page on which one decision is taken, and who may do what at the council's desk."""

import datetime as dt
import re

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from council.models import Attendance, Decision, Meeting
from filing.models import StateChange
from persian.jalali import today
from tests import build
from tests.council.build_council import proposal, ready

pytestmark = pytest.mark.django_db


def at(name, row):
    return reverse(f"admin:council_{name}", args=[row.pk])


def told(response):
    return [str(message) for message in response.context["messages"]]


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_a_decision_is_adopted_with_the_votes_typed_in_any_digits(desk, facilitator):
    decision = ready(by_consensus=False)
    data = {"act": "adopted", "votes_for": "۴", "votes_against": "١", "votes_abstain": "0", "why": "اکثریت"}

    response = desk.post(at("decision_decide", decision), data, follow=True)

    decision.refresh_from_db()
    assert told(response) == ["مصوبه ۱۴۰۳/۰۱-۰۱ ثبت شد."]
    assert (decision.votes_for, decision.votes_against, decision.votes_abstain) == (4, 1, 0)
    assert decision.recorded_by == facilitator
    assert StateChange.objects.get().why == "اکثریت"


def test_without_quorum_the_refusal_stands_in_the_form_and_the_votes_stay(desk):
    decision = ready(voting=7, present=4, by_consensus=False)

    response = desk.post(at("decision_decide", decision), {"act": "adopted", "votes_for": "۴", "why": "چرا"})

    form = response.context["form"]
    assert response.status_code == 200
    assert form.non_field_errors() == ["نشست به حد نصاب نرسیده است: از ۷ عضو دارای رأی ۴ نفر حاضرند و ۵ نفر لازم است."]
    assert (form["votes_for"].value(), form["why"].value()) == ("۴", "چرا")
    assert Decision.objects.get().state == "proposed"


@pytest.mark.parametrize(
    ("data", "box"),
    [
        ({"votes_for": "²"}, "votes_for"),
        ({"votes_for": "-1"}, "votes_for"),
        ({"votes_for": "9" * 5000}, "votes_for"),
        ({"votes_for": "40000"}, "votes_for"),
        ({"votes_for": "1.5"}, "votes_for"),
        ({"votes_for": "3", "by_consensus": "on"}, "by_consensus"),
        ({"why": "x" * 1001}, "why"),
    ],
)
def test_a_wrong_box_is_an_error_at_the_box(desk, data, box):
    decision = ready()

    response = desk.post(at("decision_decide", decision), {"act": "adopted"} | data)

    assert list(response.context["form"].errors) == [box]
    assert Decision.objects.get().state == "proposed"


@pytest.mark.parametrize("state", ["rejected", "deferred", "withdrawn"])
def test_a_decision_may_be_settled_without_adoption(desk, state):
    decision = ready(voting=7, present=0)

    response = desk.post(at("decision_decide", decision), {"act": state, "why": "نیاز به بررسی"}, follow=True)

    assert told(response) == [f"وضعیت پیشنهاد اکنون «{Decision.State(state).label}» است."]
    assert (Decision.objects.get().state, StateChange.objects.get().why) == (state, "نیاز به بررسی")


@pytest.mark.parametrize("act", [None, "", "nonsense", "proposed"])
def test_an_act_that_does_not_fit_is_refused(desk, act):
    decision = ready()

    response = desk.post(at("decision_decide", decision), {"act": act} if act is not None else {})

    assert len(response.context["form"].non_field_errors()) == 1
    assert Decision.objects.get().state == "proposed"


def test_the_second_press_of_the_button_says_that_it_is_decided(desk):
    decision = ready()
    data = {"act": "adopted", "by_consensus": "on"}
    desk.post(at("decision_decide", decision), data)

    response = desk.post(at("decision_decide", decision), data)

    assert response.context["form"].non_field_errors() == ["این مصوبه پیش‌تر «تصویب‌شده» شده است."]
    assert Decision.objects.get().number == "1403/01-01"


MOVERS = {"facilitator", "staff"}


@pytest.mark.parametrize("role", ["firm_a", "council_member", "supervisor", "facilitator", "staff", "administrator"])
def test_who_may_move_a_meeting_and_take_a_decision(client, cast, role):
    client.force_login(cast[role])
    decision = ready(voting=7, present=7)
    meeting = Meeting.objects.get()

    client.post(at("decision_decide", decision), {"act": "adopted", "by_consensus": "on"})
    client.post(at("meeting_board", meeting), {"act": "move-confirmed"})
    build.seat()
    client.post(at("meeting_board", meeting), {"act": "fill"})

    decision.refresh_from_db()
    meeting.refresh_from_db()
    outcome = (decision.state, meeting.state, Attendance.objects.count())
    assert outcome == (("adopted", "confirmed", 7) if role in MOVERS else ("proposed", "held", 7))


@pytest.mark.parametrize("name", ["meeting_board", "meeting_draft", "meeting_understand", "decision_decide"])
def test_an_unknown_row_is_not_found(desk, name):
    address = reverse(f"admin:council_{name}", args=[10**30])

    assert (desk.post if name.endswith(("draft", "understand")) else desk.get)(address).status_code == 404


def queues(client):
    items = client.get(reverse("admin:index")).context["waiting"]
    return {item.title: item.count for item in items if "/council/" in item.url}


def test_what_waits_for_the_secretary_and_for_a_member(desk, council_member):
    build.rule()
    proposal(build.meeting(state="called", held_on=today() + dt.timedelta(days=3)))
    build.meeting(state="confirmed")
    build.decision(build.agenda_item(build.meeting(state="published")), state="rejected")

    assert queues(desk) == {
        "نشست آینده": 1,
        "کمبودهای نشست آینده": 0,
        "مصوبه‌های پیشنهادی": 1,
        "صورت‌جلسه‌های در انتظار تأیید": 0,
        "صورت‌جلسه‌های در انتظار انتشار": 1,
        "پیگیری‌های گذشته از سررسید": 0,
        "پیگیری‌های گزارش‌شده به‌عنوان انجام‌شده": 0,
    }
    desk.force_login(council_member)
    assert queues(desk) == {"نشست آینده": 1, "پیگیری‌های شما و نهادتان": 0}


def test_each_queue_leads_to_a_page(desk):
    build.meeting(state="called", held_on=today())

    for item in desk.get(reverse("admin:index")).context["waiting"]:
        assert desk.get(item.url).status_code == 200


def clerk(*permissions):
    """Somebody with a desk and only these permissions."""
    person = build.user(is_staff=True)
    person.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    return person


def test_who_calls_meetings_does_not_by_that_publish_their_minutes(client):
    client.force_login(clerk("view_meeting", "call_meeting"))
    meeting = build.meeting(state="confirmed")

    response = client.post(at("meeting_board", meeting), {"act": "move-published"})

    assert (response.status_code, Meeting.objects.get().state) == (403, "confirmed")


def test_a_desk_alone_opens_no_board(client):
    client.force_login(clerk())

    assert client.get(at("meeting_board", build.meeting())).status_code == 403
