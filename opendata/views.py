"""The first page of the API, its description, whole tables as files, the dictionary, the catalogue."""

from django.conf import settings
from django.http import FileResponse, Http404, JsonResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from council.caching import public_page
from opendata import bulk
from opendata.api import ROOT, openapi
from opendata.catalogue import catalogue
from opendata.dictionary import index_context, table_context
from opendata.licence import LICENCE_URL
from opendata.problems import problem
from opendata.tables import TABLES

READABLE = {"ensure_ascii": False, "indent": 1}
TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json"}


def api_root(request):
    """Where a program begins: every table with its addresses. No query."""
    tables = [
        {
            "name": table.name,
            "title": table.title,
            "rows": f"{settings.SITE_URL}{ROOT}{table.name}",
            "csv": f"{settings.SITE_URL}/open-data/{table.name}.csv",
            "json": f"{settings.SITE_URL}/open-data/{table.name}.json",
            "documentation": f"{settings.SITE_URL}/en/open-data/{table.name}/",
        }
        for table in TABLES.values()
    ]
    body = {
        "version": "1.0.0",
        "licence": LICENCE_URL,
        "openapi": f"{settings.SITE_URL}{ROOT}openapi.json",
        "catalogue": f"{settings.SITE_URL}/open-data/catalogue.jsonld",
        "tables": tables,
    }
    return JsonResponse(body, json_dumps_params=READABLE)


def openapi_json(request):
    """The OpenAPI 3.1 description. No query."""
    return JsonResponse(openapi(), json_dumps_params={"ensure_ascii": False})


def nothing_here(request, rest):
    return problem("not_found")


@require_safe
@public_page
def table_file(request, table, ending):
    """A whole table of one moment: two to four queries for each 500 rows, memory does not grow with them.

    The ETag is the hash of what was read just now: who has it already is sent nothing, but it was read all the same.
    """
    found = table_or_404(table)
    file, sha256 = bulk.written_file(found, ending)
    etag = f'"{sha256}"'
    response = get_conditional_response(request, etag)
    if response is None:
        response = FileResponse(file, content_type=TYPES[ending])
    else:
        file.close()
    response.headers["ETag"] = etag
    response.headers["Content-Disposition"] = f'attachment; filename="{found.name}.{ending}"'
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Link"] = f'<{LICENCE_URL}>; rel="license"'
    return response


@require_safe
@public_page
def catalogue_file(request):
    """The catalogue by DCAT-AP, in Persian and English at once. One query."""
    response = JsonResponse(catalogue(), content_type="application/ld+json", json_dumps_params=READABLE)
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@require_safe
@public_page
def data_index(request):
    """What is open, under which licence, how to get it. The frame's query only."""
    return render(request, "opendata/index.html", index_context())


@require_safe
@public_page
def table_detail(request, table):
    """One table: its fields, what may be asked, its addresses. The frame's query only."""
    return render(request, "opendata/table.html", table_context(table_or_404(table)))


def table_or_404(name):
    """The table of this name."""
    if name not in TABLES:
        raise Http404
    return TABLES[name]
