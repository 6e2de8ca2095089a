"""Whole tables as files: written to the disk in one transaction, and sent when it is over.

Read in parts by key, so that memory does not grow with the table. The transaction lasts as long as the reading, however
slow the visitor is who takes the file; the file is of one moment, and its hash is known before its first byte leaves.
"""

import csv
import hashlib
import io
import json
from contextlib import ExitStack
from tempfile import SpooledTemporaryFile

from filing.moment import one_moment
from filing.spreadsheets import BYTE_ORDER_MARK, formula_safe, taken
from opendata.licence import LICENCE_URL
from opendata.table import READ

BETWEEN = "; "  # the items of a list in one cell
IN_MEMORY = 1_000_000  # bytes; what is longer lies on the disk


def written_file(table, ending):
    """(file, SHA-256) of the whole table: two to four queries for each 500 rows. Who asks closes the file."""
    sha256 = hashlib.sha256()
    with ExitStack() as closed_on_failure:
        file = closed_on_failure.enter_context(SpooledTemporaryFile(max_size=IN_MEMORY))
        with one_moment():
            for part in LINES[ending](table):
                content = part.encode()
                sha256.update(content)
                file.write(content)
        file.seek(0)
        closed_on_failure.pop_all()
    return file, sha256.hexdigest()


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


LINES = {"csv": csv_parts, "json": json_parts}
