"""Addresses that say the same in every language: the API, whole tables, the catalogue. They never move."""

from django.urls import include, path, re_path

from opendata import views
from opendata.api import api, public_answer
from opendata.tables import TABLES

ASKED = {f"{table.name}-list": {one.name for one in table.filters} | {"limit", "cursor"} for table in TABLES.values()}


def api_patterns():
    """The addresses that the API made, each behind ``public_answer``."""
    patterns = [pattern for pattern in api.urls[0] if pattern.name != "api-root"]
    for pattern in patterns:
        pattern.callback = public_answer(pattern.callback, frozenset(ASKED.get(pattern.name, ())))
    return patterns


urlpatterns = [
    path("api/v1/", public_answer(views.api_root), name="api_root"),
    path("api/v1/openapi.json", public_answer(views.openapi_json), name="openapi"),
    path("api/v1/", include((api_patterns(), "api-v1"))),
    re_path(r"^api/(?P<rest>[\s\S]*)$", public_answer(views.nothing_here), name="api_nothing"),
    re_path(r"^open-data/(?P<table>[a-z-]+)\.(?P<ending>csv|json)$", views.table_file, name="open_data_file"),
    path("open-data/catalogue.jsonld", views.catalogue_file, name="open_data_catalogue"),
]
