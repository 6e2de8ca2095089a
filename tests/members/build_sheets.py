"""Spreadsheets of firms for the tests: written by plain openpyxl and csv, as an office would send them."""

import csv
import io

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from tests.members.build_firms import entity_id

HEADS = ["نام بنگاه", "نوع حقوقی", "شناسه ملی", "شهر", "اندازه", "بخش‌ها"]


def firm_row(number, **changed):
    """A valid row under ``HEADS``."""
    values = {
        "name": f"شرکت وارداتی {number}", "kind": "شرکت", "id": entity_id(700_000 + number), "city": "اهواز",
        "size": "خرد", "sections": "نرم‌افزار",
    }  # fmt: skip
    return list((values | changed).values())


def xlsx(rows, heads=HEADS):
    book = Workbook()
    for row in [heads, *rows]:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def csv_bytes(rows, heads=HEADS, delimiter=","):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([heads, *rows])
    return out.getvalue().encode("utf-8-sig")


def upload(content, name="firms.xlsx"):
    return SimpleUploadedFile(name, content)
