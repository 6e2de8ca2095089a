"""One normaliser for all text that comes in, one key to sort it, one key to find it."""

import re
import unicodedata

from persian.digits import to_latin

ZWNJ = "\u200c"
TATWEEL = "\u0640"
# Arabic letters that look like Persian ones but are others to a computer; NFKC does not map them.
_LETTERS = str.maketrans("يىك", "ییک")
# NUL and other controls, lone surrogates, and the marks that turn the direction of the text around them.
_REFUSED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
)
_SPACES = re.compile("[ \t\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_LOOSE_ZWNJ = re.compile(rf"(?<=\s){ZWNJ}+|{ZWNJ}+(?=\s)|\A{ZWNJ}+|{ZWNJ}+\Z|(?<={ZWNJ}){ZWNJ}+")
_VOWELS = re.compile("[\u064b-\u0652\u0670\u0653-\u0655]")
ALPHABET = "ءآاأإؤئبپتثجچحخدذرزژسشصضطظعغفقکگلمنوهةی"
_RANK = {letter: index for index, letter in enumerate(ALPHABET)} | {"أ": 2, "إ": 2, "ة": 40}


def normalise(text):
    """Text as we keep it: Persian letters, NFC, no controls, no direction marks, single spaces; ZWNJ stays.

    Line breaks stay (``\\r\\n`` becomes ``\\n``); digits stay as they were typed, because they may be somebody's words.
    Normalising twice changes nothing.
    """
    text = str(text).replace("\r\n", "\n").replace("\r", "\n")
    text = _REFUSED.sub("", text).translate(_LETTERS).replace(TATWEEL, "")
    text = unicodedata.normalize("NFC", text)
    text = "\n".join(_SPACES.sub(" ", line).strip() for line in text.split("\n")).strip()
    return _LOOSE_ZWNJ.sub("", text)


def sort_key(text):
    """A key in Persian alphabet order that sorts alike under every collation: lower-case ASCII, three signs a letter.

    Persian letters come after Latin ones and digits; ZWNJ, vowel marks and the tatweel do not count.
    """
    return "".join(_sign(letter) for letter in _VOWELS.sub("", to_latin(normalise(text))).casefold() if letter != ZWNJ)


def _sign(letter):
    if letter.isspace():
        return "000"
    if letter in _RANK:
        return f"p{_RANK[letter]:02d}"
    if letter.isascii() and letter.isalnum():
        return f"l{ord(letter) - 97:02d}" if letter.isalpha() else f"d{letter}0"
    return "b00" if not letter.isalnum() else "z00"


def search_key(text):
    """What a search compares: normalised, Latin digits, no vowel marks, ZWNJ as a space, case folded."""
    text = _VOWELS.sub("", to_latin(normalise(text))).replace(ZWNJ, " ")
    return _SPACES.sub(" ", text.casefold()).strip()
