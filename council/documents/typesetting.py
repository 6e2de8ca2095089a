"""Setting our PDFs with typst: accessible (PDF/UA-1), in the portal's own font, with the same bytes made again.

PDF/UA allows no sign that the font lacks, and a name may hold any sign there is.
"""

import json
import struct
from functools import cache

from django.conf import settings

FONTS = settings.BASE_DIR / "static" / "vendor" / "vazirmatn-33.0.3" / "ttf"
TURNING = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
MISSING = "\ufffd"


def known_signs(text):
    """The text with «\ufffd» for each sign that the font cannot draw; else setting the PDF would stop with an error."""
    if text.isascii() and text.isprintable():
        return text
    known = glyphs()
    return "".join(sign if ord(sign) in known or sign in TURNING else MISSING for sign in text)


def printable(value, text=known_signs):
    """The same data with every text as ``text`` makes it."""
    if isinstance(value, str):
        return text(value)
    if isinstance(value, dict):
        return {name: printable(part, text) for name, part in value.items()}
    return [printable(part, text) for part in value] if isinstance(value, list | tuple) else value


def set_pdf(template, data, text=known_signs):
    """The bytes of a PDF. Texts reach the template (a path) as data, so that none can be markup.

    ``text`` makes each of them printable; ``str`` where they are that already.
    """
    import typst  # noqa: PLC0415  (slow to import, needed for PDF only)

    return typst.compile(
        template.read_bytes(),
        sys_inputs={"data": as_input(data, text)},
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=["ua-1"],
    )


def as_input(data, text=known_signs):
    """What a template reads: the data as JSON, with texts that can be printed."""
    return json.dumps(printable(data, text), ensure_ascii=False, default=str)


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
