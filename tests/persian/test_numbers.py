"""Numbers as they are read, and shares that add up."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest
from django.contrib.admin.utils import display_for_field
from django.db.models import DecimalField
from django.template import Context, Template
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from persian.numbers import largest_remainder, number, rial, rial_in_words


@pytest.mark.parametrize(
    ("value", "places", "persian", "english"),
    [
        (0, None, "۰", "0"),
        (1234567, None, "۱٬۲۳۴٬۵۶۷", "1,234,567"),
        (Decimal("65.45"), 1, "۶۵٫۵", "65.5"),
        (Decimal("65.44"), 1, "۶۵٫۴", "65.4"),
        (Decimal("12.50"), None, "۱۲٫۵", "12.5"),
        (Decimal("100.00"), None, "۱۰۰", "100"),
        (Decimal("100"), 1, "۱۰۰٫۰", "100.0"),
        (Decimal("-13.94"), 1, "−۱۳٫۹", "−13.9"),
        (Decimal("-0.04"), 1, "۰٫۰", "0.0"),
        (Fraction(2, 3), 2, "۰٫۶۷", "0.67"),
        (None, 1, "—", "—"),
        ("", None, "—", "—"),
    ],
)
def test_a_number_is_written_in_the_language_of_the_page(value, places, persian, english):
    assert number(value, places) == persian
    assert number(value, places, "en") == english


def test_the_filters_follow_the_language():
    filters = (
        "{{ d|jalali }} {{ d|jalali:'numeric' }} {{ n|num:1 }} {{ n|rial }} {{ y|jyear }} {{ y|digits }}{{ no|jalali }}"
    )
    template = Template("{% load persian %}" + filters)
    context = Context({"d": dt.date(2024, 9, 21), "n": 12500, "y": 1403})
    assert template.render(context) == "۳۱ شهریور ۱۴۰۳ ۱۴۰۳/۰۶/۳۱ ۱۲٬۵۰۰٫۰ ۱۲٬۵۰۰ ریال ۱۴۰۳ ۱۴۰۳"
    with translation.override("en"):
        assert template.render(context) == "21 September 2024 2024-09-21 12,500.0 12,500 rials 1403 1403"


def test_an_amount_of_nothing_is_a_dash_without_a_unit():
    assert [rial(None), rial(""), rial(0), rial(-5_000), rial(12_500, "en")] == [
        "—", "—", "۰ ریال", "−۵٬۰۰۰ ریال", "12,500 rials",
    ]  # fmt: skip


def test_a_moment_keeps_its_time_where_it_is_asked_for():
    template = Template("{% load persian %}{{ m|jalali }} | {{ m|moment }} | {{ nothing|moment }}")
    moment = dt.datetime(2024, 9, 20, 20, 31, tzinfo=dt.UTC)
    assert template.render(Context({"m": moment})) == "۳۱ شهریور ۱۴۰۳ | ۳۱ شهریور ۱۴۰۳، ۰۰:۰۱ | "


@pytest.mark.parametrize(("language", "shown"), [("fa", "۳۰"), ("en", "30.00")])
def test_a_decimal_that_admin_shows_to_read_only_is_written_in_the_language_of_the_page(language, shown):
    with translation.override(language):
        assert display_for_field(Decimal("30.00"), DecimalField(max_digits=5, decimal_places=2), "-") == shown


def test_a_decimal_in_a_template_stays_as_a_drawing_needs_it():
    with translation.override("fa"):
        assert Template("{% load l10n %}{{ n|unlocalize }}").render(Context({"n": Decimal("12.5")})) == "12.5"


def test_a_remembered_number_is_not_another_that_is_equal():
    assert [number(1, 1), number(Decimal("1.00"), 1), number(1.0, 0), number(Fraction(1), 2)] == [
        "۱٫۰", "۱٫۰", "۱", "۱٫۰۰",
    ]  # fmt: skip


def test_exact_fractions_are_rounded_to_the_exact_sum():
    thirds = [Fraction(100, 3)] * 3
    assert largest_remainder(thirds, 1) == [Decimal("33.4"), Decimal("33.3"), Decimal("33.3")]
    assert largest_remainder(thirds, 1, 100) == largest_remainder(thirds, 1)


@pytest.mark.parametrize("total", [101, 99])
def test_a_sum_that_rounding_cannot_reach_is_an_error(total):
    with pytest.raises(ValueError, match="cannot be rounded"):
        largest_remainder([Fraction(100, 3)] * 3, 1, total)


@pytest.mark.parametrize(
    ("shares", "places", "rounded"),
    [
        (["33.333", "33.333", "33.334"], 1, ["33.3", "33.3", "33.4"]),
        (["10.05", "20.05", "30.05"], 1, ["10.1", "20.1", "30.0"]),
        (["0.05", "0.05"], 1, ["0.1", "0.0"]),
        ([], 1, []),
        (["5"], 0, ["5"]),
    ],
)
def test_shares_are_rounded_by_largest_remainder(shares, places, rounded):
    assert largest_remainder(map(Decimal, shares), places) == list(map(Decimal, rounded))


@given(st.lists(st.decimals(0, 100, places=6), max_size=30), st.integers(0, 3))
def test_rounded_shares_add_up_to_the_rounded_sum(shares, places):
    rounded = largest_remainder(shares, places)
    step = Decimal(1).scaleb(-places)
    assert sum(rounded, Decimal(0)) == sum(shares, Decimal(0)).quantize(step, rounding="ROUND_HALF_UP")
    assert all(abs(after - before) <= step for before, after in zip(shares, rounded, strict=True))


@pytest.mark.parametrize(
    ("value", "persian", "english"),
    [
        (18_500_000_000, "۱۸٫۵ میلیارد ریال", "18.5 billion rials"),
        (1_200_000_000_000, "۱٬۲۰۰ میلیارد ریال", "1,200 billion rials"),
        (1_234_999_999, "۱٫۲۳ میلیارد ریال", "1.23 billion rials"),
        (1_235_000_000, "۱٫۲۴ میلیارد ریال", "1.24 billion rials"),
        (920_000_000, "۹۲۰ میلیون ریال", "920 million rials"),
        (999_999, "۹۹۹٬۹۹۹ ریال", "999,999 rials"),
        (0, "۰ ریال", "0 rials"),
        (None, "—", "—"),
    ],
)
def test_a_large_amount_is_read_at_a_glance(value, persian, english):
    assert rial_in_words(value) == persian
    with translation.override("en"):
        assert rial_in_words(value) == english
