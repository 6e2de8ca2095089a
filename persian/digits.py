"""Digits: Persian on the screen, Latin inside. Arabic and Persian digits are accepted wherever digits are typed."""

from django.utils.translation import get_language

PERSIAN = "۰۱۲۳۴۵۶۷۸۹"
ARABIC = "٠١٢٣٤٥٦٧٨٩"
LATIN = "0123456789"
_TO_PERSIAN = str.maketrans(LATIN + ARABIC, PERSIAN * 2)
_TO_LATIN = str.maketrans(PERSIAN + ARABIC, LATIN * 2)


def to_persian(text):
    """Latin and Arabic digits become Persian ones; everything else stays."""
    return str(text).translate(_TO_PERSIAN)


def to_latin(text):
    """Persian and Arabic digits become Latin ones; everything else stays (also ``²``, which is no digit to us)."""
    return str(text).translate(_TO_LATIN)


def localised(text, language=None):
    """The text with the digits of the language that is read: Persian under ``fa``, Latin elsewhere."""
    return to_persian(text) if (language or get_language()) == "fa" else to_latin(text)
