"""What two documents say otherwise, in words: the same words as on the page of an edition. No database here."""

import json
from pathlib import Path

import pytest
from django.utils import translation
from django.utils.html import strip_tags

from editions import document as document_package
from editions.public import changes
from editions.public.changes import change_rows
from reports.pages.words import Words
from tests.editions import build_document as build_here

SCHEMA = json.loads(Path(document_package.__file__).with_name("schema-1.json").read_text(encoding="utf-8"))


def rows(change, language="en", names=("figure", "old", "new")):
    """The differences after a change of the document, as plain texts."""
    old, new = build_here.document(), build_here.document()
    change(new)
    with translation.override(language):
        return [tuple(strip_tags(str(row[name])) for name in names) for row in change_rows(old, new, Words())]


def day_fields(part, name=""):
    """Names of the fields that the schema calls a day."""
    if isinstance(part, list):
        return {found for value in part for found in day_fields(value, name)}
    if not isinstance(part, dict):
        return set()
    own = {name} if part.get("$ref") == "#/$defs/day" else set()
    inside = {"anyOf", "items", "properties", "$defs"}
    return own | {found for key, value in part.items() for found in day_fields(value, name if key in inside else key)}


def test_the_days_are_those_of_the_schema():
    assert day_fields(SCHEMA) == changes.DAYS


@pytest.mark.parametrize("text", ["۱۴۰۴-۰۱-۱۵", "1403-13-45", "abcd-ef-gh"])
def test_a_text_that_looks_like_a_day_is_a_text(text):
    def other(new):
        new["notes"][0]["reason"] = text

    ((figure, old, new),) = rows(other, "fa")

    assert (figure, old, new) == ("دلیل", "قرارداد دیر بسته شد.", text)


def test_a_day_is_written_as_a_day():
    ((figure, old, new),) = rows(lambda new: new["handover"]["criteria"][0].update(scored_on="2025-03-16"))

    assert (figure, old, new) == ("Scored on", "15 March 2025", "16 March 2025")


def test_a_difference_that_no_words_fit_is_told_plainly_beside_the_others():
    def other(new):
        new["handover"]["criteria"][0]["scored_on"] = "no day"
        new["trainings"]["sums"]["trained"] = 170

    assert rows(other, names=("what", "figure", "kind")) == [
        ("Trainings", "People trained", ""),
        (
            "handover/criteria/registered/scored_on",
            "",
            "They differ here; both values stand in the frozen data.",
        ),
    ]
