"""Firms come in by a file: checked first, each mistake with row and column, all or nothing, never twice."""

import csv
import io

import pytest
from django.core.exceptions import ValidationError
from openpyxl import load_workbook

from filing.models import StateChange
from members.exchange import checking
from members.models import DirectoryEntry, Firm, FirmReview, ImportJob
from members.services import imports
from tests import build
from tests.members import build_firms
from tests.members.build_sheets import HEADS, csv_bytes, firm_row, upload, xlsx

pytestmark = pytest.mark.django_db
ADD = "/admin/members/importjob/add/"
State = ImportJob.State


@pytest.fixture(autouse=True)
def section():
    return build_firms.section(1, "نرم‌افزار", name_en="Software")


def sent(content, by=None, name="firms.xlsx"):
    """A file as the worker left it after its check."""
    job = imports.begin_import(upload=upload(content, name), by=by or build.user())
    assert imports.run_waiting() == 1
    job.refresh_from_db()
    return job


def written(content, by=None, name="firms.xlsx"):
    job = sent(content, by, name)
    imports.confirm_import(job=job, by=job.by)
    imports.run_waiting()
    job.refresh_from_db()
    return job


def test_nothing_is_written_before_a_person_has_seen_the_preview(section):
    job = sent(xlsx([firm_row(1), firm_row(2, size="کوچک")]))

    assert (job.state, job.counts, job.done, job.total) == (
        State.READY, {"new": 2, "changed": 0, "unchanged": 0}, 2, 2,
    )  # fmt: skip
    assert job.preview[0]["name"] == "شرکت وارداتی 1"
    assert not Firm.objects.exists()


def test_written_firms_wait_for_approval_with_their_line_in_the_book(section):
    job = written(xlsx([firm_row(1), firm_row(2, size="کوچک")]))

    assert job.state == State.DONE
    assert list(Firm.objects.order_by("pk").values_list("name", "state", "size", "city")) == [
        ("شرکت وارداتی 1", "applied", "micro", "اهواز"),
        ("شرکت وارداتی 2", "applied", "small", "اهواز"),
    ]
    assert [list(firm.sections.all()) for firm in Firm.objects.all()] == [[section], [section]]
    assert list(FirmReview.objects.values_list("act", flat=True)) == ["imported", "imported"]
    assert Firm.history.count() == 2
    assert StateChange.objects.filter(new="applied").count() == 2
    assert not DirectoryEntry.objects.exists()


def test_one_bad_row_of_a_hundred_is_named_with_its_column_and_nothing_is_written():
    rows = [firm_row(number) for number in range(1, 101)]
    rows[55][2] = "12345678901"  # the head is row 1, so this is row 57

    job = sent(xlsx(rows))

    assert job.state == State.REFUSED
    assert [(row, head) for row, head, _reason in job.problems] == [(57, "شناسه ملی")]
    assert "۱۱ رقم" in job.problems[0][2]
    assert not Firm.objects.exists()


@pytest.mark.parametrize(
    ("changed", "head"),
    [
        ({"name": ""}, "نام بنگاه"),
        ({"name": "ن" * 161}, "نام بنگاه"),
        ({"kind": "تعاونی"}, "نوع حقوقی"),
        ({"id": ""}, "شناسه ملی"),
        ({"size": "بی‌اندازه"}, "اندازه"),
        ({"sections": "کشاورزی"}, "بخش‌ها"),
    ],
)
def test_each_mistake_names_its_column(changed, head):
    job = sent(xlsx([firm_row(1, **changed)]))

    assert [(row, column) for row, column, _reason in job.problems] == [(2, head)]


def test_the_same_number_twice_in_one_file_is_a_mistake_of_the_second_row():
    job = sent(xlsx([firm_row(1), firm_row(1, name="دیگر")]))

    assert job.problems == [[3, "شناسه ملی", "همین شماره در سطر ۲ نیز آمده است."]]


def test_an_unknown_a_double_and_a_missing_column_are_told():
    job = sent(xlsx([["x"]], heads=["نام بنگاه", "رنگ", "name"]))

    assert [(row, head) for row, head, _reason in job.problems] == [
        (1, "رنگ"), (1, "name"), (1, "نوع حقوقی"), (1, "شهر"), (1, "اندازه"),
    ]  # fmt: skip


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_with_english_heads_arabic_letters_and_persian_digits_is_understood(delimiter):
    rows = [["شركت كارون", "Company", "۱۰۳۸۰۲۸۴۷۹۰", "اهواز", "micro", "1"]]
    heads = ["name", "Legal kind", "national_id", "City", "size", "sections"]

    written(csv_bytes(rows, heads, delimiter), name="firms.csv")

    firm = Firm.objects.get()
    assert (firm.name, firm.national_id, firm.sections.count()) == ("شرکت کارون", "10380284790", 1)


