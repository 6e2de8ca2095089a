"""Learners are asked, once each; everybody reads counts, and nothing about fewer than five people."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from persian.jalali import today
from post.models import Message
from tests.trainings import build_trainings
from tests.trainings.certifying import ended_course, taught
from trainings.asking.clock import ask
from trainings.asking.links import feedback_token
from trainings.asking.panels import feedback_panel
from trainings.distributions import Kind, distributions_of, read_distributions, shown
from trainings.models import Course, CourseFeedback, Enrolment
from trainings.services.learners import erase_learner

pytestmark = pytest.mark.django_db
State = Enrolment.State
GOOD = {
    "content": "5",
    "teaching": "4",
    "organisation": "3",
    "usefulness": "2",
    "overall": "1",
    "comment": "بیشتر تمرین",
}


def sheet(enrolment, kind=Kind.AFTER, prefix="/en"):
    return f"{prefix}/trainings/feedback/{feedback_token(enrolment, kind)}/"


def answered(course, grades, kind=Kind.AFTER):
    """One answer of one new person; ``grades`` for the five questions, or use and effect."""
    names = CourseFeedback.QUESTIONS if kind == Kind.AFTER else ("use", "effect")
    values = dict(zip(names, grades, strict=True))
    return CourseFeedback.objects.create(enrolment=taught(course), kind=kind, **values)


def test_five_grades_are_kept_once_and_the_second_time_is_thanked(client):
    enrolment = taught(ended_course())
    path = sheet(enrolment)
    page = client.get(path)
    assert page.text.count('type="radio"') == 25
    assert '<meta name="robots" content="noindex">' in page.text

    first = client.post(path, GOOD, follow=True)
    second = client.post(path, GOOD | {"overall": "5"})

    assert "Your answer was received. It helps" in first.text
    assert "Your answer was received already" in second.text
    kept = CourseFeedback.objects.values_list("kind", *CourseFeedback.QUESTIONS, "comment").get()
    assert kept == ("after", 5, 4, 3, 2, 1, "بیشتر تمرین")


@pytest.mark.parametrize("change", [{"overall": ""}, {"overall": "6"}, {"overall": "²"}, {"comment": "x" * 1001}])
def test_an_answer_that_is_not_whole_is_told_and_what_was_chosen_is_kept(client, change):
    response = client.post(sheet(taught(ended_course())), GOOD | change)

    assert response.status_code == 422
    assert "Please correct the following" in response.text
    assert response.text.count("checked") >= 4
    assert not CourseFeedback.objects.exists()


def test_the_follow_up_asks_use_and_effect(client):
    enrolment = taught(ended_course())
    path = sheet(enrolment, Kind.FOLLOW_UP)

    assert client.get(path).text.count('type="radio"') == 7
    client.post(path, {"use": "often", "effect": "job"})
    client.post(sheet(enrolment), GOOD)
    assert list(CourseFeedback.objects.order_by("kind").values_list("kind", "use", "effect")) == [
        ("after", "", ""),
        ("follow_up", "often", "job"),
    ]


def test_the_database_keeps_one_answer_of_a_kind():
    made = answered(ended_course(), (5, 5, 5, 5, 5))

    with pytest.raises(IntegrityError), transaction.atomic():
        CourseFeedback.objects.create(enrolment=made.enrolment, kind="follow_up")
    made.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        made.save(force_insert=True)


@pytest.mark.parametrize(
    ("state", "kind", "status"),
    [
        (State.COMPLETED, Kind.AFTER, 200),
        (State.FAILED, Kind.AFTER, 200),
        (State.NO_SHOW, Kind.AFTER, 404),
        (State.COMPLETED, Kind.FOLLOW_UP, 200),
        (State.FAILED, Kind.FOLLOW_UP, 404),
    ],
)
def test_who_is_asked_what(client, state, kind, status):
    enrolment = taught(ended_course(), state=state)

    assert client.get(sheet(enrolment, kind)).status_code == status


def test_forged_and_old_links_and_those_of_removed_people_open_nothing(client, monkeypatch):
    enrolment = taught(ended_course())
    path = sheet(enrolment)
    changed = path.replace(str(enrolment.pk), str(enrolment.pk + 1), 1)

    assert client.get(changed).status_code == 404
    assert client.get("/en/trainings/feedback/x/").status_code == 404
    import time  # noqa: PLC0415  (the signature's own clock)

    now = time.time()
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + 182 * 86400)
    assert client.get(path).status_code == 200
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + 184 * 86400)
    assert client.get(path).status_code == 404
    monkeypatch.undo()
    erase_learner(learner=enrolment.learner, by=None)
    assert client.get(path).status_code == 404


def test_four_answers_are_not_shown_and_five_are():
    course = ended_course()
    for grade in (5, 5, 4, 3):
        answered(course, (grade, 5, 5, 5, 5))
    assert shown(read_distributions([course.pk])[Kind.AFTER][course.pk]) is None
    context = feedback_panel(course, None)["context"]
    assert (context["after"], context["later"]) == (None, None)

    answered(course, (1, 5, 5, 5, 5))
    after = shown(read_distributions([course.pk])[Kind.AFTER][course.pk])
    assert after.answers == 5
    assert after.questions["content"] == {1: 1, 2: 0, 3: 1, 4: 1, 5: 2}
    assert after.questions["teaching"] == {1: 0, 2: 0, 3: 0, 4: 0, 5: 5}
    assert (after.mean("content"), after.mean("teaching")) == (3.6, 5)


def test_the_bar_has_a_part_for_each_grade_that_was_given():
    course = ended_course()
    for grade in (5, 5, 4, 3, 1):
        answered(course, (grade, 5, 5, 5, 5))

    row = next(iter(feedback_panel(course, None)["context"]["after"]["rows"]))
    assert list(row["parts"]) == [
        {"grade": 1, "start": "0.00", "width": "20.00"},
        {"grade": 3, "start": "20.00", "width": "20.00"},
        {"grade": 4, "start": "40.00", "width": "20.00"},
        {"grade": 5, "start": "60.00", "width": "40.00"},
    ]
    assert (row["counts"], row["mean"]) == ([1, 0, 1, 1, 2], "۳٫۶")


def test_a_sum_holds_whole_courses_that_are_shown_by_themselves_only():
    """10 answers in all: five, four and one. Summed without the rule, ten minus five would be about the other two."""
    large, small, one = ended_course(), ended_course(), ended_course()
    for _ in range(5):
        answered(large, (4, 4, 4, 4, 4))
    for _ in range(4):
        answered(small, (1, 1, 1, 1, 1))
    answered(one, (2, 2, 2, 2, 2))

    total = distributions_of(Course.objects.all())[Kind.AFTER]

    assert (total.answers, total.courses, total.left_out) == (5, 1, 2)
    assert total.questions["overall"] == {1: 0, 2: 0, 3: 0, 4: 5, 5: 0}
    answered(small, (1, 1, 1, 1, 1))
    total = distributions_of(Course.objects.all())[Kind.AFTER]
    assert (total.answers, total.courses, total.left_out) == (10, 2, 1)
    assert total.questions["overall"] == {1: 5, 2: 0, 3: 0, 4: 5, 5: 0}


def test_small_courses_give_no_sum_at_all():
    for course in (ended_course(), ended_course()):
        for _ in range(4):
            answered(course, (4, 4, 4, 4, 4))

    assert distributions_of(Course.objects.all()) == {Kind.AFTER: None, Kind.FOLLOW_UP: None}


def test_the_two_sheets_are_counted_apart():
    course = ended_course()
    for _ in range(5):
        answered(course, ("often", "none"), Kind.FOLLOW_UP)
    context = feedback_panel(course, None)["context"]

    assert context["after"] is None
    assert [[row["count"] for row in question["rows"]] for question in context["later"]["questions"]] == [
        [5, 0, 0],
        [0, 0, 0, 5],
    ]


def test_what_was_written_is_read_by_those_who_run_the_courses_only_and_bears_no_name(client, cast):
    course = ended_course()
    for grade in (5, 5, 4, 3):
        answered(course, (grade, 5, 5, 5, 5))
    CourseFeedback.objects.update(comment="بیشتر تمرین")
    path = f"/en/trainings/{course.slug}/"
    client.force_login(cast["facilitator"])
    assert "بیشتر تمرین" not in client.get(path).text

    answered(course, (1, 5, 5, 5, 5))
    for role in ("anonymous", "council_member", "firm_a", "facilitator", "staff"):
        client.logout()
        if cast[role]:
            client.force_login(cast[role])
        text = client.get(path).text
        assert ("بیشتر تمرین" in text) == (role in ("facilitator", "staff")), role
        assert "زهرا کریمی" not in text


@pytest.mark.parametrize("courses", [1, 3])
def test_any_number_of_courses_is_one_question(courses, django_assert_num_queries):
    for _ in range(courses):
        answered(ended_course(), (4, 4, 4, 4, 4))

    with django_assert_num_queries(1):
        distributions_of(Course.objects.all())


def test_before_its_end_a_course_has_no_panel():
    assert feedback_panel(build_trainings.course(), None) is None


def letters(prefix="feedback/"):
    return Message.objects.filter(key__startswith=prefix)


def ended(enrolment, days):
    """The result was written so many days ago, at noon."""
    at = timezone.make_aware(dt.datetime.combine(today() - dt.timedelta(days=days), dt.time(12)))
    Enrolment.objects.filter(pk=enrolment.pk).update(ended_at=at)


def test_the_day_after_the_end_who_came_is_asked_once():
    course = ended_course()
    people = {state: taught(course, state=state) for state in (State.COMPLETED, State.FAILED, State.NO_SHOW)}
    for enrolment in people.values():
        ended(enrolment, 0)
    ask()
    assert not letters().exists()

    for enrolment in people.values():
        ended(enrolment, 1)
    ask()
    ask()
    asked = {people[State.COMPLETED].learner.email, people[State.FAILED].learner.email}
    assert set(letters().values_list("to", flat=True)) == asked
    assert letters().count() == 2
    body = letters().first().body
    assert "https://portal.example/trainings/feedback/" in body
    assert "https://portal.example/trainings/stop/" in body


def test_nobody_is_asked_who_stopped_or_answered_or_is_of_the_sample_or_came_long_ago():
    course = ended_course()
    ended(taught(course, wants_letters=False), 1)
    ended(taught(course, is_sample=True), 1)
    ended(answered(course, (5, 5, 5, 5, 5)).enrolment, 1)
    ended(taught(course), 31)
    ask()

    assert not letters().exists()


def test_half_a_year_after_the_last_day_who_completed_is_asked_once():
    early, due = ended_course(days=(-181,)), ended_course(days=(-182,))
    for course in (early, due):
        ended(taught(course, attended=1), 170)
        ended(taught(course, attended=1, state=State.FAILED), 170)
    ask()
    ask()

    assert [row.to for row in letters()] == [due.enrolments.get(state=State.COMPLETED).learner.email]
    assert letters().get().key == f"feedback/{due.enrolments.get(state=State.COMPLETED).pk}/follow_up"


@pytest.mark.parametrize("people", [1, 3])
def test_asking_costs_the_same_for_many_and_nothing_more_when_all_are_asked(people, django_assert_num_queries):
    course = ended_course()
    for _ in range(people):
        ended(taught(course), 1)

    with django_assert_num_queries(5):  # who is due twice, what is written, the cluster, the letters
        ask()
    with django_assert_num_queries(3):
        ask()
    assert letters().count() == people


def test_what_was_written_half_a_year_later_is_read_too(cast):
    course = ended_course()
    for _ in range(5):
        answered(course, ("often", "none"), Kind.FOLLOW_UP)
    CourseFeedback.objects.update(comment="در کار به دردم خورد")

    assert feedback_panel(course, cast["facilitator"])["context"]["comments"] == ["در کار به دردم خورد"] * 5
