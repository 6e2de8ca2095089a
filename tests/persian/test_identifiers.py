"""Identifiers against numbers of the registers that are known to be good, and their neighbours that are not."""

import pytest
from django.core.exceptions import ValidationError

from persian import identifiers

GOOD_ENTITIES = ["10380284790", "10861677542", "10100302746"]  # published by the companies themselves


@pytest.mark.parametrize("code", GOOD_ENTITIES)
def test_a_known_national_id_is_good_and_no_other_last_digit_is(code):
    last = [digit for digit in "0123456789" if identifiers.is_entity_id(code[:10] + digit)]

    assert last == [code[10]]


@pytest.mark.parametrize("code", ["", "1038028479", "103802847900", "1038028479a", "11111111111", "1038028479²"])
def test_what_has_no_eleven_digits_is_no_national_id(code):
    assert not identifiers.is_entity_id(code)


@pytest.mark.parametrize("typed", ["۱۰۳۸۰۲۸۴۷۹۰", "١٠٣٨٠٢٨٤٧٩٠", " 1038-0284-790 ", "۱۰۳۸\u200c۰۲۸۴۷۹۰"])
def test_every_way_to_type_it_is_the_same_number(typed):
    assert identifiers.canonical_code(typed) == "10380284790"
    identifiers.check_entity_id(typed)


def test_nothing_typed_is_none():
    assert [identifiers.canonical_code(text) for text in ("", "  ", None)] == [None, None, None]


def test_a_wrong_number_is_refused_with_what_to_look_at():
    with pytest.raises(ValidationError) as refused:
        identifiers.check_entity_id("10380284791")

    assert refused.value.code == "entity_id"


@pytest.mark.parametrize(
    ("code", "good"),
    [("6135714168", True), ("6035714168", False), ("6135714200", True), ("6135214168", False), ("613571416", False)],
)
def test_postal_codes_have_no_0_or_2_among_the_first_five(code, good):
    assert identifiers.is_postal_code(code) is good
