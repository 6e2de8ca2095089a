"""Fields and widgets: what is typed, what is kept, what comes back when it is wrong."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import translation

from council.models import Institution, Meeting
from persian.admin import jalali_year_filter
from persian.fields import NormalisedCharField as ModelField
from persian.forms import JalaliDateField, JalaliDateTimeField, JalaliYearField, NormalisedCharField
from tests import build

DAY = dt.date(2024, 9, 21)


class Form(forms.Form):
    day = JalaliDateField()
    moment = JalaliDateTimeField(required=False)
    name = NormalisedCharField(max_length=5, required=False)
    year = JalaliYearField(required=False)


def cleaned(**data):
    form = Form(data)
    assert form.is_valid(), form.errors
    return form.cleaned_data


def test_a_day_a_moment_a_name_and_a_year_are_read_in_any_digits():
    data = cleaned(day="۱۴۰۳/۶/۳۱", moment_0="١٤٠٣-٠٦-٣١", moment_1="۱۴:۳۰", name=" كي\u202e ", year="۱۴۰۳")
    assert data == {
        "day": DAY,
        "moment": dt.datetime(2024, 9, 21, 14, 30, tzinfo=ZoneInfo("Asia/Tehran")),
        "name": "کی",
        "year": 1403,
    }


@pytest.mark.parametrize(
    ("typed", "day"), [("2024-09-21", DAY), ("2024/9/21", DAY), ("2024.13.01", None), ("1403-06-31", DAY)]
)
def test_english_takes_gregorian_and_jalali_days(typed, day):
    with translation.override("en"):
        form = Form({"day": typed})
        assert form.is_valid() is (day is not None)
        if day:
            assert form.cleaned_data["day"] == day
        else:
            assert form.errors["day"] == ["Write the day as year-month-day, such as 2024-09-21."]


def test_english_refuses_a_gregorian_day_that_is_none():
    with translation.override("en"):
        assert Form({"day": "2024-02-31"}).errors["day"] == ["Write the day as year-month-day, such as 2024-09-21."]


@pytest.mark.parametrize("typed", ["1404/12/30", "1403/13/01", "x", "\0", "\ud800", "²", "9" * 50, "1403/06/31\u202e"])
def test_a_wrong_day_comes_back_as_it_was_typed(typed):
    form = Form({"day": typed, "moment_0": typed, "moment_1": "25:00", "year": typed})
    assert set(form.errors) >= {"day", "moment", "year"}
    if typed.isprintable() and len(typed) < 20:
        assert f'value="{typed}"' in str(form["day"])


def test_an_empty_day_asks_for_one():
    assert Form({"day": ""}).errors["day"] == ["این فیلد لازم است."]


def test_the_widget_writes_the_day_as_it_is_read():
    assert 'value="۱۴۰۳/۰۶/۳۱"' in str(Form(initial={"day": DAY})["day"])
    assert 'data-day-picker="persian"' in str(Form()["day"])
    with translation.override("en"):
        assert 'value="2024-09-21"' in str(Form(initial={"day": DAY})["day"])
        assert 'data-day-picker="gregory"' in str(Form()["day"])


def test_a_moment_is_shown_in_two_fields_of_tehran_time():
    html = str(Form(initial={"moment": dt.datetime(2024, 9, 21, 11, 0, tzinfo=dt.UTC)})["moment"])
    assert 'value="۱۴۰۳/۰۶/۳۱"' in html
    assert 'value="۱۴:۳۰"' in html


def test_the_length_is_measured_after_normalising():
    assert cleaned(day="1403/1/1", name="  کارون  ")["name"] == "کارون"
    assert list(Form({"day": "1403/1/1", "name": "کارون‌ها"}).errors) == ["name"]


@pytest.mark.django_db
def test_a_model_field_normalises_on_every_way_in():
    made = Institution.objects.create(key="a", name=" اتحاديه\u202e كارون ", kind="other")
    made.refresh_from_db()
    assert made.name == "اتحادیه کارون"
    assert Institution.objects.filter(name="اتحاديه كارون").count() == 1
    Institution.objects.filter(pk=made.pk).update(name="علي")
    assert Institution.objects.values_list("name", flat=True).get() == "علی"
    Institution.objects.bulk_create([Institution(key="b", name="كتاب", kind="other")])
    assert Institution.objects.get(key="b").name == "کتاب"


def test_a_model_field_refuses_what_is_too_long():
    with pytest.raises(ValidationError):
        ModelField(max_length=3).clean("چهار", None)


@pytest.mark.django_db
def test_rows_sort_by_the_persian_alphabet_on_this_database():
    for name in ["هنر", "پارس", "یزد", "آبادان", "گلستان", "اهواز"]:
        build.institution(name=name)
    Institution.objects.bulk_create([Institution(key="bulk", name="چابهار", kind="other")])
    assert list(Institution.objects.order_by("sort_text").values_list("name", flat=True)) == [
        "آبادان", "اهواز", "پارس", "چابهار", "گلستان", "هنر", "یزد",
    ]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("chosen", "numbers"),
    [("1403", [1]), ("۱۴۰۲", [2]), ("1399", []), ("abc", [1, 2]), ("", [1, 2]), ("²", [1, 2]), ("9" * 30, [1, 2])],
)
def test_the_admin_filters_by_jalali_year(chosen, numbers, rf, staff):
    build.meeting(1, held_on=dt.date(2024, 3, 20))
    build.meeting(2, held_on=dt.date(2024, 3, 19))
    model_admin = admin.ModelAdmin(Meeting, admin.site)
    request = rf.get("/", {"held_on_year": chosen})
    request.user = staff

    made = jalali_year_filter("held_on")(request, {"held_on_year": [chosen]}, Meeting, model_admin)

    assert made.lookup_choices == [("1403", "۱۴۰۳"), ("1402", "۱۴۰۲")]
    found = made.queryset(request, Meeting.objects.order_by("number"))
    assert list(found.values_list("number", flat=True)) == numbers


@pytest.mark.django_db
def test_the_year_filter_of_an_empty_table_offers_nothing(rf):
    model_admin = admin.ModelAdmin(Meeting, admin.site)
    assert jalali_year_filter("held_on")(rf.get("/"), {}, Meeting, model_admin).lookup_choices == []
    assert isinstance(Meeting._meta.get_field("held_on"), models.DateField)
