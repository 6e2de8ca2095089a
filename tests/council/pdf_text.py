"""The words of a PDF as a reader's machine finds them: enough of the format for files that typst wrote.

Every string of the content streams is looked up in its font's table (ToUnicode); what the file marks as set from
right to left is turned round.
"""

import re
import zlib

OBJECT = re.compile(rb"(\d+) 0 obj\s*(.*?)\s*endobj", re.DOTALL)
STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
FONT_NAMES = re.compile(rb"/(\w+) (\d+) 0 R")
GLYPH = rb"\\[0-7]{3}(?:\\[0-7]{3}|\\.|[^\\])"  # two bytes: the first is always written in octal
SHOWN = re.compile(
    rb"/(\w+) [\d.]+ Tf|(/ReversedChars|\bEMC\b|\bET\b)|\(((?:" + GLYPH + rb")+)\)|<([0-9A-Fa-f]+)>", re.DOTALL
)


def text_of(content):
    """All text of a PDF in the order in which it is read, without what the page breaks put between."""
    objects = {int(number): body for number, body in OBJECT.findall(content)}
    fonts = fonts_of(objects)
    found = ""
    for body in objects.values():
        if b"/Type/CMap" not in body and (raw := stream_of(body)) and b" Tf" in raw:
            found += words_of(raw, fonts)
    return found


def stream_of(body):
    match = STREAM.search(body)
    if match is None:
        return b""
    try:
        return zlib.decompressobj().decompress(match[1])  # its last byte may be one that looks like a line's end
    except zlib.error:
        return b""


def fonts_of(objects):
    """The table from glyph to text of each font, by the name that content streams call it."""
    fonts = {}
    for body in objects.values():
        for block in re.findall(rb"/Font<<(.*?)>>", body, re.DOTALL):
            for name, number in FONT_NAMES.findall(block):
                table = re.search(rb"/ToUnicode (\d+) 0 R", objects[int(number)])
                fonts[name] = table_of(stream_of(objects[int(table[1])]))
    return fonts


def table_of(cmap):
    table = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        for glyph, text in re.findall(rb"<(\w+)>\s*<(\w+)>", block):
            table[int(glyph, 16)] = bytes.fromhex(text.decode()).decode("utf-16-be")
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", cmap, re.DOTALL):
        for first, last, text in re.findall(rb"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            start = bytes.fromhex(text.decode()).decode("utf-16-be")
            for glyph in range(int(first, 16), int(last, 16) + 1):
                table[glyph] = start[:-1] + chr(ord(start[-1]) + glyph - int(first, 16))
    return table


def words_of(raw, fonts):
    """The text of one stream: what is marked as set from right to left is turned round, run by run."""
    table, run, text, is_reversed = {}, [], "", False
    for font, word, literal, hexadecimal in SHOWN.findall(raw):
        if font:
            table = fonts[font]
        elif word == b"/ReversedChars":
            is_reversed = True
        elif word in (b"EMC", b"ET"):
            if word == b"ET" or not is_reversed:
                text, run = text + "".join(reversed(run)), []
            is_reversed = False
        else:
            codes = bytes.fromhex(hexadecimal.decode()) if hexadecimal else unescaped(literal)
            glyphs = [table.get(int.from_bytes(codes[at : at + 2]), "") for at in range(0, len(codes), 2)]
            if is_reversed:
                run += glyphs
            else:
                text, run = text + "".join(reversed(run)) + "".join(glyphs), []
    return text


def unescaped(literal):
    """The bytes of a string in round brackets."""
    letters = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}

    def meant(match):
        return bytes([int(match[1], 8)]) if match[1].isdigit() else letters.get(match[1], match[1])

    return re.sub(rb"\\([0-7]{3}|.)", meant, literal, flags=re.DOTALL)
