"""What stands in a cell or a line of the report: plain data that the template knows how to set.

A text is a string, or a list of a letter and what it says: ``p`` Persian on an English page, ``c`` a code, ``n`` a
number, ``s`` a status, ``m`` quiet words, ``+`` several below each other, ``j`` several in one line, ``k`` the
sample mark, ``bar`` three percents as a bar. Nothing in it can be markup.
"""

import re
import struct
from functools import cache

from council.documents.pdf import FONTS

LONGEST_WORD = 40
_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_UNBROKEN = re.compile(rf"\S{{{LONGEST_WORD}}}(?=\S)")
MISSING = "\ufffd"


def code(text):
    """A key, a hash, a file's name: Latin, in its own order."""
    return ["c", text or "—"]


def figure(text):
    """A number as it is written in the language of the page."""
    return ["n", text]


def quiet(text):
    return ["m", text] if text else ""


def stacked(*cells):
    """Below each other; what is empty is left out."""
    return ["+", [cell for cell in cells if cell not in ("", None)]]


def beside(*cells):
    """Beside each other; what is empty is left out."""
    return ["j", [cell for cell in cells if cell not in ("", None)]]


def printable(value):
    """The same with texts that the report can print.

    PDF/UA allows no sign that the font lacks, so such a sign becomes «\ufffd»; signs that turn the direction of the
    text around them are left out, and a very long word may break. The snapshot has every text as it is.
    """
    if isinstance(value, str):
        return printable_text(value)
    if isinstance(value, dict):
        return {name: printable(part) for name, part in value.items()}
    return [printable(part) for part in value] if isinstance(value, list) else value


def printable_text(text):
    if not text.isascii() or not text.isprintable():
        known = glyphs()
        text = "".join(sign if ord(sign) in known else MISSING for sign in _TURNING.sub("", text))
    return _UNBROKEN.sub(lambda part: part[0] + "\u200b", text) if len(text) > LONGEST_WORD else text


@cache
def glyphs():
    """The signs that both weights of the font have, and what has no glyph of its own."""
    found = [set(character_map((FONTS / name).read_bytes())) for name in FACES]
    drawn = {sign for sign in set.intersection(*found) if chr(sign).isprintable() or chr(sign).isspace()}
    return drawn - set(range(32)) | {ord(sign) for sign in "\n\u200b\u200c\u200d"}


FACES = ("Vazirmatn-Regular.ttf", "Vazirmatn-Bold.ttf")


def character_map(font):
    """The code points of a TrueType font, from the segments of its character map (format 4, as every font has)."""
    tables = {}
    for place in range(struct.unpack_from(">H", font, 4)[0]):
        tag, _sum, offset, _length = struct.unpack_from(">4sLLL", font, 12 + 16 * place)
        tables[tag] = offset
    cmap = tables[b"cmap"]
    for place in range(struct.unpack_from(">H", font, cmap + 2)[0]):
        start = cmap + struct.unpack_from(">HHL", font, cmap + 4 + 8 * place)[2]
        if struct.unpack_from(">H", font, start)[0] == 4:
            yield from segments(font, start)


def segments(font, start):
    count = struct.unpack_from(">H", font, start + 6)[0] // 2
    ends = struct.unpack_from(f">{count}H", font, start + 14)
    firsts = struct.unpack_from(f">{count}H", font, start + 16 + 2 * count)
    for first, end in zip(firsts, ends, strict=True):
        yield from range(first, end + 1)
