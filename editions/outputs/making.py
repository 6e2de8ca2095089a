"""Every output of an edition, in the order in which they are made."""

import json
from dataclasses import dataclass

from django.utils import translation

from editions.models import EditionFile
from editions.outputs.listing import listing
from editions.outputs.pdf import report_pdf

Kind = EditionFile.Kind
LANGUAGES = ("fa", "en")


@dataclass(frozen=True)
class Made:
    """One file; ``language`` is empty where it is the same in every language."""

    kind: str
    language: str
    name: str
    content_type: str
    content: bytes


def made_files(text, sha256, seal, tell=lambda _share: None):
    """The files of the document with this text; hash and seal are printed in them. ``tell(share)``: 0 to 1 done.

    Nothing else is read: no row, no clock, no language of the caller. Only the portal's own address (SITE_URL), at
    which files are checked, is not of the document.
    """
    document = json.loads(text)
    steps = [(snapshot, "")] + [(maker, language) for maker in (pdf, xlsx, csv) for language in LANGUAGES]
    made = []
    for done, (maker, language) in enumerate(steps, 1):
        with translation.override(language or LANGUAGES[0]):
            made.append(maker(document, text, sha256, seal, language))
        tell(done / len(steps))
    return made


def stem(document):
    """``1403-edition-1``: what the files are called."""
    edition = document["edition"]
    return f"{edition['year']}-edition-{edition['number']}"


def snapshot(document, text, _sha256, _seal, _language):
    """The document itself: its bytes are those that the hash is over."""
    return Made(Kind.JSON, "", f"{stem(document)}-snapshot.json", "application/json", text.encode())


def pdf(document, _text, sha256, seal, language):
    content = report_pdf(document, sha256, seal, language)
    return Made(Kind.PDF, language, f"{stem(document)}-{language}.pdf", "application/pdf", content)


def xlsx(document, _text, sha256, seal, language):
    from editions.outputs.workbook import CONTENT_TYPE, workbook  # noqa: PLC0415  (it loads openpyxl, which no page needs)

    content = workbook(document, sha256, seal, language)
    return Made(Kind.XLSX, language, f"{stem(document)}-{language}.xlsx", CONTENT_TYPE, content)


def csv(document, _text, sha256, _seal, language):
    content = listing(document, sha256, language)
    return Made(Kind.CSV, language, f"{stem(document)}-{language}.csv", "text/csv; charset=utf-8", content)


def expected_files():
    """Pairs of kind and language that every frozen edition has."""
    return [(Kind.JSON, "")] + [(kind, language) for kind in (Kind.PDF, Kind.XLSX, Kind.CSV) for language in LANGUAGES]
