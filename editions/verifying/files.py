"""An edition's files: all there, of the bytes and the hashes that were kept at freezing."""

import hashlib
from pathlib import Path

from django.conf import settings

from editions.book import files_digest
from editions.models import EditionFile
from editions.outputs.making import expected_files
from editions.verifying.rows import frozen_words


def file_faults(edition, said):
    """Every output is there and has its bytes; one of the same size and time is not enough.

    Rows and bytes may have been exchanged together: the book's line about the freezing has the last word.
    """
    rows = {(row.kind, row.language): row for row in EditionFile.objects.filter(edition=edition).select_related("file")}
    if {words.files for words in frozen_words(said)} != {files_digest(rows.values())}:
        yield "the hashes of its files are not those that the book of changes holds"
    snapshot = rows.get((EditionFile.Kind.JSON, ""))
    if snapshot and snapshot.sha256 != edition.sha256:
        yield f"the file json is not its document: the SHA-256 is {snapshot.sha256}, of the document {edition.sha256}"
    for kind, language in expected_files():
        row = rows.pop((kind, language), None)
        name = f"{kind} {language}".strip()
        if row is None:
            yield f"the file {name} is missing"
        elif row.sha256 != row.file.sha256:
            yield f"the file {name} was exchanged: recorded is {row.sha256}, stored is {row.file.sha256}"
        else:
            yield from bytes_faults(name, row.file)
    yield from (f"the file {kind} {language} belongs to no output" for kind, language in rows)


def bytes_faults(name, file):
    path = Path(settings.MEDIA_ROOT) / file.path
    if not path.is_file():
        yield f"the bytes of the file {name} are missing: {file.path}"
        return
    with path.open("rb") as content:
        hashed = hashlib.file_digest(content, "sha256").hexdigest()
    if hashed != file.sha256:
        yield f"the bytes of the file {name} were changed: their SHA-256 is {hashed}, recorded is {file.sha256}"
