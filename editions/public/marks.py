"""The mark of an edition in a file: its key and hashes, looked for as bytes. Nothing is parsed or unpacked whole.

A file comes from a stranger. So a text is read in pieces, a PDF at its two ends, and of a spreadsheet only the small
parts with its properties, each up to a limit. There is no XML or PDF parser that an entity or a bomb could meet.
"""

import re
import struct
import zipfile
import zlib
from dataclasses import dataclass, field

KEY = re.compile(rb"(?<![0-9])(1[345][0-9]{2})/edition/([1-9][0-9]{0,3})(?![0-9])")
# The key of the document itself. Inside a text of JSON the quotation marks would stand behind a backslash.
OWN_KEY = re.compile(rb'"key"\s{0,8}:\s{0,8}"(1[345][0-9]{2})/edition/([1-9][0-9]{0,3})"')
HASH = re.compile(rb"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")
METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}  # the only ones that spreadsheets use
PIECE = 1024 * 1024
OVERLAP = 128  # bytes of the piece before, so that a mark on the border is seen
END = 256 * 1024  # bytes of each end of a PDF; its properties stand in one of them
MOST_MARKS = 50
PROPERTIES = ("docProps/core.xml", "docProps/custom.xml", "docProps/app.xml")
MOST_PROPERTIES = 64 * 1024
MOST_MEMBERS = 2000
MOST_DIRECTORY = 512 * 1024
TAIL = struct.Struct("<4s4H2LH")  # the end of a zip's directory
TAIL_SIGN, ZIP64_SIGN = b"PK\x05\x06", b"PK\x06\x07"
LONGEST_COMMENT = 65535


@dataclass
class Marks:
    """Pairs (year, number) and hashes, each once, in the order in which the file has them.

    ``own`` are the keys that stand where the document names itself; a text may speak of other editions.
    """

    own: list = field(default_factory=list)
    mentioned: list = field(default_factory=list)
    hashes: list = field(default_factory=list)
    is_broken: bool = False

    @property
    def keys(self):
        return list(dict.fromkeys([*self.own, *self.mentioned]))

    def look_in(self, content):
        """Add what stands in some bytes; every other byte of a text in UTF-16 is NUL."""
        content = content.replace(b"\0", b"")
        self.add(self.own, (tuple(map(int, found.groups())) for found in OWN_KEY.finditer(content)))
        self.add(self.mentioned, (tuple(map(int, found.groups())) for found in KEY.finditer(content)))
        self.add(self.hashes, (found.group().decode() for found in HASH.finditer(content)))

    @staticmethod
    def add(known, found):
        for mark in found:
            if len(known) >= MOST_MARKS:
                return
            if mark not in known:
                known.append(mark)


def marks_of(file):
    """The marks in an open file, which is read from its beginning."""
    file.seek(0)
    head = file.read(8)
    marks = Marks()
    if head.startswith(b"%PDF-"):
        look_at_ends(file, marks)
    elif head.startswith(b"PK\x03\x04"):
        look_in_properties(file, marks)
    else:
        look_in_pieces(file, marks)
    return marks


def look_at_ends(file, marks):
    file.seek(0)
    marks.look_in(file.read(END))
    size = file.seek(0, 2)
    file.seek(max(END, size - END))
    marks.look_in(file.read(END))


def look_in_pieces(file, marks):
    file.seek(0)
    before = b""
    while piece := file.read(PIECE):
        marks.look_in(before + piece)
        before = piece[-OVERLAP:]


def look_in_properties(file, marks):
    """The properties of a spreadsheet, as bytes. What is no sound zip, or a monstrous one, has no marks."""
    try:
        check_directory(file)
        with zipfile.ZipFile(file) as archive:
            if any(part.compress_type not in METHODS for part in archive.infolist()):
                raise zipfile.BadZipFile("packed by a method of no spreadsheet")
            names = set(archive.namelist())
            for name in PROPERTIES:
                if name in names:
                    with archive.open(name) as part:
                        marks.look_in(part.read(MOST_PROPERTIES))
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, EOFError, OSError):
        marks.is_broken = True


def check_directory(file):
    """Refuse a zip whose directory is too long to be read, before ``zipfile`` reads it whole."""
    size = file.seek(0, 2)
    file.seek(max(0, size - LONGEST_COMMENT - TAIL.size))
    tail = file.read()
    place = tail.rfind(TAIL_SIGN)
    if place < 0 or len(tail) - place < TAIL.size:
        raise zipfile.BadZipFile("no directory")
    entries, length = TAIL.unpack_from(tail, place)[4:6]
    if ZIP64_SIGN in tail[max(0, place - 20) : place] or entries > MOST_MEMBERS or length > MOST_DIRECTORY:
        raise zipfile.BadZipFile("directory too long")
    file.seek(0)
