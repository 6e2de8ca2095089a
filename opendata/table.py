"""A table of open data: its columns, what may be asked of it, and how a page of it is read after a place.

Every reader is nobody: rows are asked with ``NOBODY``, so a signed-in person gets from the API what everybody gets.
Pages are found by key, never by counting rows, so the thousandth page costs what the first costs.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from opendata.fields import Field, Filter, written

NOBODY = AnonymousUser()
MOST = 100  # rows of one page
READ = 500  # rows of a whole table that are held in memory together


class PlaceLostError(Exception):
    """A cursor names a row that is no longer public, or never was."""


@dataclass(frozen=True)
class Part:
    """One part of a row's natural key: the column that holds it, its type, and an example for the documentation."""

    name: str
    kind: Any
    example: Any
    means: str


@dataclass(frozen=True)
class Stored:
    """Rows of the database, in the order of one indexed column.

    ``rows()``: what is public; ``shown(rows)``: a list of rows as dictionaries, with a fixed number of queries;
    ``find(*key)``: the condition that finds the row with this natural key. ``order`` may be the row's own id, which
    leaves the server nowhere: a cursor holds the natural key, and ``find`` leads back to the place.
    """

    rows: Callable[[], QuerySet]
    shown: Callable[[list], list[dict]]
    find: Callable[..., Q]
    order: str = "pk"
    before_all: int | str = 0  # what is less than every value of ``order``; "" where that is a text

    def page(self, conditions, after, most):
        """At most so many rows after the row with this key. A query for them, one for the place, those of ``shown``."""
        rows = self.rows().filter(*conditions).order_by(self.order)
        # Also on the first page: without a range SQLite takes the index of a condition and sorts all that it finds.
        place = self.before_all if after is None else self.place(after)
        rows = rows.filter(**{f"{self.order}__gt": place})
        return self.shown(list(rows[:most]))

    def place(self, key):
        place = self.rows().filter(self.find(*key)).order_by().values_list(self.order, flat=True).first()
        if place is None:
            raise PlaceLostError
        return place

    def one(self, key):
        """The row with this key, or None."""
        rows = self.shown(list(self.rows().filter(self.find(*key))[:1]))
        return rows[0] if rows else None


@dataclass(frozen=True)
class Computed:
    """Few rows that are worked out: ``rows(chosen)`` gives them all, in their order."""

    rows: Callable[[dict], list[dict]]


@dataclass(frozen=True)
class Table:
    """``name`` stands in addresses and never changes. ``page``: the name of the portal's page about it."""

    name: str
    title: str
    about: str
    fields: tuple[Field, ...]
    source: Stored | Computed
    filters: tuple[Filter, ...] = ()
    key: tuple[Part, ...] = ()
    page: str = ""
    notes: tuple[str, ...] = field(default=())

    @property
    def is_stored(self):
        return isinstance(self.source, Stored)

    def key_of(self, row):
        """The natural key of a row that was written, as its parts."""
        return [row[part.name] for part in self.key] if self.key else [row["key"]]

    def read(self, chosen, after, most):
        """Rows as they leave, at most so many, after the row with this key (None: from the beginning)."""
        if self.is_stored:
            asked = {one.name: one for one in self.filters}
            conditions = [asked[name].condition(value) for name, value in chosen.items()]
            rows = self.source.page(conditions, after, most)
        else:
            rows = rows_after(self.source.rows(chosen), after)[:most]
        return [written(self.fields, row) for row in rows]

    def one(self, key):
        row = self.source.one(key)
        return None if row is None else written(self.fields, row)

    def everything(self):
        """Every row, one after the other; only ``READ`` of them are in memory at once."""
        after = None
        while True:
            rows = self.read({}, after, READ)
            yield from rows
            if len(rows) < READ:
                return
            after = self.key_of(rows[-1])


def rows_after(rows, after):
    if after is None:
        return rows
    for place, row in enumerate(rows, 1):
        if [row["key"]] == after:
            return rows[place:]
    raise PlaceLostError
