"""Two documents against each other: every figure that differs, and nothing else."""

import copy

import pytest

from editions.differences import differences


def row(key, **fields):
    return {"key": key, **fields}


OLD = {
    "schema": "s",
    "chain": {"previous": None, "place": 1, "kind": "facts"},
    "edition": {"key": "1403/edition/1", "number": 1, "as_of": "2025-03-20", "erratum": None, "is_sample": False},
    "progress": {
        "verified": "35.3000", "plans_by_status": {"done": 1}, "series": [{"day": "2024-04-19", "verified": None}]
    },
    "plans": [
        row(
            "1403/1", verified="10.0000", sections=[{"fa": "یک", "en": ""}],
            activities=[row("1403/1/1", weight="60.00")],
        ),
        row("1403/2", verified=None, sections=[], activities=[]),
    ],
    "entries": [row("1403/1/1@2024-07-21#1", percent="80.0000", verifications=[])],
    "money": {"lines": [{"plan": "1403/1", "institution": {"key": "a", "name": {"fa": "الف", "en": ""}}, "paid": 5}]},
    "trainings": {"sums": {"trained": 112}},
    "firms": {"total": {"staff": 50}, "sizes": [{"size": "micro", "sums": {"staff": 20}}]},
    "decisions": [{"number": "1403/02-01", "votes": {"for": 5, "against": 0, "abstain": 1}}],
}  # fmt: skip


def changed(change):
    """The paths and values of the differences after a change of a copy."""
    new = copy.deepcopy(OLD)
    change(new)
    return [(found.path, found.kind, found.old, found.new) for found in differences(OLD, new)]


def test_equal_documents_differ_in_nothing():
    assert changed(lambda new: None) == []


def test_what_every_two_editions_differ_in_is_no_difference():
    def other(new):
        new["chain"] = {"previous": "a" * 64, "place": 2, "kind": "facts"}
        new["edition"] |= {"key": "1403/edition/2", "number": 2, "erratum": {"fa": "اصلاح", "en": ""}}

    assert changed(other) == []


def test_the_day_of_the_figures_is_one():
    assert changed(lambda new: new["edition"].update(as_of="2025-03-19")) == [
        (("edition", "as_of"), "changed", "2025-03-20", "2025-03-19")
    ]


def test_a_changed_figure_of_the_headline_a_plan_and_an_activity():
    def other(new):
        new["progress"]["verified"] = "36.0000"
        new["plans"][0]["verified"] = "12.5000"
        new["plans"][0]["activities"][0]["weight"] = "70.00"

    assert changed(other) == [
        (("plans", "1403/1", "activities", "1403/1/1", "weight"), "changed", "60.00", "70.00"),
        (("plans", "1403/1", "verified"), "changed", "10.0000", "12.5000"),
        (("progress", "verified"), "changed", "35.3000", "36.0000"),
    ]


def test_a_plan_that_was_added_is_one_difference_and_moves_no_other():
    plan = row("1403/3", verified="1.0000")

    assert changed(lambda new: new["plans"].insert(0, plan)) == [(("plans", "1403/3"), "added", None, plan)]


def test_a_report_that_was_removed():
    assert changed(lambda new: new["entries"].clear()) == [
        (("entries", "1403/1/1@2024-07-21#1"), "removed", OLD["entries"][0], None)
    ]


def test_a_verdict_that_came_later():
    verdict = {"on": "2024-08-01", "verdict": "verified", "percent": "30.0000", "value": None}

    assert changed(lambda new: new["entries"][0]["verifications"].append(verdict)) == [
        (
            ("entries", "1403/1/1@2024-07-21#1", "verifications", "2024-08-01/verified/30.0000/"),
            "added", None, verdict,
        )
    ]  # fmt: skip


def test_a_cell_that_is_hidden_now_and_one_that_is_shown_now():
    assert changed(lambda new: new["firms"].update(total=None)) == [(("firms", "total", "staff"), "changed", 50, None)]
    assert changed(lambda new: new["firms"]["sizes"][0].update(sums={"staff": 0})) == [
        (("firms", "sizes", "micro", "sums", "staff"), "changed", 20, 0)
    ]


def test_a_whole_section_that_came_later_is_compared_figure_by_figure():
    old, new = {"firms": None}, {"firms": {"asked": 3, "sizes": [{"size": "micro", "sums": None}]}}

    assert [(found.path, found.kind) for found in differences(old, new)] == [
        (("firms", "asked"), "changed"),
        (("firms", "sizes", "micro"), "added"),
    ]


def test_values_of_several_parts_are_one_difference():
    votes = {"for": 4, "against": 1, "abstain": 1}

    assert changed(lambda new: new["decisions"][0].update(votes=votes)) == [
        (("decisions", "1403/02-01", "votes"), "changed", OLD["decisions"][0]["votes"], votes)
    ]
    names = [{"fa": "دو", "en": ""}]
    assert changed(lambda new: new["plans"][0].update(sections=names)) == [
        (("plans", "1403/1", "sections"), "changed", OLD["plans"][0]["sections"], names)
    ]


def test_two_rows_of_the_same_key_are_two():
    line = OLD["money"]["lines"][0]

    found = changed(lambda new: new["money"]["lines"].append(line | {"paid": 7}))

    assert [(path[:2], kind, new["paid"]) for path, kind, _old, new in found] == [(("money", "lines"), "added", 7)]


def leaves(value, path=()):
    """The path to every plain value of a document."""
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else None
    if parts is None:
        return [path]
    return [leaf for name, part in parts for leaf in leaves(part, (*path, name))]


EXEMPT = {("schema",), ("edition", "key"), ("edition", "number"), ("edition", "erratum")}


@pytest.mark.parametrize("path", [p for p in leaves(OLD) if p not in EXEMPT and p[0] != "chain"])
def test_no_value_can_change_unseen(path):
    def other(new):
        place = new
        for name in path[:-1]:
            place = place[name]
        place[path[-1]] = "another"

    assert changed(other)
