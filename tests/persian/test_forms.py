"""Form fields: what is typed, what is kept, and what is said when it is wrong."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation

from persian.forms import (
    JalaliDateField,
    JalaliDateTimeField,
    JalaliYearField,
    LocalTimeField,
    NormalisedCharField,
    RialField,
)
from tests.persian.hostile import HOSTILE

DAY = dt.date(2024, 9, 21)
TEHRAN = ZoneInfo("Asia/Tehran")


class Form(forms.Form):
    day = JalaliDateField()
    moment = JalaliDateTimeField(required=False)
    time = LocalTimeField(required=False)
    name = NormalisedCharField(max_length=5, required=False)
    text = NormalisedCharField(required=False, widget=forms.Textarea)
    year = JalaliYearField(required=False)


def cleaned(**data):
    form = Form(data)
    assert form.is_valid(), form.errors
    return form.cleaned_data


def errors(language="fa", **data):
    with translation.override(language):
        return {name: list(found) for name, found in Form({"day": "1403/06/31"} | data).errors.items()}


def test_everything_is_read_in_any_digits():
    data = cleaned(
        day="۱۴۰۳/۶/۳۱",
        moment_0="١٤٠٣-٠٦-٣١",
        moment_1="۱۴:۳۰",
        time="٩.٠٥",
        name=" كي\u202e ",
        text="یک\r\nدو",
        year="۱۴۰۳",
    )

    assert data == {
        "day": DAY,
        "moment": dt.datetime(2024, 9, 21, 14, 30, tzinfo=TEHRAN),
        "time": dt.time(9, 5),
        "name": "کی",
        "text": "یک\nدو",
        "year": 1403,
    }


def test_a_name_is_one_line():
    assert cleaned(day="1403/1/1", name="a\r\nb\u2028c")["name"] == "a b c"


def test_the_length_is_measured_after_normalising():
    assert cleaned(day="1403/1/1", name="  کـــارون  ")["name"] == "کارون"
    assert list(errors(name="کارون‌ها")) == ["name"]


def test_a_name_of_nothing_but_marks_is_missing():
    class Named(forms.Form):
        name = NormalisedCharField()

    assert list(Named({"name": "\u202e\u200f\u0000"}).errors) == ["name"]


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2024-09-21", DAY),
        ("2024/9/21", DAY),
        ("۲۰۲۴.۹.۲۱", DAY),
        ("1403-06-31", DAY),
        (" ۱۴۰۳/۰۶/۳۱ ", DAY),
        ("1999-12-31", dt.date(1999, 12, 31)),
    ],
)
def test_english_takes_gregorian_and_jalali_days(typed, day):
    with translation.override("en"):
        assert cleaned(day=typed)["day"] == day


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("2024-13-01", "There is no month 13: months are 1 to 12."),
        ("2024-02-30", "February 2024 has 29 days; there is no day 30."),
        ("1404/12/30", "Esfand 1404 has 29 days; there is no day 30."),
        ("24-09-21", "The year 24 is not between 1921 and 2121. Write the day such as 2024-09-21."),
        ("0000-01-01", "The year 0 is not between 1921 and 2121. Write the day such as 2024-09-21."),
        ("21 September 2024", "Write the day as year/month/day, such as 2024-09-21."),
    ],
)
def test_english_refuses_in_its_own_calendar(typed, message):
    assert errors("en", day=typed) == {"day": [message]}


def test_a_moment_needs_both_halves():
    assert errors(moment_0="1403/06/31") == {"moment": ["ساعت را نیز بنویسید، مانند ۱۴:۳۰."]}
    assert errors(moment_1="14:30") == {"moment": ["روز را نیز بنویسید."]}
    assert errors(moment_0="1403/13/31", moment_1="14:30") == {"moment": ["ماه ۱۳ وجود ندارد؛ ماه‌ها از ۱ تا ۱۲ هستند."]}
    assert errors(moment_0="1403/06/31", moment_1="24:00") == {
        "moment": ["ساعت را به شکل ساعت:دقیقه بنویسید، مانند ۱۴:۳۰."]
    }


def test_an_hour_that_summer_time_skipped_is_refused():
    """On 1 Farvardin 1401 Tehran's clocks went from midnight to one."""
    assert list(errors(moment_0="1401/01/02", moment_1="00:30")) == ["moment"]
    assert cleaned(day="1403/1/1", moment_0="1401/03/01", moment_1="12:00")["moment"].utcoffset() == dt.timedelta(
        hours=4.5
    )


