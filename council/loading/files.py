"""Data files of a cluster: TOML that is checked whole before a row is written; a refusal names file, key and reason.

A schema is a plain dictionary of the keys that a table may have. A key ends in ``?`` when it may be missing; its value
is a rule (a function that gives the clean value or raises ``ValueError``), a dictionary (a table) or a list of one rule
or dictionary. Keys are counted from 0, as in ``meeting[0].agenda[3].kind``.
"""

import datetime as dt
import re
import tomllib
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from pathlib import Path

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _

from persian import jalali
from persian.digits import localised

MOST_SHOWN = 20
SYNTAX_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)")


class DataFileError(Exception):
    """A data file is refused; ``problems`` are (file, key, reason), the key empty when the whole file is meant."""

    def __init__(self, *problems):
        self.problems = problems
        super().__init__("\n".join(self.line(*problem) for problem in problems[:MOST_SHOWN]))

    @staticmethod
    def line(file, key, reason):
        if not key:
            return _("%(file)s: %(reason)s") % {"file": file, "reason": reason}
        return _("%(file)s, %(key)s: %(reason)s") % {"file": file, "key": key, "reason": reason}


class Place:
    """Where in which file a value stands. As a context manager it turns a ValidationError into a located refusal."""

    def __init__(self, file, key=""):
        self.file, self.key = file, key

    def at(self, name):
        return Place(self.file, f"{self.key}.{name}" if self.key else str(name))

    def each(self, table, name):
        """Pairs of (place, row) of the list ``name`` of a table; nothing when the list is missing."""
        for index, row in enumerate(table.get(name, [])):
            yield self.at(f"{name}[{index}]"), row

    def refuse(self, reason):
        return DataFileError((self.file, self.key, reason))

    def __enter__(self):
        return self

    def __exit__(self, kind, error, traceback):
        if isinstance(error, ValidationError):
            raise DataFileError(*self.problems(error)) from error

    def problems(self, error):
        """The model's own refusals, each at the key of its field."""
        if not hasattr(error, "error_dict"):
            return [(self.file, self.key, text) for text in error.messages]
        return [
            (self.file, self.key if field == NON_FIELD_ERRORS else self.at(field).key, text)
            for field, texts in error.message_dict.items()
            for text in texts
        ]


class DataFile(Place):
    """One file: its checked content and the place that is its root."""

    def __init__(self, path, schema):
        super().__init__(path.name)
        self.path, self.content = path, checked(read_table(path), schema, path.name)

    def rows(self, name):
        """Pairs of (place, row) of a list at the top of the file."""
        return self.each(self.content, name)


def read_table(path):
    """The raw content of a TOML file; numbers with a point stay exact. Raises DataFileError."""
    try:
        return tomllib.loads(read_text(path), parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        found = SYNTAX_PLACE.search(str(error))
        if found is None:
            raise DataFileError((path.name, "", _("This is not TOML: the file ends too early."))) from error
        reason = _("This is not TOML: line %(line)s, column %(column)s.")
        place = {"line": localised(found[1]), "column": localised(found[2])}
        raise DataFileError((path.name, "", reason % place)) from error


def read_text(path):
    try:
        return Path(path).read_text(encoding="utf-8")
    except OSError as error:
        raise DataFileError((path.name, "", _("There is no such file, or it cannot be read."))) from error
    except UnicodeDecodeError as error:
        raise DataFileError((path.name, "", _("The file is not in UTF-8."))) from error


def checked(content, schema, file):
    """The content with clean values. Raises DataFileError with every problem found."""
    problems = []
    clean = check(content, schema, Place(file), problems)
    if problems:
        raise DataFileError(*problems)
    return clean


def check(value, rule, place, problems):
    """The clean value; what is wrong is added to ``problems``."""
    if isinstance(rule, dict):
        return check_table(value, rule, place, problems)
    if isinstance(rule, list):
        if not isinstance(value, list):
            problems.append((place.file, place.key, _("A list is expected here.")))
            return []
        start = place.key
        return [check(row, rule[0], Place(place.file, f"{start}[{i}]"), problems) for i, row in enumerate(value)]
    try:
        return rule(value)
    except ValueError as error:
        problems.append((place.file, place.key, str(error)))
        return None


def check_table(value, schema, place, problems):
    if not isinstance(value, dict):
        problems.append((place.file, place.key, _("A table of keys and values is expected here.")))
        return {}
    rules = {name.rstrip("?"): rule for name, rule in schema.items()}
    for name in value:
        if name not in rules:
            problems.append((place.file, place.at(name).key, _("This key is unknown.")))
    for name in schema:
        if not name.endswith("?") and name not in value:
            problems.append((place.file, place.at(name).key, _("This key is missing.")))
    return {name: check(value[name], rule, place.at(name), problems) for name, rule in rules.items() if name in value}


# Rules -----------------------------------------------------------------------
def text(value):
    if not isinstance(value, str) or not value.strip():
        raise ValueError(_("A text is expected here, in quotation marks."))
    return value


def whole(value):
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError(_("A whole number is expected here."))
    return value


def flag(value):
    if not isinstance(value, bool):
        raise ValueError(_("true or false is expected here."))
    return value


def yes(value):
    """A mark that is either there or not: it cannot be switched off."""
    if value is not True:
        raise ValueError(_("Only true can stand here."))
    return value


def amount(value):
    """A decimal number, bare or in quotation marks."""
    try:
        if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
            raise InvalidOperation
        number = Decimal(value)
        if not number.is_finite():
            raise InvalidOperation
    except InvalidOperation:
        raise ValueError(_("A number is expected here.")) from None
    return number


def share(value):
    """A fraction such as ``"2/3"``."""
    if not isinstance(value, str) or not re.fullmatch(r"[1-9]\d?/[1-9]\d?", value, re.ASCII):
        raise ValueError(_("A fraction such as 2/3 is expected here, in quotation marks."))
    return Fraction(value)


def day(value):
    """A Gregorian TOML date, or a Jalali day in quotation marks (``"1403/06/31"``)."""
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    if not isinstance(value, str):
        raise ValueError(_("A day is expected here."))
    return jalali.parse_day(value)


def clock(value):
    if not isinstance(value, dt.time):
        raise ValueError(_("A time such as 09:30:00 is expected here."))
    return value


def one_of(choices):
    """A rule: one of the values of a model's choices."""

    def rule(value):
        if value not in choices.values:
            allowed = ", ".join(choices.values)
            raise ValueError(_("Only one of these can stand here: %(allowed)s.") % {"allowed": allowed})
        return value

    return rule
