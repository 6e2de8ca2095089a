"""The normaliser, the sort key and the search key."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from persian.digits import localised, to_latin, to_persian
from persian.text import normalise, search_key, sort_key


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("كتاب علي", "کتاب علی"),
        ("موسى", "موسی"),
        ("می‌شود", "می‌شود"),
        ("می‌‌شود", "می‌شود"),
        ("می‌ شود‌", "می شود"),
        ("خـــوشه", "خوشه"),
        ("  دو   فاصله\u00a0سخت ", "دو فاصله سخت"),
        ("خط یک\r\nخط دو\r", "خط یک\nخط دو"),
        ("نام\u202eevil\u2066\u200f", "نامevil"),
        ("a\x00b\ud800c\x1b", "abc"),
        ("e\u0301", "é"),
        ("۱٢3 ²", "۱۲3 ²"),
        ("👍 خوب", "👍 خوب"),
    ],
)
def test_text_is_kept_in_one_form(typed, kept):
    assert normalise(typed) == kept


@given(st.text())
def test_normalising_twice_changes_nothing(text):
    once = normalise(text)
    assert normalise(once) == once
    once.encode()


def test_names_sort_by_the_persian_alphabet():
    names = [
        "هنر",
        "پارس",
        "یزد",
        "آبادان",
        "گلستان",
        "اهواز",
        "چابهار",
        "ژاله",
        "کارون",
        "زاگرس",
        "وصال",
        "Alpha",
        "7",
    ]
    assert sorted(names, key=sort_key) == [
        "7", "آبادان", "اهواز", "پارس", "چابهار", "زاگرس", "ژاله", "کارون", "گلستان", "وصال", "هنر", "یزد", "Alpha",
    ]  # fmt: skip


def test_a_shorter_name_and_a_space_come_first():
    names = ["نرم‌افزاری", "نرم", "نرم افزار", "نرم‌افزار"]
    assert sorted(names, key=sort_key) == ["نرم", "نرم افزار", "نرم‌افزار", "نرم‌افزاری"]


@given(st.text())
def test_a_sort_key_is_digits_only_so_that_every_collation_agrees(text):
    key = sort_key(text)
    assert re.fullmatch("[0-9]*", key)


@pytest.mark.parametrize("typed", ["نرم افزار ۱۴۰۳", "نرم‌افزار 1403", "نَرم‌افزار ١٤٠٣", " نرم   افزار ۱۴۰۳"])
def test_a_search_finds_what_looks_alike(typed):
    assert search_key(typed) == "نرم افزار 1403"


def test_digits_follow_the_language():
    assert (to_latin("۱۲٣4"), to_persian("1٢۳"), localised("12", "fa"), localised("۱۲", "en")) == (
        "1234", "۱۲۳", "۱۲", "12",
    )  # fmt: skip
