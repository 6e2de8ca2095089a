"""One's own courses: by link or account, giving back, taking up, reminders; nobody reaches another's."""

import datetime as dt
import re

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from persian.jalali import today
from post.models import Message
from tests import build
from tests.persian import hostile
from tests.persian.hostile import HOSTILE
from tests.reports.shown import shown
from tests.trainings import build_trainings
from trainings.links import learner_token
from trainings.models import Certificate, Enrolment, Learner

pytestmark = pytest.mark.django_db
State = Enrolment.State
LINK = "https://class.example/room"


@pytest.fixture
def learner():
    return build_trainings.learner("سارا کارون", email="sara@example.org")


def page_of(learner):
    return reverse("trainings:mine_open", args=[learner_token(learner)])


def words(response):
    return shown(response).one("main", id="main").text


def do(client, page, what, enrolment=None):
    return client.post(page, {"do": what, "enrolment": enrolment.pk if enrolment else ""})


def test_the_link_shows_where_one_stands(client, learner):
    course = build_trainings.course(title="برنامه‌نویسی", online_link=LINK)
    build_trainings.enrolment(course, learner)

    response = client.get(page_of(learner))

    page = shown(response)
    assert page.all("h2")[0].text == "برنامه‌نویسی"
    assert page.one("a", href=LINK).text == "رفتن به کلاس برخط"
    assert page.one("a", href=f"/trainings/{course.slug}/course.ics").text == "افزودن به تقویم (iCalendar)"
    assert "no-store" in response.headers["Cache-Control"]
    assert page.one("meta", name="robots").attributes["content"] == "noindex"


@pytest.mark.parametrize("state", [State.WAITING, State.OFFERED, State.WITHDRAWN])
def test_the_online_class_is_for_who_has_a_place(client, learner, state):
    build_trainings.enrolment(build_trainings.course(online_link=LINK), learner, state=state)

    assert LINK not in client.get(page_of(learner)).text


def test_a_place_is_given_back_after_a_question_and_goes_to_the_next(client, learner):
    course = build_trainings.course(seats=1)
    own, next_one = build_trainings.enrolment(course, learner), build_trainings.enrolment(course, state=State.WAITING)
    page = page_of(learner)

    asked = shown(client.get(f"{page}?withdraw={own.pk}"))
    own.refresh_from_db()
    assert own.state == State.CONFIRMED
    done = do(client, asked.one("form", method="post").attributes["action"], "withdraw", own)

    assert done.headers["Location"] == f"{page}?done=withdrawn"
    for row in (own, next_one):
        row.refresh_from_db()
    assert (own.state, next_one.state) == (State.WITHDRAWN, State.OFFERED)
    assert "جا پس داده شد" in words(client.get(done.headers["Location"]))
    assert do(client, page, "withdraw", own).status_code == 302


def test_an_offer_is_taken_up_within_its_time(client, learner):
    course = build_trainings.course(seats=1)
    with time_machine.travel("2026-09-23T08:00:00Z", tick=False):
        own = build_trainings.enrolment(course, learner, state=State.OFFERED)
        page = page_of(learner)
        assert "این جا تا ۳ مهر ۱۴۰۵، ۱۱:۳۰ برای شما نگه داشته می‌شود" in words(client.get(page))

        done = do(client, page, "accept", own)

        assert done.headers["Location"] == f"{page}?done=accepted"
        assert do(client, page, "accept", own).status_code == 302
    own.refresh_from_db()
    assert own.state == State.CONFIRMED


def test_a_lapsed_offer_is_never_open_though_no_clock_ran(client, learner):
    course = build_trainings.course(seats=1)
    own, page = build_trainings.enrolment(course, learner, state=State.OFFERED), page_of(learner)
    with time_machine.travel(own.offered_until, tick=False):
        shown_page = shown(client.get(page))
        refused = do(client, page, "accept", own)

    own.refresh_from_db()
    assert own.state == State.LAPSED  # by the refusal, not by the page
    assert [button for button in shown_page.all("button") if button.attributes.get("value") == "accept"] == []
    assert ("ثبت‌نام دوباره", f"/trainings/{course.slug}/enrol/") in shown_page.links()
    assert (refused.status_code, len(shown(refused).all("div", id="errors"))) == (422, 1)


def test_an_offer_of_a_course_that_is_over_cannot_be_taken(client, learner):
    course = build_trainings.course(days=(-2, -1), closes_on=today())
    build_trainings.enrolment(course, learner, state=State.OFFERED)

    assert "accept" not in client.get(page_of(learner)).text


def test_what_the_service_refuses_is_said_on_the_page(client, learner):
    course = build_trainings.course(days=(-2, -1), state="closed", closes_on=today())
    own = build_trainings.enrolment(course, learner, state=State.COMPLETED)

    refused = do(client, page_of(learner), "withdraw", own)

    own.refresh_from_db()
    assert (refused.status_code, own.state) == (422, State.COMPLETED)