def test_a_number_in_a_cell_is_taken_as_its_digits():
    written(xlsx([firm_row(1, id=10380284790.0)]))

    assert Firm.objects.get().national_id == "10380284790"


def test_the_same_file_twice_makes_no_firm_twice():
    content = xlsx([firm_row(1), firm_row(2)])
    written(content)

    job = written(content)

    assert job.counts == {"new": 0, "changed": 0, "unchanged": 2}
    assert (Firm.objects.count(), FirmReview.objects.count(), Firm.history.count()) == (2, 2, 2)


def test_what_nobody_has_reviewed_yet_takes_the_new_values():
    written(xlsx([firm_row(1)]))

    job = written(xlsx([firm_row(1, name="هنر نو", city="دزفول")]))

    firm = Firm.objects.get()
    assert job.counts == {"new": 0, "changed": 1, "unchanged": 0}
    assert (firm.name, firm.city, firm.match_key, firm.history.count()) == ("هنر نو", "دزفول", "هنرنو", 2)
    assert firm.sort_text == Firm(name="هنر نو").sort_text or firm.sort_text
    assert Firm.objects.filter(sort_text=firm.sort_text, name="هنر نو").exists()


def test_a_member_is_not_changed_by_a_file():
    member = build_firms.firm("عضو", national_id=firm_row(1)[2])

    job = sent(xlsx([firm_row(1, name="نام دیگر")]))

    assert job.state == State.REFUSED
    assert {head for _row, head, _reason in job.problems} == {"نام بنگاه", "اندازه", "بخش‌ها"}
    member.refresh_from_db()
    assert member.name == "عضو"


def test_a_file_that_became_wrong_between_preview_and_word_is_not_written():
    job = sent(xlsx([firm_row(1)]))
    build_firms.firm("عضو", national_id=firm_row(1)[2])
    imports.confirm_import(job=job, by=job.by)

    imports.run_waiting()

    job.refresh_from_db()
    assert (job.state, Firm.objects.count()) == (State.REFUSED, 1)


def test_a_fault_on_the_way_writes_nothing_and_says_so(monkeypatch):
    job = sent(xlsx([firm_row(number) for number in range(3)]))
    imports.confirm_import(job=job, by=job.by)
    monkeypatch.setattr(imports, "record_change", lambda *_args, **_kwargs: 1 / 0)

    imports.run_waiting()

    job.refresh_from_db()
    assert (job.state, Firm.objects.count()) == (State.REFUSED, 0)


def test_only_one_worker_has_a_file_and_a_dead_one_loses_it():
    job = imports.begin_import(upload=upload(xlsx([firm_row(1)])), by=build.user())
    ImportJob.objects.update(claimed_at=imports.timezone.now())
    assert imports.run_waiting() == 0

    ImportJob.objects.update(claimed_at=imports.timezone.now() - imports.LEASE * 2)

    assert imports.run_waiting() == 1
    job.refresh_from_db()
    assert job.state == State.READY


def test_of_two_words_one_counts():
    job = sent(xlsx([firm_row(1)]))
    imports.drop_import(job=job, by=job.by)

    with pytest.raises(ValidationError):
        imports.confirm_import(job=job, by=job.by)


def test_staff_approve_what_was_imported_as_a_whole(staff, section):
    rows = [firm_row(number) for number in range(3)]
    heads = [*HEADS, "درج در فهرست"]
    job = written(xlsx([[*row, "بله"] for row in rows], heads))

    assert imports.approve_imported(firms=imports.imported_by(job), by=staff) == 3

    assert set(Firm.objects.values_list("state", flat=True)) == {"active"}
    assert DirectoryEntry.objects.count() == 3
    assert StateChange.objects.filter(new="active", by=staff).count() == 3


def test_what_a_reviewer_has_touched_is_not_approved_with_the_rest(staff):
    job = written(xlsx([firm_row(1), firm_row(2)]))
    firm = Firm.objects.first()
    FirmReview.objects.create(firm=firm, round=1, act=FirmReview.Act.ASKED, by=staff)

    with pytest.raises(ValidationError):
        imports.approve_imported(firms=imports.imported_by(job), by=staff)

    assert set(Firm.objects.values_list("state", flat=True)) == {"applied"}


