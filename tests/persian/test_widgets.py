"""Widgets as they are written into a page, and days as Django writes them by itself."""

import datetime as dt

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation
from django.utils.formats import date_format

from persian.forms import JalaliDateField, JalaliDateTimeField, JalaliYearField

DAY = dt.date(2024, 9, 21)
MOMENT = dt.datetime(2024, 9, 21, 11, 0, tzinfo=dt.UTC)
PERSIAN_DAY = (
    '<span class="day-input"><input type="text" name="{name}"{value} dir="ltr" inputmode="numeric" autocomplete="off" '
    'data-day-picker="persian" data-open="انتخاب از تقویم" data-previous="ماه پیش" data-next="ماه بعد" '
    'data-close="بستن" size="11" maxlength="20"{more}></span>'
)
ENGLISH_DAY = (
    '<span class="day-input"><input type="text" name="{name}"{value} dir="ltr" inputmode="numeric" autocomplete="off" '
    'data-day-picker="gregory" data-open="Choose from the calendar" data-previous="Previous month" '
    'data-next="Next month" data-close="Close" size="11" maxlength="20"{more}></span>'
)


class Form(forms.Form):
    day = JalaliDateField()
    moment = JalaliDateTimeField(required=False)
    year = JalaliYearField(required=False)


def html(name, **kwargs):
    """The field as it stands in a page, every run of white space one space."""
    return " ".join(str(Form(auto_id="", **kwargs)[name]).split()).replace(" >", ">").replace("> <", "><")


def test_a_day_is_written_in_the_calendar_of_the_page():
    more = " required"
    assert html("day", initial={"day": DAY}) == PERSIAN_DAY.format(name="day", value=' value="۱۴۰۳/۰۶/۳۱"', more=more)
    with translation.override("en"):
        assert html("day", initial={"day": DAY}) == ENGLISH_DAY.format(
            name="day", value=' value="2024-09-21"', more=more
        )


def test_a_moment_is_two_fields_of_tehran_time():
    label = ' aria-label="{}"'
    time = (
        '<input type="text" name="moment_1" value="{}" dir="ltr" inputmode="numeric" autocomplete="off" size="5" '
        'maxlength="10" aria-label="{}">'
    )
    assert html("moment", initial={"moment": MOMENT}) == PERSIAN_DAY.format(
        name="moment_0", value=' value="۱۴۰۳/۰۶/۳۱"', more=label.format("روز")
    ) + time.format("۱۴:۳۰", "ساعت")
    with translation.override("en"):
        assert html("moment", initial={"moment": MOMENT}) == ENGLISH_DAY.format(
            name="moment_0", value=' value="2024-09-21"', more=label.format("day")
        ) + time.format("14:30", "time")


def test_a_year_is_no_number_field_because_browsers_refuse_persian_digits_there():
    assert html("year", initial={"year": 1403}) == (
        '<input type="text" name="year" value="۱۴۰۳" dir="ltr" inputmode="numeric" autocomplete="off" size="6" '
        'maxlength="10">'
    )


@pytest.mark.parametrize("typed", ["1404/12/30", "۱۴۰۳/۱۳/۰۱", "x", "24:00", "²", "۱۴:۷۵"])
def test_what_could_not_be_read_comes_back_as_it_was_typed(typed):
    data = {"day": typed, "moment_0": typed, "moment_1": typed, "year": typed}
    assert f'value="{typed}"' in html("day", data=data)
    assert html("moment", data=data).count(f'value="{typed}"') == 2
    assert f'value="{typed}"' in html("year", data=data)


def test_the_picker_comes_with_the_field_and_from_our_own_host():
    assert [*Form().media.render_js(), *Form().media.render_css()] == [
        '<script src="/static/js/jalali-picker.js"></script>',
        '<link href="/static/css/picker.css" media="all" rel="stylesheet">',
    ]


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("fa", "۳۱ شهریور ۱۴۰۳ | ۳۱ شهریور ۱۴۰۳، ۱۴:۳۰ | ۳۱ شهریور ۱۴۰۳ | 2024-09-21"),
        ("en", "21 September 2024 | 21 September 2024, 14:30 | 21 September 2024 | 2024-09-21"),
    ],
)
def test_django_too_writes_days_in_the_calendar_of_the_page(language, written):
    text = '{{ day }} | {{ moment }} | {{ moment|date:"SHORT_DATE_FORMAT" }} | {{ day|date:"Y-m-d" }}'
    with translation.override(language):
        assert Template(text).render(Context({"day": DAY, "moment": MOMENT})) == written


def test_what_is_not_to_be_localised_is_left_to_django():
    assert date_format(DAY, use_l10n=False) == "سپتامبر 21, 2024"
