"""Days and figures as Django itself writes them: in lists, read-only fields and histories, and by a bare ``{{ day }}``.

Django's formats are patterns for the Gregorian calendar, and no setting puts another calendar behind them. So the one
function through which it writes every day is replaced when the portal starts. A pattern that is spelt out
(``|date:"Y-m-d"``, feeds, HTTP headers) stays Django's and Gregorian.
"""

from decimal import Decimal

from django.utils import formats
from django.utils.translation import get_language

from persian.jalali import format_day, format_moment
from persian.numbers import number

DAYS = {None, "DATE_FORMAT", "SHORT_DATE_FORMAT"}
MOMENTS = {"DATETIME_FORMAT", "SHORT_DATETIME_FORMAT"}
_djangos, _djangos_number = formats.date_format, formats.number_format


def date_format(value, format=None, use_l10n=None):  # noqa: A002  (the name is Django's)
    """As ``django.utils.formats.date_format``, in the calendar of the active language."""
    if use_l10n is False or format not in DAYS | MOMENTS:
        return _djangos(value, format, use_l10n)
    return format_moment(value) if format in MOMENTS and hasattr(value, "hour") else format_day(value)


def number_format(value, decimal_pos=None, use_l10n=None, force_grouping=False):
    """As Django's; a figure of fixed decimals, as admin shows a weight read-only, is «۱۲٫۵» on a Persian page."""
    if decimal_pos is None or use_l10n is False or not isinstance(value, Decimal) or get_language() != "fa":
        return _djangos_number(value, decimal_pos, use_l10n, force_grouping)
    return number(value)


def install():
    formats.date_format = date_format
    formats.number_format = number_format
