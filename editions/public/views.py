"""The pages of editions. A frozen edition's page reads its own row and those of its chain, and nothing that lives."""

import hashlib
from pathlib import Path

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from council.caching import public_page
from editions import document
from editions.models import YearEdition
from editions.public.changes import change_rows, grouped
from editions.public.frame import freeze_frame
from editions.public.pages import address, crumbs, edition_context, year_url
from editions.public.reading import GREATEST, document_of, read_edition
from editions.public.values import plain
from reports.pages.words import Words

SCHEMA_FILE = Path(document.__file__).with_name("schema-1.json")


@require_safe
@public_page
def edition_detail(request, year, number):
    """One edition. Two queries, the frame among them, whatever the size of the year."""
    rows = found(request, year, number)
    response = render(request, "editions/edition.html", edition_context(rows))
    return tagged(response, rows.edition)


def found(request, year, number):
    """The edition as ``read_edition``, the frame of its page frozen with it."""
    rows = read_edition(year, number, request.user)
    if rows is None:
        raise Http404
    if rows.document is not None:
        freeze_frame(request, rows.document)
    return rows


def tagged(response, edition):
    """The ETag: hash and state, and a digest of the words, which change with a language or a new look."""
    words = hashlib.sha256(response.content).hexdigest()[:16]
    response.headers["ETag"] = f'"{edition.sha256}-{edition.state}-{words}"'
    return response


@require_safe
@public_page
def edition_changes(request, year, number):
    """What an edition says otherwise than the one before it. Two queries."""
    rows = found(request, year, number)
    before = rows.before
    if rows.document is None or before is None:
        raise Http404
    words, old = Words(), document_of(before)
    changes = change_rows(old, rows.document, words)
    erratum = rows.document["edition"]["erratum"]
    context = {
        "room": "progress",
        "sample": rows.edition.is_sample,
        "crumbs": [*crumbs(rows.edition, words)[:-1], (rows.edition, address("edition_detail", rows.edition))],
        "year": words.digits(year),
        "old": words.digits(before.number),
        "new": words.digits(number),
        "old_url": address("edition_detail", before),
        "new_url": address("edition_detail", rows.edition),
        "erratum": plain(erratum, words) if erratum else "",
        "groups": grouped(changes),
        "count": words.figure(len(changes)),
    }
    return tagged(render(request, "editions/changes.html", context), rows.edition)


@require_safe
@public_page
def schema(request):
    """The JSON Schema of the document. No query."""
    content = SCHEMA_FILE.read_bytes()
    return HttpResponse(content, content_type="application/schema+json", headers={"X-Content-Type-Options": "nosniff"})


@require_safe
@public_page
def edition_list(request, year):
    """All editions of a year that the reader may see, the newest first. One query and the frame's one."""
    if not 0 < year <= GREATEST:
        raise Http404
    rows = list(
        YearEdition.objects.visible_to(request.user)
        .filter(year__year=year)
        .select_related("year", "decision")
        .defer("document")
    )
    if not rows:
        raise Http404
    words = Words()
    context = {
        "room": "progress",
        "sample": any(row.is_sample for row in rows),
        "year": words.digits(year),
        "year_url": year_url(rows[0]),
        "editions": [list_row(row, words) for row in rows],
    }
    return render(request, "editions/list.html", context)


def list_row(row, words):
    is_public = row.published_at is not None
    return {
        "number": words.digits(row.number),
        "url": address("edition_detail", row),
        "state": row.get_state_display(),
        "as_of": words.day(row.as_of) if row.as_of else "",
        "published_on": words.day(timezone.localdate(row.published_at)) if is_public else "",
        "decision": words.code(row.decision.number) if is_public else "",
        "erratum": words.plain(row.erratum, row.erratum_en),
        "sha256": row.sha256,
        "is_sample": row.is_sample,
    }
