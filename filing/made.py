"""Files that the portal made itself, such as a bundle of certificates: kept like an upload, removed when old."""

import hashlib
from os import SEEK_END
from pathlib import Path

from django.conf import settings
from django.db import transaction

from filing.loading import remove_bytes
from filing.models import StoredFile
from filing.uploads import write_once

CHUNK = 1024 * 1024


def keep_made(stream, *, name, content_type, is_sample=False):
    """Keep what stands in an open file; gives the ``StoredFile`` row. Memory does not grow with its size.

    It belongs to nobody: who may open it is what the room registered with ``filing.access``.
    """
    stream.seek(0)
    sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    size = stream.seek(0, SEEK_END)  # of bytes in memory the digest moves no place
    row = StoredFile(sha256=sha256, name=name, content_type=content_type, size=size, is_sample=is_sample)
    row.full_clean(exclude=["uploaded_by"])
    stream.seek(0)
    write_once(Path(settings.MEDIA_ROOT) / row.path, iter(lambda: stream.read(CHUNK), b""))
    row.save(force_insert=True)
    return row


@transaction.atomic
def remove_made(rows):
    """Rows now, bytes once that is committed. Whatever points to them must let go of them by itself."""
    rows = list(rows)
    for row in rows:
        row.delete()
    transaction.on_commit(lambda: remove_bytes(rows))
