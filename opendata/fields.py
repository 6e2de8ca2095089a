"""What a table consists of, said once: the API, the files, the dictionary and the catalogue are all made from it.

A meaning is an English msgid: English stands in the OpenAPI document, the dictionary shows it in the reader's language.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Annotated, Any, Literal

from django.db.models import Q
from django.utils.translation import gettext_noop
from pydantic import AfterValidator, StringConstraints, WithJsonSchema
from pydantic import Field as Described

from persian.jalali import MAX_YEAR, MIN_YEAR, format_day

CENT = Decimal("0.01")
DAY_PATTERN = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
SHARE_PATTERN = r"^-?[0-9]{1,5}\.[0-9]{2}$"


class Kind(StrEnum):
    """How a value is written. There is no float: money is whole rials, a share a decimal text with two places."""

    TEXT = "text"
    CODE = "code"
    WHOLE = "whole"
    RIALS = "rials"
    SHARE = "share"
    DAY = "day"
    JALALI = "jalali"
    TIME = "time"
    FLAG = "flag"
    CODES = "codes"
    LINK = "link"


IN_JSON = {
    Kind.TEXT: str,
    Kind.CODE: str,
    Kind.WHOLE: int,
    Kind.RIALS: int,
    Kind.SHARE: Annotated[str, StringConstraints(pattern=SHARE_PATTERN)],
    Kind.DAY: Annotated[str, WithJsonSchema({"type": "string", "format": "date"})],
    Kind.JALALI: Annotated[str, StringConstraints(pattern=DAY_PATTERN)],
    Kind.TIME: Annotated[str, StringConstraints(pattern=r"^[0-9]{2}:[0-9]{2}$")],
    Kind.FLAG: bool,
    Kind.CODES: list[str],
    Kind.LINK: Annotated[str, WithJsonSchema({"type": "string", "format": "uri"})],
}


@dataclass(frozen=True)
class Field:
    """One column. ``optional``: it may be null; ``choices``: all values it takes; ``rule``: a key of ``rules.RULES``."""

    name: str
    kind: Kind
    means: str
    example: Any = None
    choices: tuple[str, ...] = ()
    words: tuple[Any, ...] = ()  # what the choices are called, in their order
    optional: bool = False
    rule: str = ""
    of: str = ""  # the Gregorian day beside which this Jalali one stands

    @property
    def annotation(self):
        """The field for pydantic: type, meaning, example."""
        base = Literal[self.choices] if self.choices else IN_JSON[self.kind]
        kind = base | None if self.optional else base
        return kind, Described(description=self.means, examples=[self.example])


def text(name, means, example="", **more):
    return Field(name, Kind.TEXT, means, example, **more)


def code(name, means, example="", **more):
    return Field(name, Kind.CODE, means, example, **more)


def word(name, means, choices, words=(), **more):
    """One of a fixed set of words, as the database keeps them; of choices of a model the labels are known."""
    values = tuple(str(value) for value in choices)
    words = tuple(words) or tuple(getattr(value, "label", "") for value in choices)
    return Field(name, Kind.CODE, means, values[0], choices=values, words=words, **more)


def codes(name, means, *example, **more):
    return Field(name, Kind.CODES, means, list(example), **more)


def whole(name, means, example=0, **more):
    return Field(name, Kind.WHOLE, means, example, **more)


def rials(name, means, example=0, **more):
    return Field(name, Kind.RIALS, means, example, **more)


def share(name, means, example="0.00", **more):
    return Field(name, Kind.SHARE, means, example, **more)


def flag(name, means, example=False, **more):
    return Field(name, Kind.FLAG, means, example, **more)


def link(name, means, example, **more):
    return Field(name, Kind.LINK, means, example, **more)


def day(name, means, example="2024-05-15", **more):
    """A day and, beside it, the same day of the Jalali calendar."""
    beside = format_day(dt.date.fromisoformat(example), "iso")
    jalali = gettext_noop("The same day of the Jalali calendar.")
    optional = more.get("optional", False)
    return (
        Field(name, Kind.DAY, means, example, **more),
        Field(f"{name}_jalali", Kind.JALALI, jalali, beside, optional=optional, of=name),
    )


def in_two_languages(name, means, example, example_en):
    """A text and its English words; the English ones are empty where nobody wrote them."""
    english = gettext_noop("The same in English; empty where it was not written in English.")
    return text(name, means, example), text(f"{name}_en", english, example_en)


SAMPLE = flag("is_sample", gettext_noop("Whether the row is sample content, which reports no fact."))


def page_link(path):
    return link("page", gettext_noop("The page of the portal that shows it."), f"https://portal.example{path}")


def written(fields, row):
    """The row as it leaves: days as texts with their Jalali ones beside them, shares with two places."""
    return {field.name: value_of(field, row) for field in fields}


def value_of(field, row):
    value = row[field.of or field.name]
    if value is None:
        return None
    if field.kind == Kind.DAY:
        return value.isoformat()
    if field.kind == Kind.JALALI:
        return format_day(value, "iso")
    if field.kind == Kind.TIME:
        return value.strftime("%H:%M")
    if field.kind == Kind.SHARE:
        return str(two_places(value))
    return value


def two_places(value):
    exact = Decimal(value.numerator) / Decimal(value.denominator) if isinstance(value, Fraction) else Decimal(value)
    return exact.quantize(CENT, rounding=ROUND_HALF_UP)


def optional(means, example, default=None):
    """A parameter that may be left out; no null stands in its schema, because an address has none."""
    dropped = None if default is not None else forget_default
    return Described(default=default, description=means, examples=[example], json_schema_extra=dropped)


def forget_default(schema):
    schema.pop("default", None)


# What may be asked -----------------------------------------------------------
def real_day(value):
    try:
        dt.date.fromisoformat(value)
    except ValueError as error:
        raise ValueError("The calendar has no such day.") from error
    return value


YEAR = Annotated[int, Described(ge=MIN_YEAR, le=MAX_YEAR)]
ORDINAL = Annotated[int, Described(ge=1, le=2_147_483_647)]
SLUG = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]+$", max_length=80)]
PLAN_KEY = Annotated[str, StringConstraints(pattern=r"^1[3-5][0-9]{2}/[1-9][0-9]{0,3}$")]
ACTIVITY_KEY = Annotated[str, StringConstraints(pattern=r"^1[3-5][0-9]{2}/[1-9][0-9]{0,3}/[1-9][0-9]{0,3}$")]
MEETING_KEY = Annotated[str, StringConstraints(pattern=r"^1[3-5][0-9]{2}-[0-9]{2}$")]
DECISION_SLUG = Annotated[str, StringConstraints(pattern=r"^1[3-5][0-9]{2}-[0-9]{2}-[0-9]{2}$")]
NAME = Annotated[str, StringConstraints(pattern=r"^[^\x00-\x1f\x7f]+$", max_length=60)]
DAY = Annotated[
    str,
    StringConstraints(pattern=DAY_PATTERN),
    AfterValidator(real_day),
    WithJsonSchema({"type": "string", "format": "date"}),
]


@dataclass(frozen=True)
class Filter:
    """One thing that may be asked. ``which(value)`` gives the condition; a text names the column that is compared."""

    name: str
    kind: Any
    means: str
    example: Any
    which: Callable[[Any], Q] | str = ""

    @property
    def annotation(self):
        """Without a null in the schema: a filter that is not used is left out."""
        return self.kind, optional(self.means, self.example)

    def condition(self, value):
        return Q(**{self.which: value}) if isinstance(self.which, str) else self.which(value)


def one_of(name, choices, means, which=""):
    values = tuple(str(value) for value in choices)
    return Filter(name, Literal[values], means, values[0], which or name)
