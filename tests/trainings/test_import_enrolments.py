"""People come in by a file: checked first, each mistake with row and column, all or nothing, never twice."""

import io

import pytest
from django.core import signing
from django.urls import reverse
from openpyxl import load_workbook

from filing.models import StateChange
from members.exchange.limits import MAX_BYTES
from members.models import Firm
from post.models import Message
from tests import build
from tests.members import build_firms
from tests.members.build_sheets import csv_bytes, upload, xlsx
from tests.trainings import build_trainings as make
from trainings.importing import views
from trainings.models import Enrolment, Learner
from trainings.services.learners import learner_of

pytestmark = pytest.mark.django_db
HEADS = ["نام و نام خانوادگی", "رایانامه یا شماره همراه", "کد رهگیری یا شناسه ملی بنگاه"]
State = Enrolment.State


@pytest.fixture
def desk(client, staff):
    build.cluster()
    client.force_login(staff)
    return client


def path(course):
    return reverse("admin:trainings_course_import", args=[course.pk])


def sent(desk, course, rows, heads=HEADS, name="people.xlsx"):
    content = csv_bytes(rows, heads) if name.endswith(".csv") else xlsx(rows, heads)
    return desk.post(path(course), {"file": upload(content, name)})


def written(desk, course, rows, **fields):
    page = sent(desk, course, rows, **fields)
    assert page.status_code == 200, page.context["problems"] or page.context["form"].errors
    return desk.post(path(course), {"rows": page.context["rows"]}, follow=True)


def people(course):
    rows = course.enrolments.order_by("number").select_related("learner")
    return [(row.number, row.learner.full_name, row.learner.address, row.state, row.firm) for row in rows]


def said(response):
    return [str(message) for message in response.context["messages"]]


def test_the_preview_says_who_finds_a_place_and_writes_nothing(desk):
    course = make.course(seats=2)
    make.enrolment(course, learner_of(full_name="مینا", contact="mina@example.org"))

    page = sent(desk, course, [["سارا کریمی", "Sara@Example.org"], ["مینا", "mina@example.org"], ["رضا", 9161112233.0]])

    assert page.context["counts"] == {"place": 1, "wait": 1, "already": 1}
    assert [(row.number, row.full_name, row.contact, row.outcome) for row in page.context["preview"]] == [
        (2, "سارا کریمی", "sara@example.org", "place"),
        (3, "مینا", "mina@example.org", "already"),
        (4, "رضا", "+989161112233", "wait"),
    ]
    assert (course.enrolments.count(), Learner.objects.count()) == (1, 1)


@pytest.mark.parametrize("name", ["people.xlsx", "people.csv"])
def test_all_rows_are_written_with_book_and_letters(desk, staff, name):
    course, firm = make.course(seats=2), build_firms.firm()
    rows = [["سارا", "sara@example.org", ""], ["علی", "", firm.tracking_code.lower()], ["رضا", "", firm.national_id]]

    response = written(desk, course, rows, name=name)

    assert said(response) == ["۲ نفر جا دارند، ۱ نفر در فهرست انتظار است و ۰ نفر از پیش در دوره بود."]
    assert people(course) == [
        (1, "سارا", "sara@example.org", "confirmed", None),
        (2, "علی", "", "confirmed", firm),
        (3, "رضا", "", "waiting", firm),
    ]
    course.refresh_from_db()
    assert (course.taken, course.last_number) == (2, 3)
    assert set(course.enrolments.values_list("door", "enrolled_by")) == {("import", staff.pk)}
    lines = StateChange.objects.filter(model="trainings.enrolment").order_by("pk")
    assert list(lines.values_list("object_key", "new")) == [
        (f"{course.slug}#1", "confirmed"), (f"{course.slug}#2", "confirmed"), (f"{course.slug}#3", "waiting"),
    ]  # fmt: skip
    assert list(Message.objects.order_by("pk").values_list("to", flat=True)) == [
        "sara@example.org", staff.email, staff.email,
    ]  # fmt: skip


def test_the_same_file_twice_and_the_same_word_twice_enrol_nobody_twice(desk):
    course, firm = make.course(), build_firms.firm()
    rows = [["سارا", "sara@example.org", ""], ["علی", "", firm.tracking_code]]
    page = sent(desk, course, rows)
    for _time in range(2):
        desk.post(path(course), {"rows": page.context["rows"]})

    again = written(desk, course, rows)

    assert said(again)[-1] == "۰ نفر جا دارند، ۰ نفر در فهرست انتظار است و ۲ نفر از پیش در دوره بود."
    assert [row[0] for row in people(course)] == [1, 2]


def test_each_mistake_is_named_with_its_row_and_column_and_nothing_is_written(desk):
    course, left = make.course(), build_firms.firm(state=Firm.State.SUSPENDED)
    rows = [
        ["سارا", "sara@example.org"],
        ["", "a@example.org"],
        ["علی", "ali(at)example.org"],
        ["رضا", ""],
        ["مینا", "", left.tracking_code],
        ["سارا", "SARA@example.org"],
        ["ن" * 121, "n@example.org"],
    ]

    page = sent(desk, course, rows)

    assert page.status_code == 422
    assert [(row, head) for row, head, _reason in page.context["problems"]] == [
        (3, HEADS[0]), (4, HEADS[1]), (5, HEADS[1]), (6, HEADS[2]), (7, HEADS[1]), (8, HEADS[0]),
    ]  # fmt: skip
    assert page.context["problems"][4][2] == "همین فرد در ردیف ۲ هم آمده است."
    assert page.context["rows"] == ""
    assert not Enrolment.objects.exists()


