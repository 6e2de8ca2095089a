"""Days of the Jalali calendar. The database holds Gregorian dates; this is the edge where they turn Jalali and back.

Arithmetic is persiantools', which agrees with ICU on every day of 1370 to 1450 (tests/persian/test_jalali.py).
"""

import datetime as dt
import re
from functools import lru_cache

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from persiantools.jdatetime import JalaliDate

from persian.digits import localised, to_latin, to_persian

MIN_YEAR, MAX_YEAR = 1300, 1500
# Month names are the calendar's own words, not a translation of an English text.
MONTHS_FA = ["فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند"]
MONTHS_EN = [
    "Farvardin",
    "Ordibehesht",
    "Khordad",
    "Tir",
    "Mordad",
    "Shahrivar",
    "Mehr",
    "Aban",
    "Azar",
    "Dey",
    "Bahman",
    "Esfand",
]
GREGORIAN_EN = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_DAY = re.compile(r"(\d{1,4})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{1,2})", re.ASCII)


def today():
    """Today's date in Tehran, where the day of the portal changes."""
    return timezone.localdate()


@lru_cache(maxsize=8192)
def to_jalali(day):
    """A Gregorian date as (year, month, day) of the Jalali calendar."""
    jalali = JalaliDate.to_jalali(day.year, day.month, day.day)
    return jalali.year, jalali.month, jalali.day


def to_gregorian(year, month, day):
    """A Jalali day as a Gregorian date; ValueError when the calendar has no such day."""
    return JalaliDate(year, month, day).to_gregorian()


def days_in_month(year, month):
    """31, 30 or 29: Esfand has 30 days in a leap year."""
    if month <= 6:
        return 31
    return 30 if month <= 11 or JalaliDate.is_leap(year) else 29


def month_bounds(year, month):
    """First and last day of a Jalali month, Gregorian."""
    return to_gregorian(year, month, 1), to_gregorian(year, month, days_in_month(year, month))


def year_bounds(year):
    """First and last day of a Jalali year, Gregorian."""
    return to_gregorian(year, 1, 1), to_gregorian(year, 12, days_in_month(year, 12))


def month_ends(year):
    """The last day of each of the twelve months, Gregorian."""
    return [month_bounds(year, month)[1] for month in range(1, 13)]


def year_of(day):
    """The Jalali year that a Gregorian date lies in."""
    return to_jalali(day)[0]


def month_name(month, language=None):
    """The name of a Jalali month, 1 to 12."""
    return (MONTHS_FA if (language or get_language()) == "fa" else MONTHS_EN)[month - 1]


def parse_day(text):
    """A typed Jalali day (``۱۴۰۳/۰۶/۳۱``, any digits, ``/ - .``) as a Gregorian date.

    Raises ValueError that says in the reader's language what is wrong and what a right day looks like.
    """
    match = _DAY.fullmatch(to_latin(text).strip())
    if match is None:
        raise ValueError(_("Write the day as year/month/day, such as %(example)s.") % {"example": _example()})
    year, month, day = map(int, match.groups())
    if not MIN_YEAR <= year <= MAX_YEAR:
        raise ValueError(
            _("The year %(year)s is not a Jalali year of four digits. Write the day such as %(example)s.")
            % {"year": localised(year), "example": _example()}
        )
    if not 1 <= month <= 12:
        raise ValueError(_("There is no month %(month)s: months are 1 to 12.") % {"month": localised(month)})
    longest = days_in_month(year, month)
    if not 1 <= day <= longest:
        raise ValueError(
            _("%(month)s %(year)s has %(days)s days; there is no day %(day)s.")
            % {
                "month": month_name(month),
                "year": localised(year),
                "days": localised(longest),
                "day": localised(day),
            }
        )
    return to_gregorian(year, month, day)


def _example():
    return localised("1403/06/31")


def format_day(day, style="long", language=None):
    """A Gregorian date as it is read: Jalali in Persian, Gregorian in English.

    Styles: ``long`` «۳۱ شهریور ۱۴۰۳», ``daymonth`` without the year, ``numeric`` «۱۴۰۳/۰۶/۳۱», ``iso`` «1403-06-31»:
    Latin digits for addresses, Jalali in both languages.
    """
    if day is None:
        return ""
    if isinstance(day, dt.datetime):
        day = timezone.localdate(day)
    if style == "iso":
        return "{:04d}-{:02d}-{:02d}".format(*to_jalali(day))
    if (language or get_language()) == "fa":
        return to_persian(_jalali_text(day, style))
    return _gregorian_text(day, style)


def _jalali_text(day, style):
    year, month, number = to_jalali(day)
    if style == "numeric":
        return f"{year:04d}/{month:02d}/{number:02d}"
    text = f"{number} {MONTHS_FA[month - 1]}"
    return text if style == "daymonth" else f"{text} {year}"


def _gregorian_text(day, style):
    if style == "numeric":
        return day.isoformat()
    text = f"{day.day} {GREGORIAN_EN[day.month - 1]}"
    return text if style == "daymonth" else f"{text} {day.year}"
