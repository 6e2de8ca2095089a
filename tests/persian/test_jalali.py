"""Jalali days against two oracles: jdatetime, and ICU's table of month beginnings."""

import csv
import datetime as dt
from pathlib import Path

import jdatetime
import pytest
import time_machine
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from persian import jalali

ICU = Path(__file__).parent.parent / "data" / "jalali-months-1370-1451.csv"
FIRST, LAST = dt.date(1991, 3, 21), dt.date(2072, 3, 19)


def icu_months():
    rows = csv.DictReader(line for line in ICU.read_text().splitlines() if not line.startswith("#"))
    return {
        (int(row["jalali_year"]), int(row["jalali_month"])): dt.date.fromisoformat(row["gregorian_first_day"])
        for row in rows
    }


def test_every_day_of_1370_to_1450_is_what_icu_says():
    months = icu_months()
    days = 0
    for (year, month), first in months.items():
        if year > 1450:
            continue
        following = months[(year + month // 12, month % 12 + 1)]
        for number in range((following - first).days):
            day = first + dt.timedelta(days=number)
            assert jalali.to_jalali(day) == (year, month, number + 1)
            assert jalali.to_gregorian(year, month, number + 1) == day
            days += 1
        assert jalali.month_bounds(year, month) == (first, following - dt.timedelta(days=1))
    assert days == (months[(1451, 1)] - months[(1370, 1)]).days == 29585


def test_every_day_of_1370_to_1450_is_what_jdatetime_says():
    day = FIRST
    while day <= LAST:
        other = jdatetime.date.fromgregorian(date=day)
        assert jalali.to_jalali(day) == (other.year, other.month, other.day)
        day += dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("year", "days"), [(1399, 366), (1402, 365), (1403, 366), (1404, 365), (1408, 366), (1437, 365)]
)
def test_a_year_has_its_days(year, days):
    first, last = jalali.year_bounds(year)
    assert (last - first).days + 1 == days


def test_the_months_of_1403_end_where_the_calendar_says():
    assert [day.isoformat() for day in jalali.month_ends(1403)] == [
        "2024-04-19", "2024-05-20", "2024-06-20", "2024-07-21", "2024-08-21", "2024-09-21",
        "2024-10-21", "2024-11-20", "2024-12-20", "2025-01-19", "2025-02-18", "2025-03-20",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "typed", ["1403/06/31", "۱۴۰۳/۰۶/۳۱", "١٤٠٣-٠٦-٣١", "1403.6.31", " ۱۴۰۳-۶-۳۱ ", "۱۴۰۳ / ۶ / ۳۱"]
)
def test_a_day_is_read_in_all_digits_and_separators(typed):
    assert jalali.parse_day(typed) == dt.date(2024, 9, 21)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("1403/13/01", "ماه ۱۳ وجود ندارد؛ ماه‌ها از ۱ تا ۱۲ هستند."),
        ("1403/0/01", "ماه ۰ وجود ندارد؛ ماه‌ها از ۱ تا ۱۲ هستند."),
        ("1404/12/30", "اسفند ۱۴۰۴ تنها ۲۹ روز دارد؛ روز ۳۰ ندارد."),
        ("1403/07/31", "مهر ۱۴۰۳ تنها ۳۰ روز دارد؛ روز ۳۱ ندارد."),
        ("1403/07/0", "مهر ۱۴۰۳ تنها ۳۰ روز دارد؛ روز ۰ ندارد."),
        ("03/07/12", "سال ۳ سال هجری شمسی چهاررقمی نیست. روز را مانند ۱۴۰۳/۰۶/۳۱ بنویسید."),
        ("2024/09/21", "سال ۲۰۲۴ سال هجری شمسی چهاررقمی نیست. روز را مانند ۱۴۰۳/۰۶/۳۱ بنویسید."),
        ("فردا", "روز را به شکل سال/ماه/روز بنویسید، مانند ۱۴۰۳/۰۶/۳۱."),
        ("", "روز را به شکل سال/ماه/روز بنویسید، مانند ۱۴۰۳/۰۶/۳۱."),
        ("1403-06/31/1", "روز را به شکل سال/ماه/روز بنویسید، مانند ۱۴۰۳/۰۶/۳۱."),
        ("²۴۰۳/۱/۱", "روز را به شکل سال/ماه/روز بنویسید، مانند ۱۴۰۳/۰۶/۳۱."),
    ],
)
def test_a_day_that_is_none_is_refused_with_what_to_do(typed, message):
    with pytest.raises(ValueError, match=r".") as caught:
        jalali.parse_day(typed)
    assert str(caught.value) == message


@given(st.dates(FIRST, LAST))
def test_what_is_written_can_be_read(day):
    for style in ("numeric", "iso"):
        assert jalali.parse_day(jalali.format_day(day, style, "fa")) == day


@pytest.mark.parametrize(
    ("style", "persian", "english"),
    [
        ("long", "۳۱ شهریور ۱۴۰۳", "21 September 2024"),
        ("daymonth", "۳۱ شهریور", "21 September"),
        ("numeric", "۱۴۰۳/۰۶/۳۱", "2024-09-21"),
        ("iso", "1403-06-31", "1403-06-31"),
    ],
)
def test_a_day_is_written_in_the_language_of_the_page(style, persian, english):
    day = dt.date(2024, 9, 21)
    assert jalali.format_day(day, style) == persian
    with translation.override("en"):
        assert jalali.format_day(day, style) == english


def test_a_moment_is_the_day_it_is_in_tehran():
    assert jalali.format_day(dt.datetime(2024, 9, 20, 20, 31, tzinfo=dt.UTC)) == "۳۱ شهریور ۱۴۰۳"


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2025-03-20T20:29:58+00:00", dt.date(2025, 3, 20)),  # 23:59:58 in Tehran, the last day of 1403
        ("2025-03-20T20:30:03+00:00", dt.date(2025, 3, 21)),  # 00:00:03 of Nowruz 1404
        ("2022-06-01T19:29:58+00:00", dt.date(2022, 6, 1)),  # summer time until 1401: midnight is half past seven UTC
        ("2022-06-01T19:30:03+00:00", dt.date(2022, 6, 2)),
    ],
)
def test_the_day_changes_at_midnight_in_tehran(moment, day):
    with time_machine.travel(dt.datetime.fromisoformat(moment), tick=False):
        assert jalali.today() == day
        with timezone.override("America/Los_Angeles"):
            assert jalali.today() == day


def test_a_moment_is_written_with_its_time_in_tehran():
    moment = dt.datetime(2022, 6, 1, 19, 30, tzinfo=dt.UTC)  # summer time until 1401: four and a half hours
    assert jalali.format_moment(moment) == "۱۲ خرداد ۱۴۰۱، ۰۰:۰۰"
    assert jalali.format_moment(moment, "en") == "2 June 2022, 00:00"
    assert jalali.format_moment(dt.datetime(2022, 6, 1, 19, 30), "en") == "1 June 2022, 19:30"


def test_nothing_is_written_as_nothing():
    assert jalali.format_day(None) == ""


def test_months_have_names_in_both_languages():
    assert [jalali.month_name(6), jalali.month_name(6, "en")] == ["شهریور", "Shahrivar"]
