"""The schema describes every field of a document, and refuses what is none."""

import copy
import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from council.models import ProgramYear
from editions import document as document_package
from editions.document import SCHEMA, edition_document
from editions.models import YearEdition
from reports.loading import load_cluster
from tests.editions import build_document, read_outputs
from tests.editions import build_editions as build_here
from tests.reports import build_files

SCHEMA_TEXT = Path(document_package.__file__).with_name("schema-1.json").read_text(encoding="utf-8")
VALIDATOR = Draft202012Validator(json.loads(SCHEMA_TEXT))


def objects(part):
    """Every schema of an object with fields."""
    if isinstance(part, dict):
        if "properties" in part:
            yield part
        for value in part.values():
            yield from objects(value)
    elif isinstance(part, list):
        for value in part:
            yield from objects(value)


def test_it_is_a_schema_and_names_itself():
    Draft202012Validator.check_schema(VALIDATOR.schema)

    assert VALIDATOR.schema["$id"] == VALIDATOR.schema["properties"]["schema"]["const"] == SCHEMA


def test_every_field_is_described_and_asked_for_and_no_other_is_allowed():
    for part in objects(VALIDATOR.schema):
        assert part["additionalProperties"] is False
        assert sorted(part["required"]) == sorted(part["properties"])
        assert [name for name, field in part["properties"].items() if not field.get("description")] == []


@pytest.mark.parametrize(
    "document",
    [build_document.document(), build_document.nearly_empty(), read_outputs.moved(build_document.document())],
    ids=["whole", "nearly empty", "moved"],
)
def test_the_documents_that_other_tests_are_about_fit(document):
    assert [f"{error.json_path}: {error.message}" for error in VALIDATOR.iter_errors(document)] == []


@pytest.mark.django_db
def test_the_document_of_a_year_fits_and_a_mutated_one_does_not():
    document = json.loads(build_here.frozen().document)
    assert [error.message for error in VALIDATOR.iter_errors(document)] == []

    for mutate in (
        lambda new: new.update(extra=1),
        lambda new: new.pop("plans"),
        lambda new: new["progress"].update(verified=35.3),
        lambda new: new["progress"].update(verified="35.3"),
        lambda new: new["plans"][0].update(status="fine"),
        lambda new: new["plans"][0]["activities"][0].update(id=17),
        lambda new: new["entries"][0].update(key="17"),
        lambda new: new["entries"][0]["recorded_by"].update(name="کسی"),
        lambda new: new["chain"].update(previous="abc"),
        lambda new: new["edition"].update(as_of="30 Esfand"),
    ):
        new = copy.deepcopy(document)
        mutate(new)
        assert not VALIDATOR.is_valid(new)


@pytest.mark.django_db
def test_the_schema_is_served_and_describes_what_is_frozen(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/progress/editions/schema-1.json")

    assert response.headers["Content-Type"] == "application/schema+json"
    assert json.loads(response.content)["properties"].keys() == build_document.document().keys()


@pytest.mark.long
@pytest.mark.django_db
def test_the_document_of_the_whole_sample_fits(tmp_path, settings):
    """Every part of a document is filled there: money, courses, firms with hidden cells, gaps, hand-over."""
    settings.MEDIA_ROOT, settings.DEMO = tmp_path, True
    load_cluster(build_files.KHUZESTAN / "reported.toml", with_sample=True)
    for year in ProgramYear.objects.order_by("year"):
        edition = YearEdition(year=year, number=1, as_of=year.end)
        document = edition_document(edition, lambda _is_sample: ("", 0))
        assert [error.message for error in VALIDATOR.iter_errors(document)] == []
    parts = ("entries", "readings", "decisions", "meetings", "firms", "handover")
    assert [name for name in parts if not document[name]] == []
