"""The steps of a course in the admin: each says first what will happen, and does it once."""

import pytest
from django.contrib.auth.models import Permission

from filing.models import IdempotencyKey, StateChange
from persian.jalali import format_day
from post.models import Message
from tests import build
from tests.members import build_firms
from tests.trainings import build_trainings
from tests.trainings.course_forms import day, page
from trainings.models import Course, Enrolment, SessionAttendance

pytestmark = pytest.mark.django_db
State, Place = Course.State, Enrolment.State


def test_a_course_is_announced_once(client, facilitator):
    course = build_trainings.course(state=State.DRAFT, opened_at=None)
    client.force_login(facilitator)
    client.get(page(course, "act/announce"))

    answers = [client.post(page(course, "act/announce"), follow=True) for _time in range(2)]

    assert [[str(message) for message in answer.context["messages"]] for answer in answers] == [
        ["دوره اکنون در سایت دیده می‌شود."],
        ["این کار پیش‌تر انجام شده است."],
    ]
    assert StateChange.objects.filter(model="trainings.course", new="open").count() == 1


def test_a_course_without_days_is_not_announced(client, facilitator):
    course = build_trainings.course(state=State.DRAFT, days=())
    client.force_login(facilitator)

    response = client.post(page(course, "act/announce"))

    assert response.status_code == 422
    assert response.context["form"].errors["__all__"] == ["نخست روزهای دوره را بیفزایید."]


def test_cancelling_says_how_many_letters_and_needs_a_reason(client, facilitator):
    course = build_trainings.course()
    build_trainings.enrolment(course)
    build_trainings.enrolment(course, state=Place.WAITING)
    build_trainings.enrolment(course, build_trainings.learner(added_by_firm=firm()))
    build_trainings.enrolment(course, state=Place.WITHDRAWN)
    client.force_login(facilitator)

    shown = client.get(page(course, "act/cancel"))
    refused = client.post(page(course, "act/cancel"), {"why": "  "})
    letters = Message.objects.count()
    done = [client.post(page(course, "act/cancel"), {"why": "مدرس بیمار است"}) for _time in range(2)]

    assert shown.context["forecast"] == {"people": 3, "letters": 2}
    assert (refused.status_code, letters) == (422, 0)
    assert [answer.status_code for answer in done] == [302, 302]
    assert Message.objects.count() == 2
    course.refresh_from_db()
    assert (course.state, course.cancelled_because) == (State.CANCELLED, "مدرس بیمار است")


def firm():
    return build_firms.firm()


def test_ending_shows_the_results_and_names_the_lists_that_are_not_complete(client, facilitator):
    course = build_trainings.course(days=(-3, -2), state=State.RUNNING)
    came, never = build_trainings.enrolment(course), build_trainings.enrolment(course)
    first, second = course.sessions.all()
    for row, was_there in ((came, True), (never, False)):
        SessionAttendance.objects.create(session=first, enrolment=row, is_present=was_there)
    client.force_login(facilitator)

    early = client.post(page(course, "act/end"))
    for row, was_there in ((came, True), (never, False)):
        SessionAttendance.objects.create(session=second, enrolment=row, is_present=was_there)
    shown = client.get(page(course, "act/end"))
    client.post(page(course, "act/end"))

    text = f"فهرست حضور این جلسه‌ها کامل نیست: {format_day(day(-2))}."
    assert early.context["form"].errors["__all__"][0].startswith(text)
    assert [count for _label, count in shown.context["forecast"]["results"]] == [1, 0, 1]
    assert [Enrolment.objects.get(pk=row.pk).state for row in (came, never)] == [Place.COMPLETED, Place.NO_SHOW]


def test_a_course_begins_when_its_day_has_come(client, facilitator):
    course = build_trainings.course(days=(0, 1))
    offer = build_trainings.enrolment(course, state=Place.OFFERED)
    later = build_trainings.course(days=(3,))
    client.force_login(facilitator)

    shown = client.get(page(course, "act/begin"))
    client.post(page(course, "act/begin"))
    refused = client.post(page(later, "act/begin"))

    assert shown.context["forecast"] == {"offers": 1, "waiting": 0, "letters": 1}
    offer.refresh_from_db()
    assert offer.state == Place.LAPSED
    assert (refused.status_code, Course.objects.get(pk=later.pk).state) == (422, State.OPEN)


def test_one_page_makes_one_copy(client, facilitator):
    course = build_trainings.course(title="کارگاه", seats=7)
    client.force_login(facilitator)
    key = client.get(page(course, "act/copy")).context["key"]

    answers = [client.post(page(course, "act/copy"), {"key": key}) for _time in range(2)]

    made = Course.objects.exclude(pk=course.pk).get()
    assert [answer.headers["Location"] for answer in answers] == [page(made)] * 2
    assert (made.title, made.seats, made.state, made.sessions.count()) == ("کارگاه", 7, State.DRAFT, 0)
    assert IdempotencyKey.objects.get().result == str(made.pk)


@pytest.mark.parametrize("act", ["announce", "begin", "end", "cancel", "copy"])
def test_who_only_reads_courses_takes_no_step(client, groups, act, django_user_model):
    course = build_trainings.course(state=State.DRAFT)
    reader = build.user(is_staff=True)
    reader.user_permissions.add(permission("view_course"))
    client.force_login(reader)

    answers = [client.get(page(course, f"act/{act}")), client.post(page(course, f"act/{act}"), {"why": "x"})]

    assert [answer.status_code for answer in answers] == [403, 403]


def permission(codename):
    return Permission.objects.get(codename=codename, content_type__app_label="trainings")