@pytest.mark.parametrize(
    "typed", ["03", "1299", "1501", "²", "1_403", "1403.0", "-1", "9" * 5000, "abc", "\0", "\ud800"]
)
def test_a_year_is_four_plain_digits(typed):
    assert list(errors(year=typed)) == ["year"]


def test_an_empty_day_asks_for_one():
    assert errors(day="") == errors(day="  ") == {"day": ["این فیلد لازم است."]}


@pytest.mark.parametrize("language", ["fa", "en"])
@pytest.mark.parametrize("typed", HOSTILE)
def test_hostile_input_is_normalised_or_refused(typed, language):
    """G11 on every field: a clean value or an error, and a page that can be sent."""
    with translation.override(language):
        form = Form(dict.fromkeys(["day", "moment_0", "moment_1", "time", "name", "text", "year"], typed))
        assert {"day", "moment", "time", "year"} <= set(form.errors)
        form.as_p().encode(errors="replace")
        if "text" in form.cleaned_data:
            form.cleaned_data["text"].encode()


def test_a_form_that_was_not_touched_has_not_changed():
    moment = dt.datetime(2024, 9, 21, 14, 30, 45, 123, tzinfo=TEHRAN)
    initial = {"day": DAY, "moment": moment, "year": 1403, "time": dt.time(9, 5)}
    for language, day in [("fa", "۱۴۰۳/۰۶/۳۱"), ("en", "2024-09-21")]:
        with translation.override(language):
            data = {"day": day, "moment_0": day, "moment_1": "۱۴:۳۰", "year": "۱۴۰۳", "time": "۰۹:۰۵"}
            assert Form(data, initial=initial).changed_data == []


@pytest.mark.parametrize(
    ("typed", "rials"),
    [
        ("۱٬۵۰۰٬۰۰۰", 1_500_000),
        ("١٥٠٠٠٠٠", 1_500_000),
        ("1,500,000", 1_500_000),
        ("۱،۵۰۰،۰۰۰ ریال", 1_500_000),
        (" 1 500 000 rials ", 1_500_000),
        ("\u200e1'500'000", 1_500_000),
        ("7", 7),
    ],
)
def test_rials_are_read_with_or_without_separators(typed, rials):
    assert RialField().clean(typed) == rials


@pytest.mark.parametrize(
    "typed",
    [
        "1,5",
        "1,50,000",
        "1,500 000",
        "1.5",
        "1.500",
        "۱٫۵",
        "1/5",
        "1e6",
        "۱۰ تومان",
        "²",
        "1" * 41,
        "--5",
        "5-",
        "ریال",
    ],
)
def test_what_is_no_whole_amount_of_rials_is_refused(typed):
    with pytest.raises(ValidationError) as caught:
        RialField().clean(typed)

    assert [error.code for error in caught.value.error_list] == ["required" if typed == "ریال" else "invalid"]


@pytest.mark.parametrize("typed", ["0", "-5", "−1,000"])
def test_rials_are_above_zero(typed):
    with pytest.raises(ValidationError) as caught:
        RialField().clean(typed)

    assert caught.value.messages == ["مبلغ، عددی درست و بزرگ‌تر از صفر به ریال است."]


def test_rials_are_shown_in_groups_and_come_back_as_typed_when_they_were_bad():
    field = RialField()

    assert field.widget.format_value(1_500_000) == "۱٬۵۰۰٬۰۰۰"
    assert field.widget.format_value("یک میلیون") == "یک میلیون"
    assert not field.has_changed(1_500_000, "۱٬۵۰۰٬۰۰۰")
