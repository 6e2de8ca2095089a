"""The help does not rot: each button and menu word that it quotes stands in the product, letter for letter."""

import io
import re
from pathlib import Path

import pytest
from babel.messages import pofile
from django.conf import settings
from django.utils import translation

from council.editor.capture import Kind, kind_of, split_head

CATALOGUE = Path(settings.BASE_DIR) / "locale" / "fa" / "LC_MESSAGES" / "django.po"
HELP = Path(settings.BASE_DIR) / "templates" / "admin" / "help"
QUOTED = {"fa": re.compile("«([^»]+)»"), "en": re.compile("“([^”]+)”")}
TYPED = re.compile(": …$")  # what is typed into the quick line, not a word of the page
TYPED_KINDS = {
    "fa": {
        "صمت": None,
        "مصوبه": Kind.DECISION,
        "مصوبه به اجماع": Kind.DECISION,
        "پیگیری استانداری ۱۵ تیر": Kind.ACTION,
        "بند": Kind.ITEM,
    },
    "en": {
        "name of an institution": None,
        "decision": Kind.DECISION,
        "action owner 15 Tir": Kind.ACTION,
        "item": Kind.ITEM,
    },
}


def words_of_the_product(language):
    """Every text of the catalogue: the English ids, or what stands on Persian pages."""
    words = set()
    for message in pofile.read_po(io.BytesIO(CATALOGUE.read_bytes())):
        texts = message.id if language == "en" else message.string
        words |= set(texts) if isinstance(texts, list | tuple) else {texts}
    return words


def quoted(language):
    """(page, quotation) of every quotation in the help of a language."""
    return [
        (path.stem, text)
        for path in sorted((HELP / language).glob("*.html"))
        for text in QUOTED[language].findall(re.sub(r"<[^>]+>", "", path.read_text(encoding="utf-8")))
    ]


@pytest.mark.parametrize("language", ["fa", "en"])
def test_each_quoted_word_is_a_word_of_the_product(language):
    known = words_of_the_product(language)
    asked = [(page, text) for page, text in quoted(language) if not TYPED.search(text)]

    assert [(page, text) for page, text in asked if text not in known] == []
    assert len(asked) >= 12


@pytest.mark.parametrize("language", ["fa", "en"])
def test_what_the_help_says_to_type_is_understood_so(language):
    typed = [TYPED.sub("", text) for _page, text in quoted(language) if TYPED.search(text)]

    with translation.override(language):
        assert {head: kind_of(split_head(f"{head}: متن")[0]) for head in typed} == TYPED_KINDS[language]


def test_a_word_that_is_none_would_be_found():
    """Negative control."""
    assert "دکمه‌ای که نیست" not in words_of_the_product("fa")
    assert "Confirm the minutes" in words_of_the_product("en")
