"""The normaliser, the sort key and the search key."""

import re
import unicodedata

import pytest
from hypothesis import example, given
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
        ("آ \u200c ب", "آ ب"),
        ("سطر\u2028دو\x0bسه", "سطر\nدو\nسه"),
        ("ﻛﺘﺎﺏ ﯼ", "کتاب ی"),
        ("خانۀ ما", "خانهٔ ما"),
        ("رئيس ري\u0654یس", "رئیس رئیس"),
        ("ه\u200d\u200d", "ه\u200d\u200d"),
        ("e\u0301", "é"),
        ("۱٢3 ²", "۱۲3 ²"),
        ("👍 خوب", "👍 خوب"),
    ],
)
def test_text_is_kept_in_one_form(typed, kept):
    assert normalise(typed) == kept


# What the normaliser acts on, and what these may do to each other.
TROUBLE = st.text(
    "آاأبيىیكکةهۀئ\u0654\u064b\u0301e ـ\u200c\u200d\u200b\u202e\u00a0\u2028\r\n\t\x00\ud800\ufb8e\ufe91\ufc5e\u06c0١۱"
)


@given(st.text() | TROUBLE, st.booleans())
@example(
    text="ۀ\u0316", one_line=False
)  # the letter parts from its hamza, which then changes places with the other mark
def test_normalising_twice_changes_nothing(text, one_line):
    once = normalise(text, one_line=one_line)
    assert normalise(once, one_line=one_line) == once
    assert unicodedata.is_normalized("NFC", once)
    assert not set(once) & set("يىك٠١٢٣٤٥٦٧٨٩\u0640\x00\u200b\u202a\u202e\u2066\u2069\u200e\u200f\u061c\r")
    assert not (one_line and "\n" in once)
    once.encode()


@given(st.text() | TROUBLE)
def test_the_keys_of_a_text_are_those_of_the_text_that_is_kept(text):
    assert sort_key(normalise(text)) == sort_key(text)
    assert search_key(normalise(text)) == search_key(text) == search_key(search_key(text))


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


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("آموزش", "اموزش"),
        ("تأیید مسؤول", "تایید مسوول"),
        ("رئیس", "رییس"),
        ("خانۀ", "خانه"),
        ("مؤسسة", "موسسه"),
        ("Café", "cafe"),
    ],
)
def test_a_search_does_without_accents_and_hamza(typed, kept):
    assert search_key(typed) == kept


@pytest.mark.parametrize("typed", ["نرم افزار ۱۴۰۳", "نرم‌افزار 1403", "نَرم‌افزار ١٤٠٣", " نرم   افزار ۱۴۰۳"])
def test_a_search_finds_what_looks_alike(typed):
    assert search_key(typed) == "نرم افزار 1403"


def test_nothing_has_empty_keys():
    assert (sort_key(None), sort_key(""), search_key(None), search_key("")) == ("", "", "", "")


def test_digits_follow_the_language():
    assert (to_latin("۱۲٣4"), to_persian("1٢۳"), localised("12", "fa"), localised("۱۲", "en")) == (
        "1234", "۱۲۳", "۱۲", "12",
    )  # fmt: skip
