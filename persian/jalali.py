"""Days of the Jalali calendar. The database holds Gregorian dates; this is the edge where they turn Jalali and back.

Arithmetic is persiantools', which agrees with ICU on every day of 1370 to 1450 (tests/persian/test_jalali.py).
"""

import datetime as dt
import re
from calendar import monthrange
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
_JALALI_YEAR = re.compile(r"\s*1[345]\d\d\D", re.ASCII)
_DAY = re.compile(r"(\d{1,4})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{1,2})", re.ASCII)


def today():
    """Today's date in Tehran, where the day of the portal changes, wherever the server or the reader is."""
    return timezone.localdate(timezone=timezone.get_default_timezone())


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
    """The last day of each of the twelve months of a Jalali year, Gregorian."""
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
    year, month, day = _three_numbers(text, localised("1403/06/31"))
    if not MIN_YEAR <= year <= MAX_YEAR:
        raise ValueError(
            _("The year %(year)s is not a Jalali year of four digits. Write the day such as %(example)s.")
            % {"year": localised(year), "example": localised("1403/06/31")}
        )
    real = 1 <= month <= 12
    _check_day(month, day, days_in_month(year, month) if real else 0, f"{month_name(month)} {year}" if real else "")
    return to_gregorian(year, month, day)


def parse_typed_day(text, language=None):
    """A day as it is typed in a form of this language: Jalali in Persian, elsewhere Gregorian or Jalali by its year.

    A Gregorian date comes out. Raises ValueError that says what is wrong, as ``parse_day`` does.
    """
    if (language or get_language()) == "fa" or _JALALI_YEAR.match(to_latin(text)):
        return parse_day(text)
    year, month, day = _three_numbers(text, "2024-09-21")
    first, last = year_bounds(MIN_YEAR)[0].year, year_bounds(MAX_YEAR)[0].year
    if not first <= year <= last:
        raise ValueError(
            _("The year %(year)s is not between %(first)s and %(last)s. Write the day such as %(example)s.")
            % {"year": year, "first": first, "last": last, "example": "2024-09-21"}
        )
    longest = monthrange(year, month)[1] if 1 <= month <= 12 else 0
    _check_day(month, day, longest, f"{GREGORIAN_EN[month - 1]} {year}" if longest else "")
    return dt.date(year, month, day)


def _three_numbers(text, example):
    match = _DAY.fullmatch(to_latin(text).strip())
    if match is None:
        raise ValueError(_("Write the day as year/month/day, such as %(example)s.") % {"example": example})
    return map(int, match.groups())


def _check_day(month, day, longest, name):
    """ValueError unless the month is one of twelve and has the day; ``longest`` is its last day."""
    if not 1 <= month <= 12:
        raise ValueError(_("There is no month %(month)s: months are 1 to 12.") % {"month": localised(month)})
    if not 1 <= day <= longest:
        raise ValueError(
            _("%(month)s has %(days)s days; there is no day %(day)s.")
            % {"month": localised(name), "days": localised(longest), "day": localised(day)}
        )


def format_day(day, style="long", language=None):
    """A Gregorian date as it is read: Jalali in Persian, Gregorian in English.

    Styles: ``long`` «۳۱ شهریور ۱۴۰۳», ``daymonth`` without the year, ``numeric`` «۱۴۰۳/۰۶/۳۱», ``iso`` «1403-06-31»:
    Latin digits for addresses, Jalali in both languages.
    """
    if day is None:
        return ""
    if isinstance(day, dt.datetime):
        day = timezone.localdate(day) if timezone.is_aware(day) else day.date()
    return _day_text(day, style, (language or get_language()) == "fa")


@lru_cache(maxsize=8192)
def _day_text(day, style, is_persian):
    if style == "iso":
        return "{:04d}-{:02d}-{:02d}".format(*to_jalali(day))
    return to_persian(_jalali_text(day, style)) if is_persian else _gregorian_text(day, style)


def format_moment(moment, language=None):
    """A day with its time of day in Tehran, as it is read: «۳۱ شهریور ۱۴۰۳، ۱۴:۳۰»."""
    if timezone.is_aware(moment):
        moment = timezone.localtime(moment)
    persian = (language or get_language()) == "fa"
    day = format_day(moment.date(), "long", language)
    return f"{day}{'،' if persian else ','} {localised(moment.strftime('%H:%M'), language)}"


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