def test_nobody_approves_their_own_firm_with_the_rest(staff):
    job = written(xlsx([firm_row(1)]))
    build_firms.representative(Firm.objects.get(), staff)

    with pytest.raises(ValidationError):
        imports.approve_imported(firms=imports.imported_by(job), by=staff)


def test_the_pages_lead_from_the_file_to_its_firms(client, facilitator, staff):
    client.force_login(facilitator)
    page = client.post(ADD, {"file": upload(xlsx([firm_row(1)])), "key": "a"})
    job = ImportJob.objects.get()
    path = f"/admin/members/importjob/{job.pk}/change/"
    assert page.headers["Location"] == path
    assert client.post(ADD, {"file": upload(xlsx([firm_row(1)])), "key": "a"}).headers["Location"] == path
    running = client.get(path)
    assert running.headers["Refresh"] == "2"
    assert "<progress" in running.content.decode()

    imports.run_waiting()
    assert "شرکت وارداتی 1" in client.get(path).content.decode()
    client.post(path, {"act": "write"})
    imports.run_waiting()
    client.post(path, {"act": "approve"})
    assert Firm.objects.get().state == "applied"  # a facilitator does not approve
    client.force_login(staff)
    client.post(path, {"act": "approve"})
    assert Firm.objects.get().state == "active"


@pytest.mark.parametrize("role", ["council_member", "supervisor", "administrator"])
def test_nobody_else_imports_or_exports(client, role, request):
    job = sent(xlsx([firm_row(1)]))
    client.force_login(request.getfixturevalue(role))

    paths = [ADD, f"/admin/members/importjob/{job.pk}/change/", "/admin/members/firm/export/csv/"]
    assert [client.get(path).status_code for path in paths] == [403, 403, 403]
    assert client.post(paths[1], {"act": "write"}).status_code == 403
    job.refresh_from_db()
    assert job.state == State.READY


HOSTILE = ["=1+1", "+x", "-x", "@x", "＝1", "'=1", "''", "'name", 'a"b;c,d', "0012"]


@pytest.fixture
def hostile(section):
    made = [
        build_firms.firm(f"{text} شرکت", sections=[section], about=f"{text}\nسطر دوم", founded=1390) for text in HOSTILE
    ]
    made.append(build_firms.firm("صنفی", legal_kind="guild", licence_number="00123", guild="=اتحادیه", is_listed=False))
    return made


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_an_export_holds_no_formula_and_comes_back_without_loss(client, staff, hostile, ending):
    client.force_login(staff)

    content = client.get(f"/admin/members/firm/export/{ending}/").getvalue()

    if ending == "xlsx":
        book = load_workbook(io.BytesIO(content))
        kinds = {cell.data_type for row in book.active.iter_rows() for cell in row}
        assert kinds <= {"s", "inlineStr", "n"}
        assert {cell.value for row in book.active.iter_rows() for cell in row if cell.data_type == "n"} <= {None}
    else:
        cells = [cell for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))) for cell in row]
        assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝"))] == []
    checked = checking.check_file(content, f"firms.{ending}")
    assert checked.problems == []
    assert checked.counts == {"new": 0, "changed": 0, "unchanged": len(hostile)}


def test_an_export_takes_along_what_the_list_shows(client, facilitator):
    build_firms.firm("اهوازی", city="اهواز")
    build_firms.firm("دزفولی", city="دزفول")
    client.force_login(facilitator)

    text = client.get("/admin/members/firm/export/csv/?city=دزفول").getvalue().decode("utf-8-sig")

    assert [row[0] for row in csv.reader(io.StringIO(text))] == ["نام بنگاه", "دزفولی"]
    page = client.get("/admin/members/firm/?size__exact=small").content.decode()
    assert "/admin/members/firm/export/xlsx/?size__exact=small" in page


@pytest.mark.parametrize("firms", [2, 6])
def test_an_export_asks_the_same_number_of_questions(client, staff, django_assert_num_queries, firms):
    for _number in range(firms):
        build_firms.firm(sections=[build_firms.section()])
    client.force_login(staff)

    with django_assert_num_queries(12):
        client.get("/admin/members/firm/export/csv/").getvalue()