def test_a_firm_beyond_its_quota_is_a_mistake_of_the_row(desk):
    course, firm = make.course(firm_quota=2), build_firms.firm("کارون")
    make.enrolment(course, firm=firm)

    page = sent(desk, course, [["علی", "", firm.tracking_code], ["رضا", "", firm.tracking_code]])

    assert [(row, head) for row, head, _reason in page.context["problems"]] == [(3, HEADS[2])]


def test_a_course_for_members_takes_no_row_without_a_firm(desk):
    page = sent(desk, make.course(eligibility="members"), [["علی", "ali@example.org"]])

    assert [row for row, _head, _reason in page.context["problems"]] == [2]


@pytest.mark.parametrize(
    ("heads", "wanted"),
    [
        (["نام و نام خانوادگی", "سن"], [(1, "سن")]),
        (["نام و نام خانوادگی", "نام  و نام خانوادگی"], [(1, "نام  و نام خانوادگی")]),
        (["رایانامه یا شماره همراه"], [(1, "نام و نام خانوادگی")]),
    ],
)
def test_heads_that_are_unknown_double_or_missing_are_named(desk, heads, wanted):
    page = sent(desk, make.course(), [["علی"]], heads=heads)

    assert [(row, head) for row, head, _reason in page.context["problems"]] == wanted


def test_english_heads_are_read_too(desk):
    course = make.course()

    written(desk, course, [["Sara", "sara@example.org"]], heads=["Full name", "E-mail or mobile number"])

    assert [row[1] for row in people(course)] == ["Sara"]


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"x" * (MAX_BYTES + 1), "a.csv"), (b"MZ", "a.exe"), (b"PK", "a.xlsx"), (b"\xff\xfea", "a.csv"), (b"\n", "a.csv")],
)
def test_what_is_no_spreadsheet_is_refused_before_it_is_read(desk, content, name):
    page = desk.post(path(make.course()), {"file": upload(content, name)})

    assert (page.status_code, list(page.context["form"].errors)) == (422, ["file"])


def test_a_thousand_people_and_no_more(desk):
    page = sent(desk, make.course(), [[f"نفر {at}", f"p{at}@example.org"] for at in range(1001)], name="a.csv")

    assert page.context["form"].errors["file"] == ["هر پرونده دست‌بالا ۱۰۰۰ نفر. آن را در چند بخش بفرستید."]


def test_a_file_changes_nothing_when_one_person_cannot_be_enrolled_any_more(desk):
    """Between the preview and the word the firm was suspended: nobody of the file is in the course."""
    course, firm = make.course(), build_firms.firm("کارون")
    page = sent(desk, course, [["سارا", "sara@example.org", ""], ["علی", "", firm.tracking_code]])
    Firm.objects.filter(pk=firm.pk).update(state=Firm.State.SUSPENDED)

    response = desk.post(path(course), {"rows": page.context["rows"]}, follow=True)

    assert said(response) == ["کارون عضو فعال نیست و نمی‌تواند کسی را به دوره بفرستد."]
    assert (people(course), Learner.objects.count(), Message.objects.count()) == ([], 0, 0)


def test_a_course_that_is_over_takes_no_file(desk):
    course = make.course("closed", days=(-2, -1))
    page = sent(desk, course, [["سارا", "sara@example.org"]])

    desk.post(path(course), {"rows": page.context["rows"]})

    assert people(course) == []


def test_who_waits_stands_before_the_rows_of_a_file(desk):
    course = make.course(seats=1)
    make.enrolment(course)
    make.enrolment(course, state=State.WAITING)

    written(desk, course, [["سارا", "sara@example.org"]])

    assert [row[3] for row in people(course)] == ["confirmed", "waiting", "waiting"]


def test_a_preview_is_only_its_own_reader_s_own_course_s_and_fresh(desk, staff, facilitator, monkeypatch):
    course, other = make.course(), make.course()
    rows = sent(desk, course, [["سارا", "sara@example.org"]]).context["rows"]

    desk.post(path(other), {"rows": rows})
    desk.post(path(course), {"rows": rows + "x"})
    desk.force_login(facilitator)
    desk.post(path(course), {"rows": rows})
    desk.force_login(staff)
    monkeypatch.setattr(views, "KEPT_FOR", -1)
    desk.post(path(course), {"rows": rows})

    assert not Enrolment.objects.exists()
    assert signing.loads(rows, salt=views.SALT)[2] == [["سارا", "sara@example.org", None]]


@pytest.mark.parametrize("role", ["council_member", "supervisor", "administrator"])
def test_only_who_may_enrol_imports(client, cast, role):
    course = make.course()
    client.force_login(cast[role])

    assert [client.get(path(course)).status_code, client.post(path(course), {"rows": "x"}).status_code] == [403, 403]


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_the_empty_file_can_be_sent_back(desk, ending):
    course = make.course()
    address = reverse("admin:trainings_course_import_template", args=[course.pk, ending])

    content = b"".join(desk.get(address).streaming_content)

    if ending == "xlsx":
        assert [cell.value for cell in load_workbook(io.BytesIO(content)).active[1]] == HEADS
    page = desk.post(path(course), {"file": upload(content, f"a.{ending}")})
    assert page.context["counts"] == {"place": 1, "wait": 0, "already": 0}
    assert desk.get(address.replace(ending, "pdf")).status_code == 404
