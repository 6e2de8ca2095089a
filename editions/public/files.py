"""The files of an edition: the bytes that were made at freezing, and no others."""

from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from editions.models import EditionFile
from editions.public.reading import GREATEST
from editions.sums import file_sha256

TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}
FRESH_FOR = 86400  # seconds: what an edition holds never changes


@require_safe
def edition_file(request, year, number, kind):
    """One file in the language of the address, or the one for every language. One query; 404 for who may not see it.

    Bytes that are gone or are no longer those that were recorded are not sent: the page says so, with status 503.
    """
    row = find_file(year, number, kind, request.user)
    if row is None:
        raise Http404
    path = Path(settings.MEDIA_ROOT) / row.file.path
    if file_sha256(path) != row.sha256:
        return render(request, "editions/file_missing.html", {"room": "progress", "sample": False}, status=503)
    etag = f'"{row.sha256}"'
    response = get_conditional_response(request, etag) or given(path, row)
    response.headers["ETag"] = etag
    patch_vary_headers(response, ["Cookie"])
    if request.user.is_authenticated:
        patch_cache_control(response, private=True, no_cache=True)
    else:
        patch_cache_control(response, public=True, max_age=FRESH_FOR)
    return response


def given(path, row):
    response = FileResponse(path.open("rb"), as_attachment=True, filename=file_name(row), content_type=TYPES[row.kind])
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def find_file(year, number, kind, user):
    if not (0 < year <= GREATEST and 0 < number <= GREATEST):
        return None
    rows = EditionFile.objects.visible_to(user).filter(edition__year__year=year, edition__number=number, kind=kind)
    rows = rows.filter(language__in=["", get_language()]).select_related("file", "edition__year")
    return rows.defer("edition__document").order_by("-language").first()


def file_name(row):
    """``1403-edition-1-fa.pdf``; the snapshot is called as in its address, which the steps of checking name."""
    if row.kind == EditionFile.Kind.JSON:
        return "snapshot.json"
    language = f"-{row.language}" if row.language else ""
    return f"{row.edition.year.year}-edition-{row.edition.number}{language}.{row.kind}"
