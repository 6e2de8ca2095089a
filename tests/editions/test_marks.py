"""The mark of an edition in a stranger's file, and files that mean harm. No database here."""

import io
import json
import resource
import time
import zipfile

import pytest

from editions.public.checking import typed_hash
from editions.public.marks import END, MOST_MARKS, PIECE, marks_of

HASH = "ab" * 32
KEY = (1403, 1)


def marks(content):
    return marks_of(io.BytesIO(content))


def zipped(method=zipfile.ZIP_DEFLATED, **parts):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(f"docProps/{name}.xml", content)
    return made.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        f"%PDF-1.7\n<< /Keywords (1403/edition/1, {HASH}) >>".encode(),
        b"%PDF-1.7\n" + b"x" * 3 * END + f"<pdf:Keywords>1403/edition/1 {HASH}</pdf:Keywords>".encode(),
        b"%PDF-1.7\n" + f"1403/edition/1 {HASH}".encode("utf-16-be"),
        zipped(core=f"<keywords>1403/edition/1 {HASH}</keywords>"),
        zipped(custom=f"<x>1403/edition/1</x><y>{HASH}</y>"),
        f"\ufeffedition,sha256\r\n1403/edition/1,{HASH}\r\n".encode(),
        f'{{"edition": {{"key": "1403/edition/1"}}, "chain": {{"previous": "{HASH}"}}}}'.encode(),
    ],
    ids=["pdf head", "pdf tail", "utf-16", "xlsx core", "xlsx custom", "csv", "json"],
)
def test_a_mark_is_found(content):
    found = marks(content)

    assert (found.keys, found.hashes, found.is_broken) == ([KEY], [HASH], False)


@pytest.mark.parametrize("spaces", ["", " ", "\n  "])
def test_the_key_of_the_document_itself_comes_before_one_that_a_text_speaks_of(spaces):
    text = json.dumps('«"key":"1401/edition/9"» and 1402/edition/1')
    own = f'"edition":{{"key"{spaces}:{spaces}"1403/edition/1"}}'

    assert marks(f'{{"decisions":[{{"text":{text}}}],{own}}}'.encode()).keys == [KEY, (1401, 9), (1402, 1)]


@pytest.mark.parametrize("method", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_a_part_that_is_neither_stored_nor_deflated_is_not_opened(method):
    content = bytearray(zipped(method, core="1403/edition/1 " * 50))
    assert (marks(content).keys, marks(content).is_broken) == ([], True)

    for place in range(len("docProps/core.xml") + 39, 90):
        content[place] ^= 0xFF
    assert marks(content).is_broken


@pytest.mark.parametrize("shift", [0, 7, 14, 63])
def test_a_mark_on_the_border_of_two_pieces_is_found_once(shift):
    filling = b"x" * (PIECE - 64 + shift - len(" 1403/edition/1 "))

    found = marks(filling + f" 1403/edition/1 {HASH} ".encode() + b"x" * 10)

    assert (found.keys, found.hashes) == ([KEY], [HASH])


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"1403/editions/1",
        b"91403/edition/1",
        b"1403/edition/0",
        b"2024/edition/1",
        b"ab" * 33,
        b"%PDF-1.7\n" + b"x" * (END + 10) + b" 1403/edition/1 " + b"x" * (END + 10),
        zipped(sheet="1403/edition/1"),
    ],
)
def test_no_mark_is_found(content):
    found = marks(content)

    assert (found.keys, found.hashes) == ([], [])


@pytest.mark.parametrize("name", ["crowd", "half a zip", "zip sign only", "zip64", "encrypted", "lying"])
def test_a_zip_that_is_none_or_too_long_is_called_broken(name):
    assert marks(HOSTILE[name][0]()).is_broken


def test_a_file_of_nothing_but_marks_is_looked_at_up_to_a_limit():
    found = marks(" ".join(f"1403/edition/{number}" for number in range(1, 2000)).encode())

    assert len(found.keys) == MOST_MARKS


def bomb():
    """A hundred megabytes of one letter in the properties, a hundred kilobytes sent."""
    return zipped(core=b"1403/edition/1 " + b"x" * 100 * 1024 * 1024)


def entities():
    """An entity of entities, and one that asks for a file of the server."""
    lines = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    return zipped(
        core=f'<!DOCTYPE x [<!ENTITY l0 "lol">{lines}<!ENTITY f SYSTEM "file:///etc/passwd">]><x>&l11;&f;</x>'
    )


def crowd():
    """A directory of thirty thousand names."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for number in range(30_000):
            archive.writestr(f"docProps/{number}", b"")
    return made.getvalue()


def encrypted():
    content = bytearray(zipped(core="1403/edition/1"))
    content[6] |= 1
    content[content.rfind(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def lying():
    """The directory says that the part has other bytes than it has."""
    content = bytearray(zipped(core="1403/edition/1" * 9))
    place = content.rfind(b"PK\x01\x02") + 16
    content[place : place + 4] = b"\0\0\0\0"
    return bytes(content)


HOSTILE = {
    "bomb": (bomb, [KEY]),  # its beginning is read, and no more of it
    "entities": (entities, []),
    "crowd": (crowd, []),
    "half a zip": (lambda: crowd()[:4000], []),
    "zip sign only": (lambda: b"PK\x03\x04", []),
    "zip with its end only": (lambda: b"PK\x03\x04PK\x05\x06" + b"\xff" * 18, []),
    "zip64": (lambda: b"PK\x03\x04" + b"PK\x06\x07" + b"\0" * 16 + b"PK\x05\x06" + b"\0" * 18, []),
    "encrypted": (encrypted, []),
    "lying": (lying, []),
    "pdf sign only": (lambda: b"%PDF-", []),
    "pdf of nulls": (lambda: b"%PDF-" + b"\0" * 20 * 1024 * 1024, []),
    "nulls": (lambda: b"\0" * 20 * 1024 * 1024, []),
    "digits": (lambda: b"1403" * 1024 * 1024, []),
    "hex": (lambda: b"a" * 4 * 1024 * 1024, []),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_costs_no_time_and_no_memory(name):
    make, expected = HOSTILE[name]
    file = io.BytesIO(make())
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()

    found = marks_of(file)

    assert found.keys == expected
    assert time.process_time() - start < 1
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 30 * 1024  # kilobytes


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (HASH, HASH),
        (HASH.upper(), HASH),
        (f"  {HASH}  snapshot.json\n", HASH),
        (" ".join(HASH[start : start + 16] for start in range(0, 64, 16)), HASH),
        ("۱" * 64, "1" * 64),
        (HASH + "a", ""),
        (HASH[:-1], ""),
        ("\0" * 80, ""),
        ("²" * 64, ""),
        ("\ud800" * 64, ""),
        ("g" * 64, ""),
        ("a " * 30_000, ""),
    ],
)
def test_a_hash_is_read_as_people_paste_it(typed, expected):
    assert typed_hash(typed) == expected
