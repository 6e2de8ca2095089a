"""Whole tables as files, the catalogue, the dictionary."""

import csv
import io
import json
import re

import pytest
from rdflib import DCAT, DCTERMS, RDF, Graph, URIRef

from filing.spreadsheets import FORMULA_STARTS
from opendata.licence import LICENCE_URL
from opendata.tables import TABLES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


def file_of(client, name, ending):
    response = client.get(f"/open-data/{name}.{ending}")
    assert response.status_code == 200
    assert response.streaming
    return b"".join(response.streaming_content).decode("utf-8")


def lines_of(client, name):
    return list(csv.reader(io.StringIO(file_of(client, name, "csv").removeprefix("\ufeff"), newline="")))


@pytest.mark.parametrize("name", TABLES)
def test_a_file_holds_the_rows_of_the_api_and_no_formula(client, name):
    rows = client.get(f"/api/v1/{name}?limit=100").json()["rows"]
    text = file_of(client, name, "csv")
    head, *lines = lines_of(client, name)

    assert json.loads(file_of(client, name, "json")) == {"table": name, "licence": LICENCE_URL, "rows": rows}
    assert text.startswith("\ufeff")
    assert head == [field.name for field in TABLES[name].fields]
    assert len(lines) == len(rows)
    assert [cell for line in lines for cell in line if cell.startswith(FORMULA_STARTS)] == []


def test_a_text_that_begins_like_a_formula_comes_back_as_it_was(client):
    head, *lines = lines_of(client, "firms")
    firm = dict(zip(head, lines[0], strict=True))

    assert (firm["slug"], firm["about"], firm["is_sample"]) == ("karun", "'=1+1", "false")
    assert firm["capabilities"] == "software; web"
    assert client.get("/api/v1/firms/karun").json()["about"] == "=1+1"


def test_files_are_named_after_their_table_and_others_do_not_exist(client):
    response = client.get("/open-data/firms.csv")
    response.getvalue()

    assert response.headers["Content-Disposition"] == 'attachment; filename="firms.csv"'
    assert response.headers["Link"] == f'<{LICENCE_URL}>; rel="license"'
    for path in ("none.csv", "firms.xml", "none/", "firms.csv/"):
        assert client.get(f"/open-data/{path}").status_code == 404
    assert client.post("/open-data/firms.csv").status_code == 405


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own reader of JSON-LD uses it
def test_the_catalogue_is_dcat_with_titles_in_both_languages(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        response = client.get("/open-data/catalogue.jsonld")
    graph = Graph().parse(data=response.content, format="json-ld")

    assert response.headers["Content-Type"] == "application/ld+json"
    catalogues = list(graph.subjects(RDF.type, DCAT.Catalog))
    assert catalogues == [URIRef("https://portal.example/open-data/")]
    datasets = set(graph.objects(catalogues[0], DCAT.dataset))
    assert len(datasets) == len(TABLES)
    for about in [*catalogues, *datasets]:
        assert {title.language for title in graph.objects(about, DCTERMS.title)} == {"fa", "en"}
        assert {words.language for words in graph.objects(about, DCTERMS.description)} == {"fa", "en"}
        assert list(graph.objects(about, DCTERMS.license)) == [URIRef(LICENCE_URL)]
        assert len(list(graph.objects(about, DCTERMS.publisher))) == 1
    files = [one for about in datasets for one in graph.objects(about, DCAT.distribution)]
    assert len(files) == 2 * len(TABLES)
    for file in files:
        assert graph.value(file, RDF.type) == DCAT.Distribution
        assert graph.value(file, DCTERMS.license) == URIRef(LICENCE_URL)
        assert graph.value(file, DCAT.downloadURL) is not None
        assert {title.language for title in graph.objects(file, DCTERMS.title)} == {"fa", "en"}
    services = list(graph.objects(catalogues[0], DCAT.service))
    assert [str(graph.value(one, DCAT.endpointURL)) for one in services] == ["https://portal.example/api/v1/"]


@pytest.mark.parametrize("language", ["", "/en"])
def test_the_dictionary_leads_to_every_table(client, language, django_assert_num_queries):
    with django_assert_num_queries(1):  # the frame's
        page = client.get(f"{language}/open-data/")

    assert re.findall(r'href="([^"]+)"><bdi>CSV', page.content.decode()) == [
        f"/open-data/{name}.csv" for name in TABLES
    ]
    assert [f'href="{language}/open-data/{name}/"' in page.content.decode() for name in TABLES] == [True] * len(TABLES)
    assert client.get(f"{language}/open-data/", headers={"If-None-Match": page.headers["ETag"]}).status_code == 304


@pytest.mark.parametrize("name", ["entries", "firm-returns"])
def test_the_page_of_a_table_names_fields_filters_and_rules(client, name, django_assert_num_queries):
    with django_assert_num_queries(1):
        persian = client.get(f"/open-data/{name}/").content.decode()
    english = client.get(f"/en/open-data/{name}/").content.decode()
    table = TABLES[name]

    for field in table.fields:
        assert f"<code>{field.name}</code>" in persian
        assert field.means.split(";")[0].replace("'", "&#x27;") in english
    for one in table.filters:
        assert f"<code>{one.name}</code>" in persian
    assert set(re.findall(r'id="rule-(\w+)"', persian)) == {field.rule for field in table.fields} - {""}
    assert "CC BY 4.0" in persian


def test_the_dictionary_writes_its_numbers_in_the_language_of_the_page(client):
    persian, english = client.get("/open-data/").text, client.get("/en/open-data/").text

    assert ("حداکثر ۱۰۰" in persian, "حداکثر 100" in persian, "100 at most" in english) == (True, False, True)
