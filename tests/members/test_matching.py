"""Names that are one name in two spellings."""

import pytest

from members.matching import match_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("شركت داده پردازي جنوب", "داده‌پردازی جنوب"),
        ("داده پردازی جنوب (سهامی خاص)", "شرکت سهامی خاص داده پردازی جنوب"),
        ("نـــرم افزار کارون", "نرم‌افزار كارون"),
        ("Karun Data Co. Ltd", "karun data"),
        ("کارون ۲۴", "كارون24"),
    ],
)
def test_two_spellings_are_one(one, other):
    assert match_key(one) == match_key(other) != ""


def test_other_names_stay_apart_and_a_name_of_form_words_keeps_them():
    assert len({match_key(name) for name in ("داده جنوب", "داده شمال", "شرکت", "")}) == 4
