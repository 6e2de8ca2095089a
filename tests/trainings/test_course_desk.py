"""The desk of a course: who has a place, who is offered one, who waits; enrolling, withdrawing, exporting."""

import datetime as dt
import io

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone
from openpyxl import load_workbook

from filing.models import StateChange
from persian.jalali import format_day
from tests import build
from tests.members import build_firms
from tests.trainings import build_trainings
from trainings.models import Course, Enrolment, Learner, SessionAttendance

pytestmark = pytest.mark.django_db
State = Enrolment.State


def desk(course):
    return f"/admin/trainings/course/{course.pk}/desk/"


def told(response):
    return [str(message) for message in response.context["messages"]]


def test_everybody_stands_in_their_group_in_the_order_of_their_numbers(client, facilitator):
    course = build_trainings.course(seats=3)
    states = [State.WAITING, State.CONFIRMED, State.OFFERED, State.WITHDRAWN, State.WAITING, State.CONFIRMED]
    rows = [build_trainings.enrolment(course, state=state) for state in states]
    client.force_login(facilitator)

    groups = client.get(desk(course)).context["groups"]

    assert groups == {
        "placed": [rows[1], rows[5]],
        "offered": [rows[2]],
        "waiting": [rows[0], rows[4]],
        "result": [],
        "gone": [rows[3]],
    }
    assert [row.place for row in groups["waiting"]] == [1, 2]


def test_an_offer_whose_time_is_over_is_not_shown_as_open(client, facilitator):
    course = build_trainings.course()
    past = course.created_at
    row = build_trainings.enrolment(course, state=State.OFFERED, offered_until=past)
    client.force_login(facilitator)

    groups = client.get(desk(course)).context["groups"]

    assert (groups["offered"], groups["gone"]) == ([], [row])


def test_a_person_is_enrolled_and_the_next_one_waits(client, facilitator):
    course = build_trainings.course(seats=1)
    client.force_login(facilitator)

    first = client.post(
        desk(course), {"act": "enrol", "full_name": "زهرا احمدی", "contact": "۰۹۱۲۳۴۵۶۷۸۹"}, follow=True
    )
    second = client.post(
        desk(course), {"act": "enrol", "full_name": "علی رضایی", "contact": "ali@example.org"}, follow=True
    )

    assert told(first) == ["زهرا احمدی جا دارد."]
    assert told(second) == ["دوره پر است: علی رضایی در فهرست انتظار قرار گرفت."]
    facts = course.enrolments.values_list("learner__mobile", "learner__email", "state", "door", "enrolled_by")
    assert list(facts) == [
        ("+989123456789", None, State.CONFIRMED, "staff", facilitator.pk),
        (None, "ali@example.org", State.WAITING, "staff", facilitator.pk),
    ]


def test_a_firms_person_needs_no_address(client, facilitator):
    course, firm = build_trainings.course(), build_firms.firm()
    client.force_login(facilitator)

    client.post(desk(course), {"act": "enrol", "full_name": "زهرا احمدی", "contact": "", "firm": firm.name})

    assert (course.enrolments.get().firm, Learner.objects.get().added_by_firm) == (firm, firm)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("داده", "چند بنگاه چنین نامی دارند"),
        ("هیچ", "بنگاه فعالی با این نام یا کد رهگیری پیدا نشد"),
        ("تعلیق", "بنگاه فعالی با این نام یا کد رهگیری پیدا نشد"),
    ],
)
def test_a_firm_that_is_not_clear_is_asked_for_again(client, facilitator, text, error):
    course = build_trainings.course()
    for name in ("داده پرداز کارون", "داده گستر اهواز"):
        build_firms.firm(name=name)
    build_firms.firm(name="تعلیق", state="suspended")
    client.force_login(facilitator)

    response = client.post(desk(course), {"act": "enrol", "full_name": "زهرا", "contact": "", "firm": text})

    assert response.context["enrolling"].errors["firm"][0].startswith(error)
    assert response.context["enrolling"]["firm"].value() == text


@pytest.mark.parametrize("text", ["شركت داده‌پرداز کارون", "کارون", "code"])
def test_a_firm_is_known_by_its_name_in_any_spelling_or_by_its_code(client, facilitator, text):
    course, firm = build_trainings.course(), build_firms.firm(name="داده پرداز کارون")
    build_firms.firm(name="داده گستر اهواز")
    client.force_login(facilitator)
    sent = firm.tracking_code.lower() if text == "code" else text

    client.post(desk(course), {"act": "enrol", "full_name": "زهرا", "contact": "", "firm": sent})

    assert course.enrolments.get().firm == firm


