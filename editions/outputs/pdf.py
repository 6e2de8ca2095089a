"""The report as PDF, set by typst from the document alone: accessible (PDF/UA-1), with the same bytes made again."""

from pathlib import Path

from django.utils.translation import gettext as _

from council.documents.typesetting import printable, set_pdf
from editions.outputs.checking import title_of
from editions.outputs.mark import mark_of
from editions.outputs.reader import Reader
from editions.outputs.report import cover, parts, plans
from editions.outputs.report.cells import report_text
from editions.told import date_of

TEMPLATE = Path(__file__).with_name("report.typ")


def report_pdf(document, sha256, seal, language):
    """The bytes; its language is active."""
    return set_pdf(TEMPLATE, report_data(Reader(printable(document, report_text), language), sha256, seal), text=str)


def report_data(reader, sha256, seal):
    """All that the template sets: it formats nothing itself. Texts reach it as data, so that none can be markup."""
    day = date_of(reader.document["edition"]["as_of"])
    cluster = reader.document["cluster"]
    return {
        "language": reader.language,
        "date": [day.year, day.month, day.day],
        "title": title_of(reader),
        "author": reader.text(cluster["name"]) if cluster else "",
        "mark": mark_of(reader.document, sha256),
        "hash": sha256,
        "cover": cover.cover(reader),
        "blocks": [*blocks(reader)],
        "check": cover.check_part(reader, sha256, seal),
        "labels": {"page": _("Page"), "contents": _("Contents"), "fingerprint": _("SHA-256 of the document")},
    }


def blocks(reader):
    yield from cover.figures_part(reader)
    yield from plans.plan_table(reader)
    yield from plans.plan_parts(reader)
    for part in (parts.behind, parts.decisions, parts.meetings, parts.money, parts.trainings, parts.firms):
        yield from part(reader)
    for part in (parts.gaps, parts.handover, parts.notes, cover.method):
        yield from part(reader)
