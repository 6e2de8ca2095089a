"""What the table of access needs of this part: two published editions with every file, so that strangers reach them."""

from io import BytesIO

from django.utils import timezone

from council.documents.canonical import canonical
from council.models import Decision, ProgramYear
from editions.document import edition_document
from editions.models import EditionFile, YearEdition
from editions.services import tail_of
from editions.sums import sha256_of
from filing.made import keep_made

FILES = [("pdf", "fa"), ("pdf", "en"), ("xlsx", ""), ("csv", ""), ("json", "")]


def rows(cast, firm):
    """Frozen past the list of what is missing, which is not what the table is about."""
    year, decision = ProgramYear.objects.get(year=1403), Decision.objects.adopted().latest("pk")
    for number in (1, 2):
        published(year, number, decision)
    names = ("edition_detail", "edition_changes", "report_pdf", "report_xlsx", "report_csv", "snapshot")
    proposed = Decision.objects.filter(state="proposed").latest("pk")
    return {f"editions:{name} number": 2 for name in names} | {"admin:editions_propose pk": proposed.pk}


def published(year, number, decision):
    edition = YearEdition(year=year, number=number, as_of=year.end, decision=decision, erratum="x" * (number - 1))
    document = edition_document(edition, tail_of)
    edition.document = canonical(document)
    edition.sha256, edition.is_sample = sha256_of(edition.document), document["edition"]["is_sample"]
    edition.previous, edition.place = document["chain"]["previous"] or "", document["chain"]["place"]
    edition.state = YearEdition.State.SUPERSEDED if number == 1 else YearEdition.State.PUBLISHED
    edition.frozen_at = edition.published_at = timezone.now()
    edition.save()
    for kind, language in FILES:
        content = edition.document if kind == "json" else f"{edition.key} {kind} {language}"
        stored = keep_made(BytesIO(content.encode()), name=f"{number}.{kind}", content_type="text/plain")
        EditionFile.objects.create(edition=edition, kind=kind, language=language, sha256=stored.sha256, file=stored)
    return edition
