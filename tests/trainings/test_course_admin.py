"""Courses in the admin: written, announced, begun, ended, cancelled, copied; and who may."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from filing.models import StateChange
from persian.jalali import format_day, today
from post.models import Message
from tests import build
from tests.trainings import build_trainings
from tests.trainings.course_forms import LIST, day, page, refusals, typed
from trainings.admin.forms import CourseForm
from trainings.models import Course, CourseSession, Enrolment, Learner
from trainings.services import places
from trainings.services.series import add_series, series_days

pytestmark = pytest.mark.django_db
State, Place = Course.State, Enrolment.State


# Writing ----------------------------------------------------------------------
def test_a_course_is_added_with_its_days(client, facilitator):
    client.force_login(facilitator)

    client.post(f"{LIST}add/", typed(sessions=[(None, day(9)), (None, day(7))]))

    course = Course.objects.get()
    assert (course.state, course.starts_on, course.ends_on) == (State.DRAFT, day(7), day(9))
    assert course.slug.startswith("network-security-14")
    assert (course.seats, course.hours, course.fee) == (20, 16, 0)
    assert StateChange.objects.get(model="trainings.course").new == "draft"


def test_a_save_writes_nothing_that_the_form_does_not_show(client, facilitator, monkeypatch):
    """Somebody enrols between the moment when the form is read and when it is written: the count stays right."""
    course = build_trainings.course(seats=20)
    client.force_login(facilitator)
    claim = build_trainings_claim(course, monkeypatch)

    client.post(page(course), typed(course, kept(course), teacher="مدرس تازه"))

    course.refresh_from_db()
    assert claim == [True]
    assert (course.teacher, course.taken, course.last_number) == ("مدرس تازه", 1, 1)


def build_trainings_claim(course, monkeypatch):
    """While the form is being saved, another process gives a place."""
    done, whole = [], CourseForm.claim_version

    def claim(form):
        if not done:
            Course.objects.filter(pk=course.pk).update(taken=1, last_number=1)
            done.append(True)
        whole(form)

    monkeypatch.setattr(CourseForm, "claim_version", claim)
    return done


def kept(course):
    return [(row, row.day) for row in course.sessions.all()]


def test_the_first_day_follows_the_sessions_of_the_form(client, facilitator):
    course = build_trainings.course(days=(7, 8))
    client.force_login(facilitator)
    one, two = course.sessions.all()

    client.post(page(course), typed(course, [(one, day(20)), (two, day(21))], closes_on=format_day(day(19), "numeric")))

    course.refresh_from_db()
    assert (course.starts_on, course.ends_on, course.closes_on) == (day(20), day(21), day(19))


def test_registration_that_reaches_the_first_day_is_refused_in_the_form(client, facilitator):
    course = build_trainings.course(days=(7, 8))
    client.force_login(facilitator)
    one, two = course.sessions.all()

    response = client.post(page(course), typed(course, [(one, day(5)), (two, day(8))]))

    _errors, texts = refusals(response)
    first = format_day(day(5))
    assert texts == [f"ثبت‌نام تا {first} باز است، ولی دوره از {first} آغاز می‌شود."]
    assert course.sessions.first().day == day(7)


def test_an_announced_course_keeps_a_day(client, facilitator):
    course = build_trainings.course(days=(7,))
    client.force_login(facilitator)

    response = client.post(page(course), typed(course, kept(course), **{"sessions-0-DELETE": "on"}))

    assert refusals(response)[1] == ["دوره اعلام‌شده باید روز داشته باشد: روز دیگری بیفزایید یا دوره را لغو کنید."]
    assert CourseSession.objects.count() == 1


def test_more_places_in_the_form_are_offered_along_the_wait_list(client, facilitator):
    course = build_trainings.course(seats=1)
    build_trainings.enrolment(course)
    waiting = build_trainings.enrolment(course, state=Place.WAITING)
    client.force_login(facilitator)

    client.post(page(course), typed(course, kept(course), seats="۲"))

    waiting.refresh_from_db()
    course.refresh_from_db()
    assert (course.seats, course.taken, waiting.state) == (2, 2, Place.OFFERED)
    assert StateChange.objects.filter(new="2 seats").count() == 1


def test_fewer_places_than_are_taken_are_a_form_error(client, facilitator):
    course = build_trainings.course(seats=3)
    build_trainings.enrolment(course)
    build_trainings.enrolment(course)
    client.force_login(facilitator)

    response = client.post(page(course), typed(course, kept(course), seats="۱", teacher="مدرس تازه"))

    assert list(response.context["adminform"].form.errors) == ["seats"]
    assert response.context["adminform"].form["teacher"].value() == "مدرس تازه"
    course.refresh_from_db()
    assert (course.seats, course.teacher) == (3, "")


def test_places_taken_between_the_check_and_the_write_are_a_form_error_too(client, facilitator, monkeypatch):
    course = build_trainings.course(seats=3)
    client.force_login(facilitator)
    done, whole = [], CourseForm.full_clean

    def full_clean(form):
        """The first time somebody is quicker after the check; when the form is asked again, that is what it reads."""
        if form.is_bound and done:
            form.instance.taken = 2
        whole(form)
        if form.is_bound:
            done.append(True)
            Course.objects.filter(pk=course.pk).update(taken=2)

    monkeypatch.setattr(CourseForm, "full_clean", full_clean)

    response = client.post(page(course), typed(course, kept(course), seats="۱", teacher="مدرس تازه"))

    assert list(response.context["adminform"].form.errors) == ["seats"]
    course.refresh_from_db()
    assert (course.seats, course.teacher) == (3, "")


def test_a_second_saver_sees_both_values(client, facilitator):
    course = build_trainings.course()
    client.force_login(facilitator)
    old = typed(course, kept(course), teacher="دومی")
    client.post(page(course), typed(course, kept(course), teacher="اولی"))

    response = client.post(page(course), old)

    assert ("مدرس", "اولی", "دومی") in response.context["adminform"].form.conflicts
    course.refresh_from_db()
    assert course.teacher == "اولی"


def test_places_changed_at_the_desk_are_not_turned_back_by_an_older_form(client, facilitator):
    course = build_trainings.course(seats=20)
    client.force_login(facilitator)
    old = typed(course, kept(course), teacher="مدرس تازه")
    client.post(page(course, "desk"), {"act": "seats", "seats": "۲۵"})

    response = client.post(page(course), old)

    assert response.status_code == 200
    course.refresh_from_db()
    assert course.seats == 25


@pytest.mark.parametrize("state", [State.CLOSED, State.CANCELLED])
def test_a_course_that_is_over_can_only_be_read(client, facilitator, state):
    reason = "لغو" if state == State.CANCELLED else ""
    course = build_trainings.course(days=(-5, -4), state=state, cancelled_because=reason)
    client.force_login(facilitator)

    response = client.post(page(course), typed(course, kept(course), teacher="مدرس تازه"), follow=True)

    assert [str(message) for message in response.context["messages"]] == [
        "چیزی ذخیره نشد: این مورد در این میان بسته شده است و تنها خواندنی است."
    ]
    course.refresh_from_db()
    assert course.teacher == ""
    assert response.context["has_change_permission"] is False


def test_the_rule_of_attendance_stands_once_the_course_runs(client, facilitator):
    course = build_trainings.course(days=(-1, 2), state=State.RUNNING)
    client.force_login(facilitator)

    client.post(page(course), typed(course, kept(course), teacher="مدرس تازه", attendance_share="۱۰"))

    course.refresh_from_db()
    assert (course.teacher, course.attendance_share) == ("مدرس تازه", 75)


@pytest.mark.parametrize(("state", "status"), [(State.DRAFT, 200), (State.OPEN, 403)])
def test_only_a_draft_is_deleted(client, facilitator, state, status):
    course = build_trainings.course(state=state)
    client.force_login(facilitator)

    assert client.get(page(course, "delete")).status_code == status


def test_a_taken_room_is_a_warning_on_the_form_and_before_announcing(client, facilitator):
    course = build_trainings.course(state=State.DRAFT, days=(7,), place="سالن ۲")
    build_trainings.course(days=(7,), place="سالن ۲", title="همان سالن")
    client.force_login(facilitator)

    for address in (page(course), page(course, "act/announce")):
        assert "همان سالن" in client.get(address).content.decode()
    client.post(page(course, "act/announce"))
    course.refresh_from_db()
    assert course.state == State.OPEN


# Series -----------------------------------------------------------------------
def test_the_days_of_a_series_are_those_of_the_calendar():
    """Saturday and Monday from Friday 2024-09-20 on: 21, 23, 28, 30 September."""
    days = series_days(weekdays=[5, 0], first_on=dt.date(2024, 9, 20), count=4)

    assert [one.isoformat() for one in days] == ["2024-09-21", "2024-09-23", "2024-09-28", "2024-09-30"]


def test_a_series_is_added_once(client, facilitator):
    course = build_trainings.course(state=State.DRAFT, days=())
    client.force_login(facilitator)
    series = {
        "weekdays": [str(number) for number in range(7)],
        "first_on": format_day(day(10), "numeric"),
        "count": "۳",
        "starts_at": "۹:۰۰",
        "ends_at": "۱۳:۰۰",
    }

    answers = [client.post(page(course, "series"), series, follow=True) for _time in range(2)]

    assert [str(message) for answer in answers for message in answer.context["messages"]] == [
        f"۳ جلسه افزوده شد، از {format_day(day(10))} تا {format_day(day(12))}.",
        "دوره همین جلسه‌ها را دارد.",
    ]
    course.refresh_from_db()
    assert [row.day for row in course.sessions.all()] == [day(10), day(11), day(12)]
    assert (course.starts_on, course.ends_on, course.row_version) == (day(10), day(12), 1)


def test_a_series_that_begins_while_registration_is_open_is_refused(client, facilitator):
    course = build_trainings.course(days=(7,))
    client.force_login(facilitator)
    series = {"weekdays": ["0", "1", "2", "3", "4", "5", "6"], "first_on": format_day(day(6), "numeric"), "count": "1"}

    response = client.post(page(course, "series"), series | {"starts_at": "8:00", "ends_at": "9:00"})

    assert (response.status_code, course.sessions.count()) == (422, 1)
    assert "ثبت‌نام تا" in response.context["form"].errors["__all__"][0]


@pytest.mark.parametrize("state", [State.CLOSED, State.CANCELLED])
def test_a_course_that_is_over_gets_no_days(state):
    reason = "لغو" if state == State.CANCELLED else ""
    course = build_trainings.course(days=(-5,), state=state, cancelled_because=reason)
    clock = {"starts_at": dt.time(9), "ends_at": dt.time(13)}

    with pytest.raises(ValidationError):
        add_series(course=course, weekdays=[0], first_on=today(), count=1, **clock)


# Lists ------------------------------------------------------------------------
@pytest.mark.parametrize("how_many", [1, 3])
def test_the_list_costs_the_same_with_one_course_and_with_three(
    client, facilitator, how_many, django_assert_num_queries
):
    build.cluster()
    for _number in range(how_many):
        course = build_trainings.course(seats=1)
        build_trainings.enrolment(course, state=Place.WAITING)
    client.force_login(facilitator)
    client.get(LIST)

    with django_assert_num_queries(9):
        response = client.get(LIST)

    rows = response.context["cl"].result_list
    assert [row.waiting for row in rows] == [1] * how_many


def test_a_course_is_found_in_any_spelling(client, facilitator):
    build_trainings.course(title="کارگاه شبکه")
    build_trainings.course(title="طراحی وب")
    client.force_login(facilitator)

    found = client.get(LIST, {"q": "كارگاه"}).context["cl"].result_list

    assert [course.title for course in found] == ["کارگاه شبکه"]


# People -----------------------------------------------------------------------
def test_an_enrolment_tells_its_story(client, facilitator):
    course = build_trainings.course(seats=1)
    made = places.enrol(course=course, learner=build_trainings.learner(), door="staff", by=facilitator)
    places.withdraw(enrolment=made, by=facilitator, why="سفر")
    client.force_login(facilitator)

    text = client.get(f"/admin/trainings/enrolment/{made.pk}/change/").content.decode()

    story = text.partition("<ol>")[2].partition("</ol>")[0]
    assert [line.count("·") for line in story.split("<li>")[1:]] == [2, 3]
    assert "سفر" in story


def test_a_learners_data_goes_when_the_name_is_typed(client, administrator):
    learner = build_trainings.learner("زهرا احمدی", email="zahra@example.org")
    build_trainings.enrolment(build_trainings.course(), learner)
    Message.objects.create(key="k", channel="mail", to="zahra@example.org", subject="زهرا", body="زهرا احمدی")
    client.force_login(administrator)
    address = reverse("admin:trainings_learner_erase", args=[learner.pk])

    refused = client.post(address, {"name": "زهرا رضایی"})
    client.post(address, {"name": "زهرا  احمدي"})

    learner.refresh_from_db()
    letter = Message.objects.get(key="k")
    assert refused.status_code == 422
    assert "زهرا" not in learner.full_name
    assert (letter.to, letter.subject, letter.body, letter.state) == (learner.email, "", "", Message.State.FAILED)
    assert Learner.objects.filter(email="zahra@example.org").count() == 0


def test_a_name_is_corrected_and_nothing_else_of_a_learner(client, facilitator):
    learner = build_trainings.learner("زهرا احمدي", email="zahra@example.org")
    client.force_login(facilitator)
    data = {"full_name": "زهرا احمدی‌پور", "language": "fa", "wants_letters": "on", "email": "x@example.org"}
    data |= {"enrolments-TOTAL_FORMS": 0, "enrolments-INITIAL_FORMS": 0}

    client.post(f"/admin/trainings/learner/{learner.pk}/change/", data)

    learner.refresh_from_db()
    assert (learner.full_name, learner.email) == ("زهرا احمدی‌پور", "zahra@example.org")


def test_the_moment_of_a_course_is_kept(client, facilitator):
    """``changed_at`` says when the row was written last."""
    course = build_trainings.course()
    before = timezone.now()
    client.force_login(facilitator)

    client.post(page(course), typed(course, kept(course), teacher="مدرس تازه"))

    course.refresh_from_db()
    assert course.changed_at > before


def test_the_days_of_a_course_ask_for_their_subject_not_for_that_of_a_message(client, facilitator):
    client.force_login(facilitator)
    course = build_trainings.course("draft")

    text = client.get(f"/admin/trainings/course/{course.pk}/change/").text

    assert "موضوع جلسه" in text
    assert "موضوع پیام" not in text
