"""What the desk exports of a course it can import again: nothing changed, nobody twice (G16, G20)."""

import csv
import io

import pytest
from openpyxl import load_workbook

from members.models import Firm
from tests import build
from tests.members import build_firms
from tests.members.build_sheets import csv_bytes
from tests.trainings import build_trainings as make
from trainings.importing.checking import check_file
from trainings.models import Enrolment
from trainings.services.batches import enrol_many
from trainings.services.learners import erase_learner, learner_of

pytestmark = pytest.mark.django_db
# As somebody would try it: what is kept of it.
HOSTILE = {
    "=1+1": "=1+1",
    "+x": "+x",
    "-x": "-x",
    "@x": "@x",
    "\t=2": "=2",
    "\r=3": "=3",
    "＝1": "＝1",
    "'مینا": "'مینا",
    "'=1": "'=1",
    "\u200cنیم‌فاصله\u200c": "نیم‌فاصله",
    "۱۲۳": "۱۲۳",
    "رضا": "رضا",
}
KEPT = list(HOSTILE.values())


@pytest.fixture
def course():
    """People with an address or a mobile number, one whom a firm sends without, one who withdrew, one removed."""
    course = make.course(seats=20)
    for place, name in enumerate(HOSTILE):
        contact = f"0916111{place:04d}" if place % 2 else f"person{place}@example.org"
        make.enrolment(course, learner_of(full_name=name, contact=contact))
    firm = build_firms.firm()
    make.enrolment(course, make.learner("بی‌نشانی", email=None, added_by_firm=firm), firm=firm)
    make.enrolment(course, make.learner("رفته"), state=Enrolment.State.WITHDRAWN)
    removed = make.learner("پاک‌شده")
    make.enrolment(course, removed)
    erase_learner(learner=removed, by=None)
    Enrolment.objects.filter(learner=removed).update(state="confirmed", ended_at=None)  # as in one that has begun
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
        *((name, "already") for name in KEPT),
        ("بی‌نشانی", "already"),
    ]


def test_the_same_file_fills_another_course_with_the_same_people(client, staff, course):
    build.cluster()
    client.force_login(staff)
    other = make.course(seats=20)

    checked = check_file(exported(client, course, "xlsx"), "people.xlsx", other)

    assert checked.problems == []
    assert [person.outcome for person in checked.people] == ["place"] * 13
    people = [{"full_name": row.full_name, "contact": row.contact, "firm": row.firm} for row in checked.people]
    for _time in range(2):
        enrol_many(course=other, people=people, door=Enrolment.Door.IMPORT, by=staff)
    assert facts(other) == facts(course)[:-2]


def facts(course):
    rows = course.enrolments.order_by("number").select_related("learner", "firm")
    return [(row.learner.full_name, row.learner.email, row.learner.mobile, row.firm) for row in rows]


def test_no_cell_of_the_list_is_a_formula(client, staff, course):
    build.cluster()
    client.force_login(staff)

    book = load_workbook(io.BytesIO(exported(client, course, "xlsx")))
    text = exported(client, course, "csv").decode("utf-8-sig")

    assert {cell.data_type for row in book.active.iter_rows() for cell in row if cell.value} == {"s"}
    starts = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
    assert [cell for row in csv.reader(io.StringIO(text)) for cell in row if cell.startswith(starts)] == []


def test_people_of_a_firm_that_is_no_member_any_more_stay_in_their_course_and_enter_no_other(client, staff):
    build.cluster()
    client.force_login(staff)
    course, firm = make.course(), build_firms.firm()
    make.enrolment(course, make.learner("علی", email=None, added_by_firm=firm), firm=firm)
    Firm.objects.update(state=Firm.State.SUSPENDED)
    content = exported(client, course, "csv")

    assert [person.outcome for person in check_file(content, "a.csv", course).people] == ["already"]
    other = check_file(content, "a.csv", make.course())
    assert [problem[:2] for problem in other.problems] == [(2, "کد رهگیری یا شناسه ملی بنگاه")]


def test_one_bad_row_of_a_hundred_is_named_and_nobody_is_enrolled(course):
    """The head is row 1, so the fifty-sixth person stands in row 57."""
    rows = [[f"نفر {place}", f"p{place}@example.org"] for place in range(1, 101)]
    rows[55][1] = "p56(at)example.org"
    before = Enrolment.objects.count()

    checked = check_file(csv_bytes(rows, ["نام و نام خانوادگی", "رایانامه یا شماره همراه"]), "a.csv", course)

    assert [problem[:2] for problem in checked.problems] == [(57, "رایانامه یا شماره همراه")]
    assert Enrolment.objects.count() == before


def test_columns_of_an_export_stay_unknown_in_a_file_that_is_none(course):
    content = "نام و نام خانوادگی,وضعیت\nمینا,انصراف".encode()

    assert [problem[0] for problem in check_file(content, "people.csv", course).problems] == [1]
