"""What a table of a document is: columns of one kind each, so that a number leaves as a number and a text as a text."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from editions.outputs.reader import jalali
from editions.told import date_of

TEXT, SHARE, AMOUNT, WHOLE, YEAR, DAY, ANY = "text", "share", "amount", "whole", "year", "day", "any"
HASH_WIDTH, LONG, SHORT = 68, 48, 14


@dataclass(frozen=True)
class Column:
    title: str
    kind: str = TEXT
    width: int = SHORT


@dataclass(frozen=True)
class Table:
    """``name`` is the title of its sheet: at most 31 characters. In a column of kind ANY a cell is (kind, value)."""

    name: str
    columns: list[Column]
    rows: list[list]


def day_columns(title):
    """A day stands twice: Jalali as text, and as a date that a spreadsheet reckons with."""
    return [Column(_("%(what)s (Jalali)") % {"what": title}), Column(_("%(what)s (ISO)") % {"what": title}, DAY)]


def day_cells(iso):
    return [jalali(iso), date_of(iso)]


def exact(value):
    """A figure of the document as the number that it is; None stays None."""
    return None if value is None else Decimal(value)


def yes_or_no(flag):
    return _("yes") if flag else pgettext("answer", "no")


def key_column(title=None):
    return Column(title or _("Key"), width=22)


def share_columns():
    return [
        Column(_("Planned percent"), SHARE),
        Column(_("Reported percent"), SHARE),
        Column(_("Verified percent"), SHARE),
    ]


def share_cells(row):
    return [exact(row["planned"]), exact(row["reported"]), exact(row["verified"])]


def sample_column():
    return Column(_("Sample"), width=8)
