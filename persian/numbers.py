"""Numbers as they are read, and shares that add up."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache
from math import floor

from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from persian.digits import to_persian

DASH = "—"
MILLION, BILLION = 10**6, 10**9
_PERSIAN_MARKS = str.maketrans(",.", "٬٫")


def number(value, places=None, language=None):
    """A number with grouped thousands: ``۱٬۲۳۴٫۵`` in Persian, ``1,234.5`` in English; None is a dash.

    ``places`` rounds half up, as people do; without it a whole number has none and others keep what they have.
    """
    if value is None or value == "":
        return DASH
    return _number(value, places, (language or get_language()) == "fa")


@lru_cache(maxsize=4096, typed=True)
def _number(value, places, is_persian):
    """Remembered, because a page writes the same percents over and over."""
    exact = _decimal(value)
    if places is not None:
        exact = exact.quantize(Decimal(1).scaleb(-int(places)), rounding=ROUND_HALF_UP)
    text = f"{exact:,f}"
    if places is None and "." in text:
        text = text.rstrip("0").rstrip(".")
    text = text.replace("-", "−")
    if text.strip("−0.,") == "":
        text = text.lstrip("−")
    return to_persian(text.translate(_PERSIAN_MARKS)) if is_persian else text


def rial(value, language=None):
    """An amount of whole rials with its unit; None is a dash."""
    if value is None or value == "":
        return DASH
    if language is None:
        return _("%(amount)s rials") % {"amount": number(value, 0)}
    with translation.override(language):
        return rial(value)


def rial_in_words(value):
    """«۱۸٫۵ میلیارد ریال»: an amount at a glance, to two decimals of a million or a billion; small ones in full."""
    if value in (None, "") or abs(value) < MILLION:
        return rial(value)
    unit = BILLION if abs(value) >= BILLION else MILLION
    shown = number((Decimal(value) / unit).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP))
    words = _("%(amount)s billion rials") if unit == BILLION else _("%(amount)s million rials")
    return words % {"amount": shown}


def _decimal(value):
    if isinstance(value, Fraction):
        return Decimal(value.numerator) / Decimal(value.denominator)
    return Decimal(str(value)) if not isinstance(value, Decimal) else value


def largest_remainder(shares, places=1, total=None):
    """Round shares so that the shown figures add up to the shown sum (by default the shares' own, rounded).

    Each is rounded down; what is missing goes, one step each, to the largest remainders, ties to the earlier one.
    Gives a list of Decimals with ``places`` decimals. ``total`` is the sum of the shares where it is known exactly; one
    that rounding cannot reach raises ValueError.
    """
    step = 10**places
    exact = [Fraction(share) * step for share in shares]
    target = floor((sum(exact) if total is None else Fraction(total) * step) + Fraction(1, 2))
    steps = [floor(share) for share in exact]
    missing = target - sum(steps)
    if not 0 <= missing <= len(steps):
        raise ValueError(f"Shares that sum to {float(sum(exact) / step)} cannot be rounded to {total}.")
    by_remainder = sorted(range(len(exact)), key=lambda index: steps[index] - exact[index])
    for index in by_remainder[:missing]:
        steps[index] += 1
    return [Decimal(count).scaleb(-places) for count in steps]
