"""What two documents say otherwise, in words: the same words as on the page of an edition. No database here."""

import json
import re
from pathlib import Path

import pytest
from django.utils import translation
from django.utils.html import strip_tags

from accounts import roles
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


def written(change, language="fa"):
    ((_figure, old, new),) = rows(change, language)
    return old, new


def test_people_are_named_as_on_the_page():
    assert written(lambda new: new["entries"][0].update(recorded_by={"role": roles.STAFF}), "en") == (
        "secretary (cluster development agent), Towns Company",
        "industrial-towns staff",
    )
    persian = written(lambda new: new["entries"][0].update(recorded_by={"seat": "supervisor", "institution": None}))
    assert not [text for text in persian if re.search("[a-z]", text)]


def test_votes_are_told_as_on_the_page():
    votes = {"for": 5, "against": 1, "abstain": 0}

    assert written(lambda new: new["decisions"][0].update(votes=votes), "en") == (
        "by consensus",
        "5 for, 1 against, 0 abstained",
    )
    assert written(lambda new: new["decisions"][0].update(votes=votes))[0] == "به اجماع"


def test_partners_and_plans_have_their_names():
    assert written(lambda new: new["plans"][0].update(partners=["centre"]), "en") == ("مرکز رشد, The Union", "مرکز رشد")
    assert written(lambda new: new["findings"]["gaps"][0].update(plans=["1403/2"])) == (
        "برنامه ۱، برنامه ۲",
        "برنامه ۲",
    )


def test_a_grade_says_what_it_is_of():
    assert rows(lambda new: new["trainings"]["grades"].update({"5": 54})) == [("Answers with grade 5 of 5", "53", "54")]


def leaves(value, path=()):
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else None
    return [path] if parts is None else [leaf for name, part in parts for leaf in leaves(part, (*path, name))]


def other(value):
    """Another value of the same kind."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if value and re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        return "2020-01-01"
    if value and re.fullmatch(r"-?[0-9]+\.[0-9]+", value):
        return value[:-1] + ("2" if value.endswith("1") else "1")
    return value


def test_no_figure_is_named_by_its_key():
    """Every value of the document that can be another one, one after the other."""
    named = set()
    for path in leaves(build_here.document()):

        def change(new, path=path):
            place = new
            for part in path[:-1]:
                place = place[part]
            place[path[-1]] = other(place[path[-1]])

        named |= {figure for figure, _old, _new in rows(change, "fa")}

    assert len(named) > 40
    assert [figure for figure in named if re.search("[a-z_]{2,}", figure)] == []
