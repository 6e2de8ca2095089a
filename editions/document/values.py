"""How values stand in a document: exact, the same on every machine, never a float and never a database id."""

from decimal import ROUND_DOWN, Decimal
from fractions import Fraction

PLACES = Decimal("0.0001")
CENT = Decimal("0.01")


def share(value):
    """Percent or points as text with four decimals; None stays None.

    They are cut, not rounded, so that a figure is rounded once, when it is shown: half up with at most three decimals
    it then is what the exact figure would have given.
    """
    if value is None:
        return None
    exact = Decimal(value.numerator) / Decimal(value.denominator) if isinstance(value, Fraction) else Decimal(value)
    return str(exact.quantize(PLACES, rounding=ROUND_DOWN))


def amount(value):
    """A weight, a target, a reading: what the database holds, with two decimals; None stays None."""
    return None if value is None else str(Decimal(str(value)).quantize(CENT))


def day(value):
    return value and value.isoformat()


def texts(persian, english):
    """A text in both languages; what is missing in English is empty there."""
    return {"fa": persian, "en": english}
