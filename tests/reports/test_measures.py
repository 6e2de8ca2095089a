"""What the portal counts for indicators: figures worked out by hand in ``build_courses``."""

from decimal import Decimal

import pytest

from actionplans.measures import breakdown_of, choices, with_live
from actionplans.models import Indicator
from reports.measures import MEASURES
from tests import build
from tests.members import build_firms
from tests.reports.build_courses import answer, two_courses
from tests.reports.build_year import day, small_year
from tests.trainings import build_trainings as make
from trainings.models import Enrolment

pytestmark = pytest.mark.django_db
SHAHRIVAR, LAST = day(6, 31), day(12, 30)


def live(plan, last):
    """Every measure of a plan up to a day."""
    counts = {}
    for number, measure in enumerate(MEASURES, 50):
        row, _new = Indicator.objects.get_or_create(
            plan=plan, number=number, defaults={"title": measure.key, "unit": "-", "target": 1, "measure": measure.key}
        )
        counts[measure.key] = with_live(Indicator.objects.filter(pk=row.pk), last).get().live
    return counts


def test_the_counts_of_courses_are_those_worked_out_by_hand():
    year = small_year()
    two_courses(year.one, year.two)

    assert live(year.one, SHAHRIVAR) == {
        "people-trained": 2, "people-completed": 1, "certificates": 1, "firms-reached": 1,
        "pass-share": Decimal("50.00"), "satisfaction": None, "active-firms": 2, "jobs": None,
    }  # fmt: skip
    assert live(year.one, LAST) == {
        "people-trained": 3, "people-completed": 2, "certificates": 2, "firms-reached": 2,
        "pass-share": Decimal("75.00"), "satisfaction": None, "active-firms": 2, "jobs": None,
    }  # fmt: skip


def test_a_plan_without_courses_counts_nobody_and_shows_no_share():
    year = small_year()

    assert live(year.two, LAST) == {
        "people-trained": 0, "people-completed": 0, "certificates": 0, "firms-reached": 0,
        "pass-share": None, "satisfaction": None, "active-firms": 0, "jobs": None,
    }  # fmt: skip


def test_a_course_of_four_answers_is_hidden_and_one_of_five_is_shown():
    year = small_year()
    courses = two_courses(year.one)
    for _person in range(2):
        answer(make.enrolment(courses.first, state=Enrolment.State.COMPLETED), 4)
    assert live(year.one, LAST)["satisfaction"] is None  # 4 and 2 answers

    answer(courses.in_first[2], 3)

    assert live(year.one, LAST)["satisfaction"] == Decimal("80.00")  # 5, 4, 4, 4 of five


def test_what_is_left_of_a_sum_without_the_courses_that_are_shown_is_about_nobody():
    """Course one shows its five answers; with the two of course two in the sum, both would be known."""
    year = small_year()
    courses = two_courses(year.one)
    for _person in range(3):
        answer(make.enrolment(courses.first, state=Enrolment.State.COMPLETED), 5)
    row = build.indicator(year.one, measure="satisfaction")

    assert live(year.one, LAST)["satisfaction"] == Decimal("100.00")
    assert breakdown_of(row, LAST)[1] == [[5, 5]]


def test_jobs_are_hidden_below_five_returns():
    year = small_year()
    for staff in (5, 8, 20, 30):
        build_firms.firm_return(build_firms.firm(), staff=staff, women=0, graduates=0)
    assert live(year.one, LAST)["jobs"] is None

    build_firms.firm_return(build_firms.firm(), staff=40, women=0, graduates=0)

    assert live(year.one, LAST)["jobs"] == 103


def test_what_a_count_is_made_of_names_courses_and_no_person():
    year = small_year()
    two_courses(year.one)
    row = build.indicator(year.one, measure="people-trained")

    assert breakdown_of(row, LAST) == (
        ["دوره", "عنوان", "روز پایان", "آموزش‌دیدگان"],
        [["one", "دوره یکم", "۱۴۰۳/۰۴/۲۰", 2], ["two", "دوره دوم", "۱۴۰۳/۰۷/۲۰", 2]],
    )


def test_all_counts_of_a_year_are_one_question(django_assert_num_queries):
    year = small_year()
    two_courses(year.one)
    for measure in MEASURES:
        build.indicator(year.one, measure=measure.key)

    with django_assert_num_queries(1):
        rows = list(with_live(Indicator.objects.filter(plan=year.one), LAST).order_by("number"))

    assert [row.live for row in rows] == [3, 2, 2, 2, Decimal("75.00"), None, 2, None]


def test_a_course_of_another_year_or_without_results_does_not_count():
    year = small_year()
    courses = two_courses(year.one)
    type(courses.second).objects.filter(pk=courses.second.pk).update(ends_on=day(1, 5, 1404))
    assert live(year.one, day(1, 20, 1404))["people-trained"] == 2  # of course one only: the year ends on 30 Esfand

    Enrolment.objects.filter(course=courses.first).update(state=Enrolment.State.NO_SHOW)
    assert live(year.one, LAST)["people-trained"] == 0


def test_the_form_offers_every_measure_with_its_words():
    assert [key for key, _label in choices()] == ["", *(measure.key for measure in MEASURES)]
    assert [str(label) for _key, label in choices()][1] == "آموزش‌دیدگان دوره‌ها"
