"""Writing an export to disk as it is read: one line after the other, one chunk after the other."""

import hashlib
import json
import zipfile
from pathlib import Path

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder

from handover.pack.tables import columns_of, rows_of

AT_A_TIME = 2000  # rows
CHUNK = 1024 * 1024  # bytes
SUMS = "SHA256SUMS"


class Pack:
    """The ZIP that is being written, with the checksum of each part. ``beat()`` is called between the pieces."""

    def __init__(self, out, *, day, beat):
        self.zip = zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED)
        self.stamp, self.beat, self.sums = (*day, 0, 0, 0), beat, []

    def __enter__(self):
        return self

    def __exit__(self, kind, error, traceback):
        """The list of checksums, as ``sha256sum -c`` reads it, makes it complete; a broken one is only let go."""
        if error is None:
            self.zip.writestr(zipfile.ZipInfo(SUMS, self.stamp), "".join(self.sums))
        self.zip.close()

    def add(self, name, chunks, *, is_packed=False):
        """One part from pieces of bytes; its checksum stands in the list at the end."""
        entry = zipfile.ZipInfo(name, self.stamp)
        entry.compress_type = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
        total = hashlib.sha256()
        with self.zip.open(entry, "w", force_zip64=True) as part:
            for chunk in chunks:
                part.write(chunk)
                total.update(chunk)
                self.beat()
        self.sums.append(f"{total.hexdigest()}  {name}\n")


def table_lines(model, count):
    """The table as JSON lines, some thousand at a time; ``count(n)`` hears how many rows were written."""
    names = columns_of(model)
    piece = []
    for row in rows_of(model).values(*names).iterator(chunk_size=AT_A_TIME):
        piece.append(json.dumps(row, cls=ExactEncoder, ensure_ascii=False))
        if len(piece) == AT_A_TIME:
            yield from written(piece, count)
            piece = []
    yield from written(piece, count)


def written(piece, count):
    if piece:
        count(len(piece))
        yield ("\n".join(piece) + "\n").encode()


class ExactEncoder(DjangoJSONEncoder):
    """Times to the microsecond and decimals as text, so that what is read in again is what was written out."""

    def default(self, o):
        return o.isoformat() if hasattr(o, "isoformat") else super().default(o)


def file_chunks(stored):
    """The bytes of a stored file; None when they are not there."""
    path = Path(settings.MEDIA_ROOT) / stored.path
    return read_chunks(path) if path.is_file() else None


def read_chunks(path):
    with path.open("rb") as source:
        while chunk := source.read(CHUNK):
            yield chunk
