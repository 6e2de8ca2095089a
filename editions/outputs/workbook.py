"""XLSX from the document: a sheet for each table, real numbers, and never a formula."""

import datetime as dt
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.writer.excel import ExcelWriter

from editions.outputs.checking import check_lines, title_of
from editions.outputs.mark import mark_of
from editions.outputs.reader import Reader
from editions.outputs.tables import tables_of
from editions.outputs.tables.columns import AMOUNT, ANY, DAY, SHARE, TEXT, WHOLE, YEAR
from editions.told import date_of
from filing.spreadsheets import FORMULA_STARTS

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS = {TEXT: "@", SHARE: "0.00", AMOUNT: "#,##0.##", WHOLE: "#,##0", YEAR: "0", DAY: "yyyy-mm-dd"}
LONGEST = 32767  # characters of a cell
WIDEST_WRAPPED = 40


def workbook(document, sha256, seal, language):
    """The bytes of the workbook; its language is active. The same document gives the same bytes."""
    reader = Reader(document, language)
    book = Workbook()
    book.remove(book.active)
    for table in tables_of(reader, check_lines(reader, sha256, seal)):
        write_sheet(book.create_sheet(table.name[:31]), table, reader)
    describe(book, reader, sha256)
    return fixed_bytes(book, midnight(document))


def write_sheet(sheet, table, reader):
    head, fill = Font(bold=True, color="FFFFFF"), PatternFill("solid", fgColor="0B6E75")
    middle, wrapped = Alignment(vertical="center", wrap_text=True), Alignment(vertical="top", wrap_text=True)
    top = Alignment(vertical="top")
    for place, column in enumerate(table.columns, 1):
        cell = write_cell(sheet, 1, place, TEXT, column.title)
        cell.font, cell.fill, cell.alignment = head, fill, middle
        sheet.column_dimensions[get_column_letter(place)].width = column.width
    for line, row in enumerate(table.rows, 2):
        for place, (column, value) in enumerate(zip(table.columns, row, strict=True), 1):
            kind, shown = value if column.kind == ANY else (column.kind, value)
            cell = write_cell(sheet, line, place, kind, shown)
            cell.alignment = wrapped if column.width > WIDEST_WRAPPED else top
    sheet.freeze_panes = "A2"
    sheet.sheet_view.rightToLeft = reader.words.is_rtl
    sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = "landscape", 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
    if reader.document["edition"]["is_sample"]:
        sheet.sheet_properties.tabColor = "E8A93A"
        sheet.oddHeader.center.text = _("Sample")


def write_cell(sheet, line, place, kind, value):
    """A text is written as text whatever it begins with, and stays text when it is edited in a spreadsheet."""
    cell = sheet.cell(line, place)
    if value is None or value == "":
        return cell
    if kind != TEXT:
        cell.value, cell.number_format = value, FORMATS[kind]
        return cell
    cell.value = fitting(str(value))
    cell.data_type, cell.number_format = "s", FORMATS[TEXT]
    if cell.value.startswith(FORMULA_STARTS):
        cell.quotePrefix = True
    return cell


def fitting(text):
    """Without signs that XML cannot hold; what is too long for a cell ends in an ellipsis and is whole in the JSON."""
    text = ILLEGAL_CHARACTERS_RE.sub("", text)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def describe(book, reader, sha256):
    """Who reads the file's properties finds title, edition and hash there; the day is the edition's."""
    properties, document = book.properties, reader.document
    properties.creator = reader.text(document["cluster"]["name"]) if document["cluster"] else ""
    properties.title = title_of(reader)
    properties.keywords = mark_of(document, sha256)
    properties.identifier = document["edition"]["key"]
    properties.language = reader.language
    properties.category = _("Sample") if document["edition"]["is_sample"] else None
    properties.created = properties.modified = midnight(document)


def midnight(document):
    return dt.datetime.combine(date_of(document["edition"]["as_of"]), dt.time())


def fixed_bytes(book, moment):
    """The workbook zipped anew: openpyxl writes the clock into the archive, and every machine compresses its own way.

    So each part has the edition's day and is stored as it is.
    """
    written, out = BytesIO(), BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as archive:
        ExcelWriter(book, archive).save()
    with ZipFile(written) as archive, ZipFile(out, "w", ZIP_STORED) as fixed:
        for name in archive.namelist():
            part = ZipInfo(name, moment.timetuple()[:6])
            part.create_system, part.external_attr = 3, 0o600 << 16
            fixed.writestr(part, archive.read(name))
    return out.getvalue()
