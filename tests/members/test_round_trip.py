"""What the desk exports of firms it can import again: the same portal stays as it is, an empty one gets everything.

(G16, G19, G20 for the whole way; single mistakes and files of somebody's own are in ``test_import_firms``.)
"""

import csv
import io

import pytest
from openpyxl import load_workbook

from members.exchange.checking import check_file
from members.exchange.resources import GIVEN_ONLY, LISTS, FirmResource
from members.models import DirectoryEntry, Firm, FirmReview, ImportJob
from members.services import exports, imports
from tests.members import build_firms
from tests.members.build_sheets import upload

pytestmark = pytest.mark.django_db
# As somebody would try it; what is kept of it stands beside it: no tab, no break, no joiner that joins nothing.
HOSTILE = {
    "=1+1": "=1+1",
    "+x": "+x",
    "-x": "-x",
    "@x": "@x",
    "\t=2": "=2",
    "\r=3": "=3",
    "\u200c=4\u200c": "=4",
    "＝1": "＝1",
    "＋x": "＋x",
    "'=1": "'=1",
    "'نام": "'نام",
    "۱۲۳": "۱۲۳",
    "می‌روم": "می‌روم",
    'a"b;c,d\u061c': 'a"b;c,d',
    "0012": "0012",
}
COLUMNS = [name for name in FirmResource.Meta.fields if name not in (*GIVEN_ONLY, *LISTS)]


@pytest.fixture
def firms():
    """Companies with every column filled and a hostile name, and a guild unit."""
    sections = [build_firms.section(1, "نرم‌افزار"), build_firms.section(2, "نرم؛ سخت")]
    capabilities = [build_firms.capability(key, "هم‌نام") for key in ("web", "app")]
    for text in HOSTILE:
        build_firms.firm(
            text, sections=sections, capabilities=capabilities, about=f"{text}\nسطر دوم", city=text, founded=1390,
            address=text, postal_code="6134567891", contact_person=text, contact_email="a@example.org",
            contact_phone="09161112233", website="https://example.org/?a=1", shows_city=False,
        )  # fmt: skip
    build_firms.firm(
        "صنفی", legal_kind="guild", licence_number="00123", guild="=اتحادیه", is_listed=False, contact_phone="06132"
    )
    return {firm.tracking_code: firm for firm in Firm.objects.all()}


def exported(staff, ending):
    job = exports.order_export(kind="firms", query="", ending=ending, by=staff)
    exports.run_waiting()
    job.refresh_from_db()
    return job, imports.Path(imports.settings.MEDIA_ROOT, job.file.path).read_bytes()


def written(content, name, staff):
    job = imports.begin_import(upload=upload(content, name), by=staff)
    imports.run_waiting()
    job.refresh_from_db()
    assert (job.state, job.problems) == (ImportJob.State.READY, [])
    imports.confirm_import(job=job, by=staff)
    imports.run_waiting()
    job.refresh_from_db()
    assert job.state == ImportJob.State.DONE
    return job.counts


def facts(firm):
    lists = {name: sorted(getattr(firm, name).values_list("pk", flat=True)) for name in LISTS}
    return {name: getattr(firm, name) or "" for name in COLUMNS} | lists


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_firms_come_back_into_an_empty_portal_without_loss_and_into_the_same_one_unchanged(staff, firms, ending):
    _job, content = exported(staff, ending)
    before = sorted((facts(firm) for firm in firms.values()), key=str)
    assert sorted(row["name"] for row in before) == sorted([*HOSTILE.values(), "صنفی"])
    assert check_file(content, f"firms.{ending}").counts == {"new": 0, "changed": 0, "unchanged": len(firms)}
    DirectoryEntry.objects.all().delete()
    FirmReview.objects.all()._raw_delete("default")
    Firm.objects.all().delete()

    assert written(content, f"firms.{ending}", staff) == {"new": len(firms), "changed": 0, "unchanged": 0}

    assert sorted((facts(firm) for firm in Firm.objects.all()), key=str) == before
    assert written(content, f"firms.{ending}", staff) == {"new": 0, "changed": 0, "unchanged": len(firms)}
    assert Firm.objects.count() == len(firms)


def test_no_cell_of_an_export_is_a_formula(staff, firms):
    book = load_workbook(io.BytesIO(exported(staff, "xlsx")[1]))
    text = exported(staff, "csv")[1].decode("utf-8-sig")

    cells = [cell for row in book.active.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr"}
    assert "09161112233" in {cell.value for cell in cells}
    starts = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
    assert [cell for row in csv.reader(io.StringIO(text)) for cell in row if cell.startswith(starts)] == []


def test_a_firm_that_left_and_one_that_came_back_make_nobody_new(staff):
    """Three applications with one number in one export: all are known by their codes."""
    number = build_firms.entity_id(900_001)
    for state in (Firm.State.LEFT, Firm.State.REJECTED, Firm.State.ACTIVE):
        build_firms.firm("کارون", state=state, national_id=number)
    build_firms.firm("رفته", state=Firm.State.LEFT)
    content = exported(staff, "xlsx")[1]

    assert written(content, "firms.xlsx", staff) == {"new": 0, "changed": 0, "unchanged": 4}
    assert Firm.objects.count() == 4


def test_a_code_beside_another_number_names_nobody(staff):
    """Somebody copied a row of an export for a new firm: it is new, the old one stays as it was."""
    firm = build_firms.firm("کارون")
    content = exported(staff, "csv")[1].decode("utf-8-sig")
    text = content.replace(firm.national_id, build_firms.entity_id(900_002)).replace("کارون", "نو")

    assert written(text.encode(), "firms.csv", staff) == {"new": 1, "changed": 0, "unchanged": 0}
    assert sorted(Firm.objects.values_list("name", "state")) == [("نو", "applied"), ("کارون", "active")]


def test_the_same_row_twice_in_an_export_is_told(staff):
    build_firms.firm("کارون")
    head, row = exported(staff, "csv")[1].decode("utf-8-sig").splitlines()

    checked = check_file(f"{head}\n{row}\n{row}".encode(), "firms.csv")

    assert checked.problems == [[3, "شناسه ملی", "همین شماره در سطر ۲ نیز آمده است."]]
    assert Firm.objects.count() == 1
