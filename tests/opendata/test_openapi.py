"""The description of the API: a change of it is seen, and it is wished for."""

import json
from pathlib import Path

import pytest

from opendata.api import openapi
from opendata.fields import Kind
from opendata.rules import RULES
from opendata.tables import TABLES

COPY = Path(__file__).resolve().parents[2] / "docs" / "openapi-v1.json"


def written():
    return json.dumps(openapi(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def test_the_description_is_the_committed_one(pytestconfig):
    """After a wished change: run this file with ``--write-access`` and read the difference."""
    if pytestconfig.getoption("--write-access"):
        COPY.write_text(written(), encoding="utf-8")

    assert COPY.read_text(encoding="utf-8") == written()


def test_it_is_openapi_3_1_and_documents_each_answer():
    document = openapi()

    assert document["openapi"] == "3.1.0"
    assert document["info"]["license"]["name"] == "CC BY 4.0"
    for path, operations in document["paths"].items():
        assert list(operations) == ["get"], path
        assert set(operations["get"]["responses"]) == {"200", "304", "400", "404", "405", "422"}, path


def test_every_field_has_a_meaning_an_example_of_its_own_kind_and_a_rule_that_exists():
    for table in TABLES.values():
        names = [field.name for field in table.fields]
        assert len(names) == len(set(names)), table.name
        assert "id" not in names
        for field in table.fields:
            assert field.means, (table.name, field.name)
            assert not field.rule or field.rule in RULES
            if field.kind in (Kind.WHOLE, Kind.RIALS):
                assert type(field.example) is int, (table.name, field.name)
        assert {part.name for part in table.key} <= set(names)


def test_no_number_is_a_float():
    assert '"type": "number"' not in json.dumps(openapi())


@pytest.mark.django_db
def test_it_is_served_as_it_is(client):
    assert client.get("/api/v1/openapi.json").json() == openapi()
