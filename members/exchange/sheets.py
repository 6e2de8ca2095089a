"""Rows out of a checked file, and rows into one: XLSX and CSV, streaming, every cell as text."""

import csv
import io
from itertools import islice
from tempfile import TemporaryFile

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from filing.spreadsheets import BYTE_ORDER_MARK, FORMULA_STARTS
from members.exchange.limits import MAX_COLUMNS, MAX_ROWS, too_many_rows
from members.exchange.resources import cell_text

CONTENT_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
ESCAPED = (*FORMULA_STARTS, "'")
NO_TITLE = dict.fromkeys(map(ord, "[]:*?/\\"), " ")  # signs that the name of a sheet may not have
LONGEST_CELL = 10_000


def read_rows(content, name):
    """Tuples of the cells, the head first. Raises ValidationError for a file that cannot be read or is too long."""
    rows = xlsx_rows(content) if name.lower().endswith(".xlsx") else csv_rows(content)
    try:
        for number, row in enumerate(rows):
            if number > MAX_ROWS or len(row) > MAX_COLUMNS:
                raise too_many_rows()
            yield row
    except (csv.Error, KeyError, ValueError, TypeError, OSError, SyntaxError, AttributeError, IndexError) as error:
        raise ValidationError(_("The file is damaged. Save it again and send it."), code="refused") from error


def xlsx_rows(content):
    """The first sheet. Formulas come with the value computed last; a sheet's claimed size is not believed."""
    from openpyxl import load_workbook  # noqa: PLC0415  (slow to import, needed for imports only)

    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    try:
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        for row in sheet.iter_rows(max_row=MAX_ROWS + 2, max_col=MAX_COLUMNS + 1, values_only=True):
            yield trimmed(row)
    finally:
        book.close()


def csv_rows(content):
    """The separator is whichever stands most often in the head; the sign that kept a text from being a formula goes."""
    text = content.decode("utf-8-sig")
    head = text.partition("\n")[0]
    separator = max(",;\t", key=head.count)
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True):
        yield trimmed(tuple(unescaped(cell) for cell in row))


def trimmed(row):
    """Without the empty cells at its end, no cell longer than any field."""
    cells = [value[:LONGEST_CELL] if isinstance(value, str) else value for value in row]
    while cells and cell_text(cells[-1]).strip() == "":
        cells.pop()
    return tuple(cells)


def escaped(text):
    """For CSV: what a spreadsheet would calculate gets an apostrophe, as does an apostrophe, so that both come back."""
    return f"'{text}" if text.startswith(ESCAPED) else text


def unescaped(text):
    return text[1:] if text.startswith("'") and text[1:].startswith(ESCAPED) else text


def csv_lines(rows):
    """Chunks of text, a hundred rows in each."""
    yield BYTE_ORDER_MARK
    rows = iter(rows)
    while some := list(islice(rows, 100)):
        out = io.StringIO()
        csv.writer(out).writerows([escaped(cell) for cell in row] for row in some)
        yield out.getvalue()


def made_file(rows, ending, title):
    """A temporary file that is open at its start. Memory does not grow with the number of rows."""
    return xlsx_file(rows, title) if ending == "xlsx" else csv_file(rows)


def csv_file(rows):
    out = TemporaryFile()  # noqa: SIM115  (whoever asked closes it)
    try:
        for chunk in csv_lines(rows):
            out.write(chunk.encode())
    except BaseException:
        out.close()
        raise
    out.seek(0)
    return out


def xlsx_file(rows, title):
    """A temporary file that is open at its start; every cell is a string, so that none is a formula."""
    from openpyxl import Workbook  # noqa: PLC0415  (slow to import, needed for exports only)

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title.translate(NO_TITLE)[:31])
    sheet.sheet_view.rightToLeft = True
    try:
        for row in rows:
            sheet.append(string_cells(sheet, row))
    except BaseException:  # the library's own file of the rows would stay until the process ends
        sheet.close()
        sheet._writer.cleanup()  # noqa: SLF001  (nothing public takes that file away)
        raise
    out = TemporaryFile()  # noqa: SIM115  (the response closes it)
    book.save(out)
    out.seek(0)
    return out


def string_cells(sheet, row):
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415  (as above)

    cells = []
    for text in row:
        cell = WriteOnlyCell(sheet, value=text)
        cell.data_type = "s"
        cells.append(cell)
    return cells
