"""Whole tables as files, written while they are read.

Read in parts by key, so that neither memory nor a transaction grows with the table or waits for a slow reader. A row
that is changed while the file is read stands in it once, as it was or as it is.
"""

import csv
import io
import json

from filing.spreadsheets import BYTE_ORDER_MARK, formula_safe, taken
from opendata.licence import LICENCE_URL
from opendata.table import READ

BETWEEN = "; "  # the items of a list in one cell


def csv_parts(table):
    """The names of the API as heads; UTF-8 with a byte order mark; no cell is a formula, numbers stay numbers."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    buffer.write(BYTE_ORDER_MARK)
    writer.writerow([field.name for field in table.fields])
    for number, row in enumerate(table.everything(), 1):
        writer.writerow([cell(row[field.name]) for field in table.fields])
        if number % READ == 0:
            yield taken(buffer)
    yield taken(buffer)


def cell(value):
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return value
    return formula_safe(BETWEEN.join(value) if isinstance(value, list) else value)


def json_parts(table):
    """One object with the licence and all rows, a row a line."""
    head = {"table": table.name, "licence": LICENCE_URL}
    buffer = io.StringIO()
    buffer.write(json.dumps(head, ensure_ascii=False)[:-1] + ', "rows": [')
    for number, row in enumerate(table.everything()):
        buffer.write("\n" if number == 0 else ",\n")
        buffer.write(json.dumps(row, ensure_ascii=False))
        if number % READ == READ - 1:
            yield taken(buffer)
    buffer.write("\n]}\n")
    yield taken(buffer)
