"""The API, made from the tables: a list and, where rows have an address of their own, one row.

Read-only, without sign-in: every answer is the same for everybody, so any cache may keep it.
"""

import json
from functools import lru_cache, wraps
from typing import Annotated

from django.conf import settings
from django.http import Http404
from django.http.request import QueryDict
from django.utils.cache import patch_cache_control
from ninja import NinjaAPI, Path, Query, Schema
from ninja.errors import ValidationError
from ninja.renderers import BaseRenderer
from pydantic import Field, StringConstraints, create_model

from council.caching import FRESH_FOR
from opendata.cursors import LONGEST, PATTERN, cursor_of, key_in
from opendata.fields import optional
from opendata.licence import LICENCE_URL
from opendata.problems import Problem, problem
from opendata.table import MOST, PlaceLostError
from opendata.tables import TABLES

ROOT = "/api/v1/"
LIMIT = 50
REFUSALS = {400: Problem, 404: Problem, 405: Problem, 422: Problem}
CURSOR = Annotated[str, StringConstraints(pattern=PATTERN, max_length=LONGEST)]
DESCRIPTION = """\
Everything that the portal publishes, as rows with natural keys. Texts stand in Persian and, where somebody wrote them, in
English (`title`, `title_en`). Money is whole rials, shares are decimal texts in percent, days are ISO 8601 with the Jalali day
beside them. Lists are read page by page: follow `next` until it is null. Answers carry an ETag. Within version 1 fields are
added, never renamed or taken away. Licence: CC BY 4.0."""


class PersianRenderer(BaseRenderer):
    """JSON whose Persian can be read."""

    media_type = "application/json"

    def render(self, request, data, *, response_status):
        return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


api = NinjaAPI(
    title="Open data of the cluster",
    version="1.0.0",
    description=DESCRIPTION,
    urls_namespace="api-v1",
    docs_url=None,  # the dictionary at /open-data/ is the documentation: two languages, no script
    openapi_url=None,  # see openapi_json() in views.py
    renderer=PersianRenderer(),
    openapi_extra={"info": {"license": {"name": "CC BY 4.0", "url": LICENCE_URL}}},
)


def model_name(table, what):
    return "".join(word.capitalize() for word in table.name.split("-")) + what


def row_model(table):
    return create_model(
        model_name(table, "Row"),
        __base__=Schema,
        __doc__=table.about,
        **{one.name: one.annotation for one in table.fields},
    )


def page_model(table, row):
    return create_model(
        model_name(table, "Page"),
        __base__=Schema,
        __doc__=table.about,
        table=(str, Field(description="The name of the table.", examples=[table.name])),
        licence=(str, Field(description="The licence of the data.", examples=[LICENCE_URL])),
        rows=(list[row], Field(description="The rows of this page.")),
        next=(str | None, Field(description="The address of the next page; null on the last one.")),
    )


def asked_model(table):
    parameters = {one.name: one.annotation for one in table.filters}
    parameters["limit"] = (Annotated[int, Field(ge=1, le=MOST)], optional("How many rows a page has.", 20, LIMIT))
    parameters["cursor"] = (CURSOR, optional("Where the page begins: as it stands in `next`.", "WyJ5ZWFycyIsMTQwMV0"))
    return create_model(model_name(table, "Asked"), __base__=Schema, **parameters)


def key_model(table):
    parts = {part.name: (part.kind, Field(description=part.means, examples=[part.example])) for part in table.key}
    return create_model(model_name(table, "Key"), __base__=Schema, **parts)


def add_list(table, row):
    asked_of = asked_model(table)

    def listed(request, asked: Query[asked_of]):
        chosen = asked.model_dump(exclude_none=True)
        limit, cursor = chosen.pop("limit"), chosen.pop("cursor", None)
        rows = table.read(chosen, key_in(table, cursor) if cursor else None, limit + 1)
        has_more, rows = len(rows) > limit, rows[:limit]
        following = next_address(table, chosen, limit, rows) if has_more else None
        return {"table": table.name, "licence": LICENCE_URL, "rows": rows, "next": following}

    api.get(
        f"/{table.name}",
        response={200: page_model(table, row), 304: None, **REFUSALS},
        operation_id=f"list_{table.name.replace('-', '_')}",
        summary=table.title,
        description=table.about,
        url_name=f"{table.name}-list",
        tags=[table.name],
    )(listed)


def next_address(table, chosen, limit, rows):
    query = QueryDict(mutable=True)
    query.update({**chosen, "limit": limit, "cursor": cursor_of(table, rows[-1])})
    return f"{settings.SITE_URL}{ROOT}{table.name}?{query.urlencode()}"


def add_row(table, row):
    key_of = key_model(table)

    def one(request, key: Path[key_of]):
        found = table.one([getattr(key, part.name) for part in table.key])
        if found is None:
            raise Http404
        return found

    api.get(
        f"/{table.name}/" + "/".join(f"{{{part.name}}}" for part in table.key),
        response={200: row, 304: None, **REFUSALS},
        operation_id=f"get_{table.name.replace('-', '_')}",
        summary=f"{table.title}: one row",
        description=table.about,
        url_name=f"{table.name}-row",
        tags=[table.name],
    )(one)


for _table in TABLES.values():
    _row = row_model(_table)
    add_list(_table, _row)
    if _table.key:
        add_row(_table, _row)


@api.exception_handler(Http404)
def on_not_found(request, error):
    return problem("not_found")


@api.exception_handler(PlaceLostError)
def on_lost_place(request, error):
    return problem("bad_cursor", [("cursor", "It leads to no row of this table.")])


@api.exception_handler(ValidationError)
def on_invalid(request, error):
    details = [(str(one["loc"][-1]), one["msg"].removeprefix("Value error, ")) for one in error.errors]
    return problem("invalid", details)


@lru_cache(maxsize=1)
def openapi():
    """The OpenAPI 3.1 document: the same on every machine and in every language. ``docs/openapi-v1.json`` is a copy."""
    return json.loads(json.dumps(api.get_openapi_schema(path_prefix=ROOT.strip("/")), ensure_ascii=False))


def public_answer(view, parameters=frozenset()):
    """Around each address: GET and HEAD only, no unknown or repeated parameter, open to other sites, kept by caches."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        if request.method not in ("GET", "HEAD"):
            return open_to_all(problem("read_only"))
        request.method = "GET"  # the body of the answer to HEAD is dropped by the server
        wrong = wrong_parameters(request.GET, parameters)
        if wrong:
            return open_to_all(problem("bad_parameter", wrong, sorted(parameters)))
        return open_to_all(view(request, *args, **kwargs))

    answer.csrf_exempt = True
    return answer


def wrong_parameters(query, known):
    """Pairs of a name and what is wrong. A filter that is mistyped must not quietly give all rows."""
    wrong = [(name[:80], "It is not known here.") for name in query if name not in known]
    wrong += [(name, "It stands there twice.") for name in known if len(query.getlist(name)) > 1]
    return wrong[:20]


def open_to_all(response):
    response.headers["Access-Control-Allow-Origin"] = "*"
    if response.status_code == 200:
        patch_cache_control(response, public=True, max_age=FRESH_FOR)
    return response
