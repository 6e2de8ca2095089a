"""Check a file: whether it is the very file of an edition, a changed one, or none. Nothing that is sent is kept."""

import hashlib
import re
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q

from editions.models import EditionFile, YearEdition
from editions.public.marks import marks_of
from persian.digits import to_latin

GENUINE, ALTERED, UNKNOWN = "genuine", "altered", "unknown"
PIECE = 1024 * 1024
LONGEST_TYPED = 200
HASH = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")
State = YearEdition.State


@dataclass
class Check:
    """What the portal knows: ``file`` is the output with this hash, ``edition`` the one that it is of.

    ``current`` is the edition of the same year that is valid now.
    """

    verdict: str
    sha256: str
    edition: YearEdition | None = None
    file: EditionFile | None = None
    current: YearEdition | None = None
    is_broken: bool = False


def typed_hash(text):
    """The hash in what somebody pasted, such as a line of ``sha256sum`` or pieces with spaces; "" for none."""
    text = to_latin(text[:LONGEST_TYPED]).lower()
    found = HASH.search(text) or HASH.search("".join(text.split()))
    return found.group() if found else ""


def check_hash(sha256, user):
    """A hash alone: of an output, or of an edition's data. At most three queries."""
    found = genuine(sha256, user)
    return found or Check(UNKNOWN, sha256)


def check_file(upload, user):
    """An uploaded file, read in pieces. At most four queries."""
    sha256 = hash_of(upload)
    found = genuine(sha256, user)
    if found:
        return found
    marks = marks_of(upload)
    edition = marked(marks, user)
    if edition is None:
        return Check(UNKNOWN, sha256, is_broken=marks.is_broken)
    return Check(ALTERED, sha256, edition=edition, current=current_of(edition))


def hash_of(upload):
    hashed = hashlib.sha256()
    for piece in upload.chunks(PIECE):
        hashed.update(piece)
    return hashed.hexdigest()


def genuine(sha256, user):
    files = EditionFile.objects.visible_to(user).filter(sha256=sha256)
    file = files.select_related("edition__year", "edition__decision").defer("edition__document").first()
    if file is not None:
        return Check(GENUINE, sha256, file.edition, file, current_of(file.edition))
    edition = editions(user).filter(sha256=sha256).first()
    return edition and Check(GENUINE, sha256, edition, None, current_of(edition))


def marked(marks, user):
    """The edition whose key stands in the file, else the one whose hash does; None where the reader may see none.

    Keys come first, because every edition also holds the hash of the one before it.
    """
    if marks.keys:
        named = reduce(or_, (Q(year__year=year, number=number) for year, number in marks.keys))
        found = {(row.year.year, row.number): row for row in editions(user).filter(named)}
        if found:
            return next(found[key] for key in marks.keys if key in found)
    found = {row.sha256: row for row in editions(user).filter(sha256__in=marks.hashes)} if marks.hashes else {}
    return next((found[sha256] for sha256 in marks.hashes if sha256 in found), None)


def editions(user):
    """Frozen editions that the reader may see: an unpublished one is as unknown as none."""
    return YearEdition.objects.visible_to(user).frozen().select_related("year", "decision").defer("document")


def current_of(edition):
    """The edition that took its place; None while it is valid itself or not published."""
    if edition.state != State.SUPERSEDED:
        return None
    published = YearEdition.objects.filter(year=edition.year_id, state=State.PUBLISHED)
    return published.select_related("year").defer("document").first()
