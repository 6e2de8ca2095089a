"""Rows out of a checked file, and rows into one: XLSX and CSV, streaming, every cell as text."""

import csv
import io
from contextlib import ExitStack
from functools import partial
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
    with ExitStack() as closed_on_failure:
        out = closed_on_failure.enter_context(TemporaryFile())
        for chunk in csv_lines(rows):
            out.write(chunk.encode())
        out.seek(0)
        closed_on_failure.pop_all()
    return out


def xlsx_file(rows, title):
    """A temporary file that is open at its start; every cell is a string, so that none is a formula."""
    import openpyxl  # noqa: PLC0415  (slow to import, needed for exports only)

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(title.translate(NO_TITLE)[:31])
    sheet.sheet_view.rightToLeft = True
    cell = partial(openpyxl.cell.WriteOnlyCell, sheet)
    with ExitStack() as closed_on_failure:
        out = closed_on_failure.enter_context(TemporaryFile())
        try:
            for row in rows:
                sheet.append([as_string(cell(text)) for text in row])
        finally:  # also when a row fails: the library takes the file of its rows away only when it saves
            book.save(out)
        out.seek(0)
        closed_on_failure.pop_all()
    return out


def as_string(cell):
    cell.data_type = "s"
    return cell
