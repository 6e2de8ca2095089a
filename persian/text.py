"""One normaliser for all text that comes in, one key to sort it, one key to find it.

Hostile characters are taken out, not refused: most of them arrive by paste, unseen by the person who would have to
mend them. What is left is what the reader sees, so that nothing turns the text around it, and names that look alike
are alike.
"""

import re
import unicodedata

from persian.digits import ARABIC, PERSIAN, to_latin

ZWNJ = "\u200c"
# Arabic letters and digits that look like Persian ones but are others to a computer (NFKC does not map them), and ۀ,
# which keyboards write in two ways.
_LETTERS = str.maketrans(dict(zip("يىك" + ARABIC, "ییک" + PERSIAN, strict=True)) | {"\u06c0": "ه\u0654"})
# Letters in the shapes of old fonts, as they come out of PDF files; not the ligatures that are words.
_SHAPES = re.compile("[\ufb50-\ufbb1\ufbd3-\ufdc7\ufe70-\ufefc]+")
_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# NUL and other controls, lone surrogates, marks that turn the direction of the text around them, what has no width, and
# the tatweel. Not ZWNJ and ZWJ: Persian and emoji are written with them.
_REMOVED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u0640\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufeff\ufff9-\ufffb\ufffe\uffff]"
)
_SPACES = re.compile("[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_LOOSE_ZWNJ = re.compile(rf"(?<=\s){ZWNJ}+|{ZWNJ}+(?=\s)|\A{ZWNJ}+|{ZWNJ}+\Z|(?<={ZWNJ}){ZWNJ}+")

# The order of CLDR for Persian: آ, ا, then hamza on whatever carrier; ه and ی in all their forms.
_ALPHABET = ["آ", "اٱ", "ءأإؤئ", *"بپتثجچحخدذرزژسشصضطظعغفقکگلمنو", "هةەہھ", "ی"]
_RANK = {letter: f"3{rank:02d}" for rank, group in enumerate(_ALPHABET) for letter in group}
_RANK |= {chr(97 + place): f"4{place:02d}" for place in range(26)}
_RANK |= {digit: f"2{digit}0" for digit in "0123456789"} | {" ": "000", "\n": "000"}


def normalise(text, *, one_line=False):
    """Text as we keep it: Persian letters, NFC, no controls, no direction marks, single spaces; ZWNJ stays.

    Line breaks become ``\\n``, or spaces when ``one_line``. Arabic digits become Persian; Latin ones stay as typed,
    because they may be part of a name. Normalising twice changes nothing.
    """
    text = _REMOVED.sub("", _BREAKS.sub("\n", str(text)))
    if not text.isascii():
        text = _SHAPES.sub(lambda shapes: unicodedata.normalize("NFKC", shapes[0]), text)
        text = unicodedata.normalize("NFC", text).translate(_LETTERS)  # letters first, which may part from their marks
        text = unicodedata.normalize("NFC", text).replace("ی\u0654", "ئ")
        if ZWNJ in text:
            text = _LOOSE_ZWNJ.sub("", text)
    if one_line:
        text = text.replace("\n", " ")
    return "\n".join(_SPACES.sub(" ", line).strip() for line in text.split("\n")).strip()


def sort_key(text):
    """A key of ASCII digits that sorts by the Persian alphabet under every collation, as ICU sorts for ``fa``.

    Spaces first, then signs, digits of any script, Persian letters, Latin ones, all others. ZWNJ, vowel marks and
    accents do not count. None sorts as nothing, first.
    """
    plain = "".join(map(_plain, to_latin(normalise(text or "", one_line=True)))).casefold()
    return "".join(map(_sign, plain))


def _plain(letter):
    """The letter without its accents; letters of the Persian alphabet are whole. ZWNJ and marks are nothing."""
    if letter in _RANK:
        return letter
    return "".join(part for part in unicodedata.normalize("NFKD", letter) if unicodedata.category(part)[0] not in "MC")


def _sign(letter):
    if letter in _RANK:
        return _RANK[letter]
    return f"5{ord(letter):07d}" if letter.isalnum() else f"1{ord(letter):07d}"


def search_key(text):
    """What a search compares: normalised, Latin digits, case folded, ZWNJ as a space, no accents (also أ ؤ ئ آ)."""
    text = unicodedata.normalize("NFD", to_latin(normalise(text or "", one_line=True))).replace(ZWNJ, " ")
    text = "".join(letter for letter in text if not unicodedata.combining(letter)).translate(_LETTERS).replace("ة", "ه")
    return _SPACES.sub(" ", text.casefold()).strip()
