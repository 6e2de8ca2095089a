"""Numbers as they are read, and shares that add up."""

from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from fractions import Fraction

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from persian.digits import to_persian

DASH = "—"
_PERSIAN_MARKS = str.maketrans(",.", "٬٫")


def number(value, places=None, language=None):
    """A number with grouped thousands: ``۱٬۲۳۴٫۵`` in Persian, ``1,234.5`` in English; None is a dash.

    ``places`` rounds half up, as people do; without it a whole number has none and others keep what they have.
    """
    if value is None or value == "":
        return DASH
    exact = _decimal(value)
    if places is not None:
        exact = exact.quantize(Decimal(1).scaleb(-int(places)), rounding=ROUND_HALF_UP)
    text = f"{exact:,f}"
    if places is None and "." in text:
        text = text.rstrip("0").rstrip(".")
    text = text.replace("-", "−")
    if text.strip("−0.,") == "":
        text = text.lstrip("−")
    return to_persian(text.translate(_PERSIAN_MARKS)) if (language or get_language()) == "fa" else text


def rial(value, language=None):
    """An amount of whole rials with its unit."""
    return _("%(amount)s rials") % {"amount": number(value, 0, language)}


def _decimal(value):
    if isinstance(value, Fraction):
        return Decimal(value.numerator) / Decimal(value.denominator)
    return Decimal(str(value)) if not isinstance(value, Decimal) else value


def largest_remainder(shares, places=1, total=None):
    """Round shares so that the shown figures add up to the shown sum (by default the shares' own, rounded).

    Each is rounded down; what is missing goes, one step each, to the largest remainders, ties to the earlier one.
    Gives a list of Decimals with ``places`` decimals.
    """
    step = Decimal(1).scaleb(-places)
    exact = [_decimal(share) for share in shares]
    target = _decimal(total) if total is not None else sum(exact, Decimal(0))
    target = target.quantize(step, rounding=ROUND_HALF_UP)
    floors = [share.quantize(step, rounding=ROUND_FLOOR) for share in exact]
    missing = int((target - sum(floors, Decimal(0))) / step)
    by_remainder = sorted(range(len(exact)), key=lambda index: floors[index] - exact[index])
    for index in by_remainder[: max(missing, 0)]:
        floors[index] += step
    return floors
