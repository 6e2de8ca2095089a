"""Lists that staff take along as a spreadsheet: each room registers its own, one piece writes them all.

A list is opened anew whenever it is written, with the filters as asked: at once in a request, or later by the worker.
Its keys are read first and its rows some hundred at a time, so that memory does not grow with it, no row stands twice
when others write meanwhile, and on SQLite no question is open while the worker says how far it is.
"""

from array import array
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

AT_A_TIME = 500
ENDINGS = ("xlsx", "csv")


@dataclass(frozen=True)
class Sheet:
    """A list as one person may see it now, in the language of the moment.

    ``name``: of the file, without its ending. ``lines(rows)``: the texts of some hundred rows, by a constant number of
    queries. ``address``: where the list stands on the desk. ``about``: in whose book it is written who took it along.
    """

    name: str
    title: str
    heads: list
    rows: QuerySet
    lines: Callable
    address: str
    about: Any = None


@dataclass(frozen=True)
class Kind:
    """``open_sheet(user, query)`` raises ValidationError when there is no such list for this person."""

    permission: str
    word: Any
    open_sheet: Callable


_kinds = {}


def register(key, kind):
    """Called in ``AppConfig.ready()``. Orders are kept under the key."""
    _kinds[key] = kind


def kinds_of(user):
    """The keys of the lists that this person may take along."""
    return [key for key, kind in _kinds.items() if user.has_perm(kind.permission)]


def word_of(key):
    """What a kind of list is called; one that no room registers any more keeps its key."""
    return _kinds[key].word if key in _kinds else key


def open_list(key, user, query):
    """Raises ValidationError when it is not this person's to take along, or not there any more."""
    if key not in kinds_of(user):
        raise ValidationError(_("You may not take this list along any more."), code="refused")
    return _kinds[key].open_sheet(user, query)


def keys_of(sheet, most=None):
    """The rows' keys in their order, eight bytes each. One query."""
    keys = sheet.rows.values_list("pk", flat=True)
    return array("q", (keys if most is None else keys[:most]).iterator(chunk_size=2_000))


def texts_of(sheet, keys, tell=lambda done: None):
    """The heads, then a list of texts for each row that is still in the list; ``tell(done)`` hears how far it is."""
    yield sheet.heads
    for start in range(0, len(keys), AT_A_TIME):
        some = list(keys[start : start + AT_A_TIME])
        yield from sheet.lines(sheet.rows.filter(pk__in=some))
        tell(start + len(some))
