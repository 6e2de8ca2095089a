"""Where a page ended, as a text for the next address: the natural key of its last row, nothing of the database.

It is not signed: whoever makes one up can name only a row that is public anyway, and it is checked like any other input.
"""

import base64
import binascii
import json

from pydantic import TypeAdapter, ValidationError

from opendata.table import PlaceLostError

LONGEST = 600
PATTERN = r"^[A-Za-z0-9_-]+$"


def cursor_of(table, row):
    """The cursor after this row."""
    written = json.dumps([table.name, *table.key_of(row)], separators=(",", ":"))
    return base64.urlsafe_b64encode(written.encode()).decode().rstrip("=")


def key_in(table, cursor):
    """The natural key in a cursor. Raises PlaceLostError for one that this table never gave."""
    try:
        written = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        parts = TypeAdapter(tuple[str, *kinds_of(table)]).validate_python(written, strict=False)
    except (ValueError, binascii.Error, RecursionError, ValidationError) as error:
        raise PlaceLostError from error
    if parts[0] != table.name:
        raise PlaceLostError
    return list(parts[1:])


def kinds_of(table):
    return [part.kind for part in table.key] or [str]