def test_a_refusal_keeps_what_was_typed_and_leaves_nobody_behind(client, facilitator):
    course = build_trainings.course(eligibility=Course.Eligibility.MEMBERS)
    client.force_login(facilitator)

    response = client.post(desk(course), {"act": "enrol", "full_name": "زهرا احمدی", "contact": "z@example.org"})

    form = response.context["enrolling"]
    assert response.status_code == 422
    assert form.errors["__all__"] == ["این دوره ویژه کارکنان بنگاه‌های عضو است: بنگاه شما از میز کار خود ثبت‌نام می‌کند."]
    assert (form["full_name"].value(), form["contact"].value()) == ("زهرا احمدی", "z@example.org")
    assert Learner.objects.count() == 0


def test_nobody_is_enrolled_twice(client, facilitator):
    course = build_trainings.course()
    client.force_login(facilitator)
    sent = {"act": "enrol", "full_name": "زهرا احمدی", "contact": "z@example.org"}

    answers = [client.post(desk(course), sent) for _time in range(2)]

    assert [answer.status_code for answer in answers] == [302, 422]
    course.refresh_from_db()
    assert (course.taken, course.enrolments.count()) == (1, 1)


@pytest.mark.parametrize("contact", ["", "nonsense", "09"])
def test_without_an_address_or_a_firm_nobody_is_enrolled(client, facilitator, contact):
    course = build_trainings.course()
    client.force_login(facilitator)

    response = client.post(desk(course), {"act": "enrol", "full_name": "زهرا احمدی", "contact": contact})

    assert (response.status_code, course.enrolments.count()) == (422, 0)
    assert response.context["enrolling"].errors


def test_a_known_address_keeps_its_name_and_the_desk_is_told(client, facilitator):
    course = build_trainings.course()
    build_trainings.learner("زهرا احمدی", email="z@example.org")
    client.force_login(facilitator)

    response = client.post(
        desk(course), {"act": "enrol", "full_name": "مریم موسوی", "contact": "z@example.org"}, follow=True
    )

    assert len(told(response)) == 2
    assert "زهرا احمدی" in told(response)[1]


def test_a_withdrawal_offers_the_place_to_who_waits_first(client, facilitator):
    course = build_trainings.course(seats=1)
    leaver = build_trainings.enrolment(course)
    first, second = (build_trainings.enrolment(course, state=State.WAITING) for _number in range(2))
    client.force_login(facilitator)

    client.post(desk(course), {"act": "withdraw", "enrolment": leaver.pk, "why": "سفر"})

    states = [Enrolment.objects.get(pk=row.pk).state for row in (leaver, first, second)]
    assert states == [State.WITHDRAWN, State.OFFERED, State.WAITING]
    assert StateChange.objects.get(new="withdrawn").why == "سفر"


def test_a_place_out_of_turn_needs_a_free_place(client, facilitator):
    course = build_trainings.course(seats=1)
    build_trainings.enrolment(course)
    first, second = (build_trainings.enrolment(course, state=State.WAITING) for _number in range(2))
    client.force_login(facilitator)

    refused = client.post(desk(course), {"act": "promote", "enrolment": second.pk})
    Course.objects.filter(pk=course.pk).update(seats=2)
    client.post(desk(course), {"act": "promote", "enrolment": second.pk})

    assert refused.status_code == 422
    assert refused.context["problem"][0].startswith("جای خالی نیست")
    assert [Enrolment.objects.get(pk=row.pk).state for row in (first, second)] == [State.WAITING, State.CONFIRMED]


def test_a_place_more_for_one_person_passes_the_others_by(client, facilitator):
    course = build_trainings.course(seats=1)
    build_trainings.enrolment(course)
    first, second = (build_trainings.enrolment(course, state=State.WAITING) for _number in range(2))
    client.force_login(facilitator)

    client.post(desk(course), {"act": "add_place", "enrolment": second.pk})

    course.refresh_from_db()
    assert [Enrolment.objects.get(pk=row.pk).state for row in (first, second)] == [State.WAITING, State.CONFIRMED]
    assert (course.seats, course.taken) == (2, 2)


def test_fewer_places_than_are_taken_are_refused(client, facilitator):
    course = build_trainings.course(seats=3)
    build_trainings.enrolment(course)
    build_trainings.enrolment(course)
    client.force_login(facilitator)

    response = client.post(desk(course), {"act": "seats", "seats": "۱"})
    client.post(desk(course), {"act": "seats", "seats": "۲"})

    assert response.status_code == 422
    assert response.context["seats"]["seats"].value() == "۱"
    course.refresh_from_db()
    assert course.seats == 2


