"""A firm sends its people from its own desk: several at once, each row with its outcome, nobody else's people."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from members.models import Firm
from post.models import Message
from tests import build
from tests.members import build_firms
from tests.trainings import build_trainings as make
from trainings.models import Course, Enrolment, Learner
from trainings.services.learners import learner_of

pytestmark = pytest.mark.django_db
State = Enrolment.State


@pytest.fixture
def firm(client, firm_a):
    build.cluster()
    made = build_firms.firm("کارون داده")
    build_firms.representative(made, firm_a)
    client.force_login(firm_a)
    return made


def path(firm, course=None, act=None, number=None):
    parts = [part for part in (firm.tracking_code, course and course.slug, number) if part]
    name = f"firm_{act}" if act else "firm_course" if course else "firm_courses"
    return reverse(f"trainings:{name}", args=parts)


def posted(*people, key="k1"):
    """The form as sent: a name, or a name and an address, for each row; None leaves one empty."""
    data = {"key": key}
    for place, person in enumerate(people, 1):
        full_name, contact = person if isinstance(person, tuple) else (person or "", "")
        data |= {f"row-{place}-full_name": full_name, f"row-{place}-contact": contact}
    return data


def people(course):
    rows = course.enrolments.order_by("number").select_related("learner")
    return [(row.learner.full_name, row.learner.address, row.state, row.door, row.firm_id) for row in rows]


def said(response):
    return [str(message) for message in response.context["messages"]]


def test_several_people_are_enrolled_at_once_and_the_last_waits(client, firm, firm_a):
    course = make.course(seats=2)

    response = client.post(
        path(firm, course), posted("علی رضایی", None, ("سارا کریمی", "Sara@Example.org"), ("رضا", "۰۹۱۶۱۱۱۲۲۳۳")),
        follow=True,
    )  # fmt: skip

    assert response.redirect_chain == [(path(firm, course), 302)]
    assert people(course) == [
        ("علی رضایی", "", "confirmed", "firm", firm.pk),
        ("سارا کریمی", "sara@example.org", "confirmed", "firm", firm.pk),
        ("رضا", "+989161112233", "waiting", "firm", firm.pk),
    ]
    assert said(response) == ["علی رضایی: جا دارد.", "سارا کریمی: جا دارد.", "رضا: در فهرست انتظار."]
    assert {row.enrolled_by for row in course.enrolments.all()} == {firm_a}
    assert list(Message.objects.order_by("pk").values_list("to", flat=True)) == [
        firm_a.email, "sara@example.org", "+989161112233",
    ]  # fmt: skip


def test_refused_rows_come_back_as_typed_and_the_good_ones_are_empty(client, firm):
    course = make.course(seats=5, firm_quota=2)

    page = client.post(path(firm, course), posted("علی", ("سارا", "sara@"), "رضا", ("مینا", "mina@example.org")))

    assert page.status_code == 422
    assert [row[0] for row in people(course)] == ["علی", "رضا"]
    typed = [(row["full_name"].value() or "", row["contact"].value() or "") for row in page.context["rows"]]
    assert typed == [("", ""), ("سارا", "sara@"), ("", ""), ("مینا", "mina@example.org"), ("", "")]
    assert list(page.context["rows"][1].errors) == ["contact"]
    assert page.context["rows"][3].non_field_errors() == [
        "کارون داده همه ۲ جای خود را در این دوره گرفته است. نخست ثبت‌نام یک نفر را پس بگیرید."
    ]
    assert page.context["key"] != "k1"
    assert not Learner.objects.filter(email="mina@example.org").exists()


def test_the_same_page_sent_twice_enrols_nobody_twice(client, firm):
    course, data = make.course(), posted("علی", ("سارا", "sara@example.org"))
    client.post(path(firm, course), data)
    client.post(path(firm, course, "withdraw", 1))

    again = client.post(path(firm, course), data, follow=True)

    assert [row[:1] + row[2:3] for row in people(course)] == [("علی", "withdrawn"), ("سارا", "confirmed")]
    assert said(again)[-2:] == ["علی: پس‌گرفته.", "سارا: جا دارد."]


def test_without_the_page_s_key_each_post_counts(client, firm):
    course, data = make.course(), posted("علی", key="")
    client.post(path(firm, course), data)

    page = client.post(path(firm, course), data)

    assert page.status_code == 422
    assert page.context["rows"][0].non_field_errors() == ["علی هم‌اکنون در این دوره است."]


def test_a_key_of_another_course_is_another_key(client, firm):
    one, two = make.course(), make.course()

    for course in (one, two):
        client.post(path(firm, course), posted("علی"))

    assert [len(people(course)) for course in (one, two)] == [1, 1]


def test_a_wrong_address_enrols_no_stranger_and_tells_nothing_of_them(client, firm):
    course = make.course()
    learner_of(full_name="نام پنهان", contact="hidden@example.org")

    page = client.post(path(firm, course), posted(("علی", "hidden@example.org")))

    assert (page.status_code, people(course)) == (422, [])
    assert "پنهان" not in page.content.decode()


def test_who_is_in_the_course_by_another_door_is_named_as_the_firm_typed(client, firm):
    course = make.course()
    make.enrolment(course, learner_of(full_name="على كريمي", contact="ali@example.org"))

    page = client.post(path(firm, course), posted(("علی کریمی", "ali@example.org")))

    assert page.context["rows"][0].non_field_errors() == ["علی کریمی هم‌اکنون در این دوره است."]


def test_nothing_typed_is_said(client, firm):
    course = make.course()

    page = client.post(path(firm, course), posted(None))

    assert (page.status_code, said(page)) == (422, ["نام دست‌کم یک نفر را بنویسید."])


def test_an_address_without_a_name_asks_for_the_name(client, firm):
    page = client.post(path(firm, make.course()), posted(("", "a@example.org")))

    assert list(page.context["rows"][0].errors) == ["full_name"]


def test_after_the_window_nobody_is_enrolled(client, firm):
    course = make.course(closes_on=timezone.localdate() - dt.timedelta(days=2))

    assert not client.get(path(firm, course)).context["is_open"]
    assert client.post(path(firm, course), posted("علی")).status_code == 422
    assert people(course) == []


def test_an_offer_is_taken_up_and_a_place_given_back_for_the_firm_s_own_people(client, firm):
    course, other = make.course(seats=2), build_firms.firm()
    mine = make.enrolment(course, state=State.OFFERED, firm=firm)
    theirs = make.enrolment(course, firm=other)
    waiting = make.enrolment(course, state=State.WAITING, firm=firm)

    assert client.post(path(firm, course, "withdraw", theirs.number)).status_code == 404
    accepted = client.post(path(firm, course, "accept", mine.number), follow=True)
    assert [row[2] for row in people(course)] == ["confirmed", "confirmed", "waiting"]
    assert said(accepted) == ["کارآموز آزمایشی جا را گرفت."]
    client.post(path(firm, course, "withdraw", mine.number))

    assert [row[2] for row in people(course)] == ["withdrawn", "confirmed", "offered"]
    assert client.post(path(firm, course, "withdraw", waiting.number), follow=True).status_code == 200
    assert [row[2] for row in people(course)] == ["withdrawn", "confirmed", "withdrawn"]


@pytest.mark.parametrize("act", ["accept", "withdraw"])
def test_another_firm_s_person_is_not_found(client, firm, act):
    course = make.course()
    theirs = make.enrolment(course, state=State.OFFERED, firm=build_firms.firm())

    assert client.post(path(firm, course, act, theirs.number)).status_code == 404
    theirs.refresh_from_db()
    assert theirs.state == "offered"


def test_a_lapsed_offer_is_shown_as_it_is_and_refused_in_words(client, firm):
    course = make.course(seats=1)
    mine = make.enrolment(course, state=State.OFFERED, firm=firm, offered_until=timezone.now() - dt.timedelta(1))

    shown = client.get(path(firm, course)).context["people"][0]
    assert (shown.state, shown.may_accept, shown.may_withdraw) == ("lapsed", False, False)
    refused = client.post(path(firm, course, "accept", mine.number), follow=True)

    assert said(refused) == ["مهلت این پیشنهاد گذشته و جا به نفر بعد پیشنهاد شده است. می‌توانید دوباره ثبت‌نام کنید."]


@pytest.mark.parametrize("state", [Firm.State.APPLIED, Firm.State.SUSPENDED, Firm.State.LEFT])
def test_a_firm_that_is_no_active_member_has_no_courses(client, firm, state):
    course = make.course()
    Firm.objects.filter(pk=firm.pk).update(state=state)

    assert [client.get(path(firm)).status_code, client.post(path(firm, course), posted("علی")).status_code] == [
        404,
        404,
    ]
    assert not Enrolment.objects.exists()


def test_another_firm_s_desk_and_a_draft_are_not_found(client, firm, firm_b):
    course, draft = make.course(), make.course("draft")
    assert client.get(path(firm, draft)).status_code == 404
    client.force_login(firm_b)

    met = [client.get(path(firm)).status_code, client.get(path(firm, course)).status_code]
    met += [client.post(path(firm, course), posted("علی")).status_code]

    assert met == [404, 404, 404]


def test_the_overview_leads_to_the_courses_and_names_the_newest(client, firm):
    course = make.course(title="دوره شبکه")
    make.enrolment(course, make.learner("علی رضایی"), firm=firm)

    page = client.get(reverse("members:desk_firm", args=[firm.tracking_code])).content.decode()

    assert path(firm) in page
    assert page.index("علی رضایی") < page.index("دوره شبکه")


def test_the_page_shows_free_places_and_the_quota(client, firm):
    course = make.course(seats=3, firm_quota=2)
    make.enrolment(course, firm=firm)

    page = client.get(path(firm))

    assert [(row.free, row.used) for row in page.context["courses"]] == [(2, 1)]
    assert "بنگاه شما ۱ جا از ۲ جای خود را دارد" in page.content.decode()
    assert "بنگاه شما ۱ جا از ۲ جای خود را دارد" in client.get(path(firm, course)).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_take_the_same_queries_with_one_and_three(client, firm, count, django_assert_num_queries):
    for _course in range(count):
        course = make.course()
        for _person in range(count):
            make.enrolment(course, firm=firm)
    client.get(path(firm))

    with django_assert_num_queries(8):
        client.get(path(firm))
    with django_assert_num_queries(9):
        client.get(path(firm, course))


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_both_languages_speak_their_own(client, firm, prefix):
    course = make.course(is_sample=True)
    make.enrolment(course, state=State.OFFERED, firm=firm)

    for address in (path(firm), path(firm, course)):
        page = client.get(prefix + address)
        assert page.status_code == 200
        assert f'lang="{"en" if prefix else "fa"}"' in page.content.decode()
        assert "style=" not in page.content.decode().split("<main")[1]
        assert 'class="mark"' in page.content.decode()
    assert Course.objects.count() == 1


def test_a_place_in_a_cancelled_course_is_shown_as_cancelled(client, firm):
    course = make.course("cancelled", cancelled_because="استاد بیمار است")
    make.enrolment(course, firm=firm)
    make.enrolment(course, state=State.OFFERED, firm=firm)

    text = client.get(path(firm, course)).text

    assert "جا دارد" not in text
    assert text.count("لغو شد") >= 2
