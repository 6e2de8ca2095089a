"""What the desk exports of a course it can import again: nothing changed, nobody twice (G16, G20)."""

import pytest

from tests import build
from tests.members import build_firms
from tests.trainings import build_trainings as make
from trainings.importing.checking import check_file
from trainings.models import Enrolment
from trainings.services.learners import learner_of

pytestmark = pytest.mark.django_db
HOSTILE = ["=1+1", "+x", "-x", "@x", "＝1", "'مینا", "رضا"]


@pytest.fixture
def course():
    """Seven people with an address, one whom a firm sends without, one who withdrew."""
    course = make.course(seats=20)
    for place, name in enumerate(HOSTILE):
        make.enrolment(course, learner_of(full_name=name, contact=f"person{place}@example.org"))
    firm = build_firms.firm()
    make.enrolment(course, make.learner("بی‌نشانی", email=None, added_by_firm=firm), firm=firm)
    make.enrolment(course, make.learner("رفته"), state=Enrolment.State.WITHDRAWN)
    return course


def exported(client, course, ending, language=""):
    response = client.get(f"{language}/admin/trainings/course/{course.pk}/desk/list.{ending}")
    assert response.status_code == 200, response.status_code
    return response.getvalue()


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_the_export_of_a_course_sent_back_changes_nothing(client, staff, course, ending, language):
    build.cluster()
    client.force_login(staff)

    checked = check_file(exported(client, course, ending, language), f"people.{ending}", course)

    assert checked.problems == []
    assert [(person.full_name, person.outcome) for person in checked.people] == [
        *((name, "already") for name in HOSTILE),
        ("بی‌نشانی", "already"),
    ]


def test_the_same_file_fills_another_course_with_the_same_people(client, staff, course):
    build.cluster()
    client.force_login(staff)
    other = make.course(seats=20)

    checked = check_file(exported(client, course, "xlsx"), "people.xlsx", other)

    assert checked.problems == []
    assert [person.outcome for person in checked.people] == ["place"] * 8
    assert checked.people[-1].firm == course.enrolments.get(learner__full_name="بی‌نشانی").firm


def test_columns_of_an_export_stay_unknown_in_a_file_that_is_none(course):
    content = "نام و نام خانوادگی,وضعیت\nمینا,انصراف".encode()

    assert [problem[0] for problem in check_file(content, "people.csv", course).problems] == [1]
