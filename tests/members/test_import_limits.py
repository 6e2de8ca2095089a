"""Hostile files are refused before anything is parsed: within two seconds, with little memory (G15)."""

import io
import resource
import time
import zipfile

import pytest
from django.core.exceptions import ValidationError

from members.exchange.limits import MAX_ROWS, refuse_hostile
from members.exchange.sheets import read_rows
from tests.members.build_sheets import csv_bytes, firm_row, xlsx

SHEET = "xl/worksheets/sheet1.xml"
ROOT = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'


def repacked(parts, content=None):
    """A good workbook with some parts put in place of its own."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content or xlsx([firm_row(1)]))) as good,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in {*good.namelist(), *parts}:
            new.writestr(name, parts[name] if name in parts else good.read(name))
    return out.getvalue()


def sheet(rows, head=""):
    return f"{head}{ROOT}<sheetData>{rows}</sheetData></worksheet>"


def many_rows():
    return repacked(
        {SHEET: sheet("".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 400_001)))}
    )


def far_row():
    return repacked({SHEET: sheet('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')})


def far_column():
    return repacked({SHEET: sheet('<row r="1"><c r="XFD1"><v>1</v></c></row>')})


def ratio():
    return repacked({"xl/media/zeros.bin": b"\0" * 30_000_000})


def large_part():
    return repacked({"xl/sharedStrings.xml": f"<sst>{'<si><t>a</t></si>' * 2_000_000}</sst>"})


def entities(encoding="utf-8"):
    bomb = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    bomb += "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)) + "]>"
    return repacked({SHEET: sheet('<row r="1"><c r="A1"><v>&j;</v></c></row>', bomb).encode(encoding)})


def hidden_entities():
    return entities("utf-16")


def long_text():
    return csv_bytes([["a"]] * (MAX_ROWS * 4 + 1))


def not_a_zip():
    return b"PK\x03\x04 nothing"


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (many_rows, "a.xlsx"), (far_row, "a.xlsx"), (far_column, "a.xlsx"), (ratio, "a.xlsx"), (large_part, "a.xlsx"),
        (entities, "a.xlsx"), (hidden_entities, "a.xlsx"), (not_a_zip, "a.xlsx"), (long_text, "a.csv"),
        (lambda: b"a" * (8 * 1024 * 1024 + 1), "a.csv"), (lambda: b"a,\xff", "a.csv"), (lambda: b"a,\0", "a.csv"),
        (lambda: b"%PDF-1.7", "a.pdf"), (lambda: b"<html>", "a.xls"),
    ],
)  # fmt: skip
def test_a_hostile_file_is_refused_at_once_with_little_memory(make, name):
    content = make()
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()

    with pytest.raises(ValidationError):
        refuse_hostile(content, name)

    assert time.process_time() - start < 2
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100 * 1024  # kilobytes


def test_a_good_file_passes():
    for content, name in [(xlsx([firm_row(1)]), "a.xlsx"), (csv_bytes([firm_row(1)]), "a.csv")]:
        refuse_hostile(content, name)
        assert len(list(read_rows(content, name))) == 2


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml"])
def test_a_damaged_workbook_is_refused_not_a_fault(part):
    content = repacked({part: "<broken"})

    refuse_hostile(content, "a.xlsx")
    with pytest.raises(ValidationError):
        list(read_rows(content, "a.xlsx"))


def test_a_file_with_more_rows_than_may_be_is_refused_while_it_is_read():
    with pytest.raises(ValidationError):
        list(read_rows(csv_bytes([["a"]] * (MAX_ROWS + 1)), "a.csv"))