def test_nobody_reaches_the_enrolment_of_another(client, learner):
    other = build_trainings.enrolment(build_trainings.course())
    page = page_of(learner)

    answers = [do(client, page, what, other) for what in ("withdraw", "accept", "nothing")]
    answers.append(client.get(f"{page}?withdraw={other.pk}"))

    assert [answer.status_code for answer in answers] == [404] * 4
    other.refresh_from_db()
    assert other.state == State.CONFIRMED


def test_a_forged_an_old_and_a_voided_link_open_nothing(client, learner):
    token = learner_token(learner)
    pages = [reverse(f"trainings:{name}", args=[f"{token}x"]) for name in ("mine_open", "stop")]
    with time_machine.travel(timezone.now() + dt.timedelta(days=181), tick=False):
        answers = [client.get(page) for page in [*pages, page_of_token(token)]]
    Learner.objects.update(email="new@example.org")
    answers.append(client.get(page_of_token(token)))

    assert [answer.status_code for answer in answers] == [404] * 4


def page_of_token(token):
    return reverse("trainings:mine_open", args=[token])


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_is_sent_is_no_fault(client, learner, text):
    page, typed = page_of(learner), text.encode("utf-8", "surrogatepass")

    for values in ({"do": "withdraw", "enrolment": text}, {"do": text, "enrolment": "1"}, {"do": text}):
        assert hostile.post(client, page, **values).status_code in (400, 404)
    assert client.get(page, {"withdraw": typed[:50_000]}).status_code in (400, 404)
    assert client.get(page, {"done": typed[:50_000]}).status_code == 200
    assert hostile.post(client, "/trainings/mine/", contact=text).status_code in (302, 400, 422)


# Without a link -------------------------------------------------------------------


def test_the_link_is_sent_and_a_known_address_is_answered_as_an_unknown_one(client, learner):
    answers = []
    for address in (learner.email, "unknown@example.org"):
        visitor = Client()
        response = visitor.post("/trainings/mine/", {"contact": address})
        page = visitor.get(response.headers["Location"])
        answers.append((response.status_code, response.headers["Location"], re.sub('value="[^"]+"', "", page.text)))

    assert answers[0] == answers[1]
    to_known, to_unknown = Message.objects.order_by("pk")
    assert (to_known.to, to_unknown.to) == (learner.email, "unknown@example.org")
    assert to_known.subject == to_unknown.subject
    path = re.search(r"https://portal\.example(/trainings/mine/\S+)", to_known.body)[1]
    assert client.get(path).status_code == 200
    assert "/trainings/mine/" not in to_unknown.body


def test_asking_for_links_is_throttled(client):
    met = [client.post("/trainings/mine/", {"contact": "a@example.org"}).status_code for _number in range(4)]

    assert met == [302, 302, 302, 429]


def test_who_is_signed_in_sees_what_was_enrolled_under_a_confirmed_address(client, learner):
    user = build.user(email=learner.email)
    build_trainings.enrolment(build_trainings.course(title="برنامه‌نویسی"), learner)
    client.force_login(user)

    assert "برنامه‌نویسی" in words(client.get("/trainings/mine/"))
    user.emailaddress_set.update(verified=False)
    assert "برنامه‌نویسی" not in words(client.get("/trainings/mine/"))
    assert "هنوز در دوره‌ای نیستید" in words(client.get("/trainings/mine/"))


def test_a_row_that_is_tied_to_another_account_is_not_mine(client, learner):
    Learner.objects.update(user=build.user())
    client.force_login(build.user(email=learner.email))
    build_trainings.enrolment(build_trainings.course(title="برنامه‌نویسی"), learner)

    assert "برنامه‌نویسی" not in words(client.get("/trainings/mine/"))


# Reminders, certificates -----------------------------------------------------------


def test_reminders_are_stopped_and_resumed(client, learner):
    page = page_of(learner)

    states = []
    for what in ("stop", "resume"):
        assert do(client, page, what).headers["Location"].startswith(page)
        learner.refresh_from_db()
        states.append(learner.wants_letters)

    assert states == [False, True]


def test_looking_at_the_stop_link_stops_nothing_pressing_does(client, learner):
    page = reverse("trainings:stop", args=[learner_token(learner)])

    client.get(page)
    learner.refresh_from_db()
    assert learner.wants_letters is True
    client.post(page)
    learner.refresh_from_db()

    assert learner.wants_letters is False
    assert shown(client.get(page)).all("button") == []


def test_a_cancelled_course_stands_among_the_earlier_with_its_reason(client, learner):
    course = build_trainings.course(state="cancelled", cancelled_because="مدرس نیامد", online_link=LINK)
    build_trainings.enrolment(course, learner)

    response = client.get(page_of(learner))

    assert "لغو شد مدرس نیامد" in words(response)
    assert LINK not in response.text


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_the_same_however_many_courses(client, learner, django_assert_num_queries, rows):
    for _number in range(rows):
        enrolment = build_trainings.enrolment(build_trainings.course(), learner, state=State.COMPLETED)
        Certificate.objects.create(enrolment=enrolment, code=f"code-{_number}", payload={}, sha256="0" * 64)
        build_trainings.enrolment(build_trainings.course(), learner)
    with django_assert_num_queries(5):
        client.get(page_of(learner))
