"""Days as Django itself writes them: in admin's lists, read-only fields and histories, and by a bare ``{{ day }}``.

Django's formats are patterns for the Gregorian calendar, and no setting puts another calendar behind them. So the one
function through which it writes every day is replaced when the portal starts. A pattern that is spelt out
(``|date:"Y-m-d"``, feeds, HTTP headers) stays Django's and Gregorian.
"""

from django.utils import formats

from persian.jalali import format_day, format_moment

DAYS = {None, "DATE_FORMAT", "SHORT_DATE_FORMAT"}
MOMENTS = {"DATETIME_FORMAT", "SHORT_DATETIME_FORMAT"}
_djangos = formats.date_format


def date_format(value, format=None, use_l10n=None):  # noqa: A002  (the name is Django's)
    """As ``django.utils.formats.date_format``, in the calendar of the active language."""
    if use_l10n is False or format not in DAYS | MOMENTS:
        return _djangos(value, format, use_l10n)
    return format_moment(value) if format in MOMENTS and hasattr(value, "hour") else format_day(value)


def install():
    formats.date_format = date_format