def test_an_enrolment_of_another_course_is_not_found(client, facilitator):
    course, other = build_trainings.course(), build_trainings.course()
    row = build_trainings.enrolment(other)
    client.force_login(facilitator)

    answers = [
        client.post(desk(course), {"act": "withdraw", "enrolment": key}) for key in (row.pk, "", "x", "۹", "9" * 30)
    ]

    assert [answer.status_code for answer in answers] == [404] * 5
    row.refresh_from_db()
    assert row.state == State.CONFIRMED


def test_who_may_only_read_changes_nothing(client, groups):
    course = build_trainings.course()
    row = build_trainings.enrolment(course)
    reader = build.user(is_staff=True)
    names = ["view_course", "view_enrolment"]
    reader.user_permissions.set(Permission.objects.filter(codename__in=names, content_type__app_label="trainings"))
    client.force_login(reader)

    shown = client.get(desk(course))
    answers = [
        client.post(desk(course), {"act": act, "enrolment": row.pk, "seats": "9"})
        for act in ("withdraw", "promote", "seats", "enrol")
    ]

    assert 'name="act"' not in shown.content.decode()
    assert [answer.status_code for answer in answers] == [403] * 4
    assert client.get(desk(course) + "list.csv").status_code == 403


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_desk_costs_the_same_with_one_person_and_with_three(
    client, facilitator, how_many, django_assert_num_queries
):
    build.cluster()
    course = build_trainings.course(days=range(7, 7 + how_many))
    for state in (State.CONFIRMED, State.OFFERED, State.WAITING, State.WITHDRAWN):
        for _number in range(how_many):
            build_trainings.enrolment(course, state=state, firm=build_firms.firm())
    client.force_login(facilitator)
    client.get(desk(course))

    with django_assert_num_queries(8):
        client.get(desk(course))


def exported(course):
    """Two people, one with a name that a spreadsheet would calculate, and their marks of the first of two days."""
    build_trainings.enrolment(course, build_trainings.learner("=1+1", email="a@example.org"))
    build_trainings.enrolment(course, build_trainings.learner("زهرا احمدی", email="z@example.org"))
    for row, was_there in zip(course.enrolments.all(), (True, False), strict=True):
        SessionAttendance.objects.create(session=course.sessions.first(), enrolment=row, is_present=was_there)


def test_the_list_as_a_workbook_holds_texts_only(client, facilitator):
    course = build_trainings.course(days=(0, 1))
    exported(course)
    client.force_login(facilitator)

    content = b"".join(client.get(desk(course) + "list.xlsx").streaming_content)

    sheet = load_workbook(io.BytesIO(content)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}
    assert [row[1] for row in rows] == ["نام و نام خانوادگی", "=1+1", "زهرا احمدی"]
    assert rows[0][-2:] == [format_day(row.day, "numeric") for row in course.sessions.all()]
    assert [row[-2] for row in rows[1:]] == ["حاضر", "غایب"]


def test_the_list_as_csv_calculates_nothing_and_the_book_keeps_who_took_it(client, facilitator):
    course = build_trainings.course(days=(0, 1))
    exported(course)
    client.force_login(facilitator)

    text = b"".join(client.get(desk(course) + "list.csv").streaming_content).decode()

    assert [line.split(",")[1] for line in text.splitlines()] == ["نام و نام خانوادگی", "'=1+1", "زهرا احمدی"]
    assert StateChange.objects.get(new="exported").by == facilitator
    assert client.get(desk(course) + "list.pdf").status_code == 404


def test_a_lapsed_offer_is_open_nowhere_in_the_lists_although_the_clock_stood_still(client, staff):
    client.force_login(staff)
    course, past = build_trainings.course(), timezone.now() - dt.timedelta(minutes=1)
    row = build_trainings.enrolment(course, state=State.OFFERED, offered_until=past)
    enrolments, learner = "/admin/trainings/enrolment/", f"/admin/trainings/learner/{row.learner_id}/change/"

    for address in (enrolments, f"{enrolments}{row.pk}/change/", learner):
        assert "پیشنهاد بی‌پاسخ ماند</" in client.get(address).text, address
    export = client.get(f"{desk(course)}list.csv")
    assert "پیشنهاد بی‌پاسخ ماند" in b"".join(export.streaming_content).decode()
