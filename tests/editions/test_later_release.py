"""An edition outlives the release that made it: keys that this one has no words for any more. No database here."""

import json
from datetime import date

from django.utils import translation

from actionplans.arithmetic import Status
from council.models import ProgramYear
from editions.compared import figures_of
from editions.models import YearEdition
from editions.outputs.pdf import report_data
from editions.outputs.reader import Reader
from editions.outputs.tables import tables_of
from editions.public.changes import change_rows
from editions.public.content import content
from reports.pages.words import Words
from tests.editions import build_document as build_here

KEYED = {"status", "pillar", "kind", "size", "state", "verdict", "about", "seat", "role", "level", "direction"}


def aged(value, name=""):
    """The document with a later key in every place where a key stands."""
    if isinstance(value, dict):
        return {key: part if key == "edition" else aged(part, key) for key, part in value.items()}
    if isinstance(value, list):
        return [aged(part) for part in value]
    return f"gone-{name}" if name in KEYED and value else value


OLD = aged(build_here.document())
OLD["progress"]["plans_by_status"] = {"gone-status": 2}


def test_page_files_and_differences_show_such_a_key_as_it_is():
    with translation.override("en"):
        page = content(OLD, Words())
        reader = Reader(OLD, "en")
        report = json.dumps(report_data(reader, "a" * 64, ""))
        tables = str(tables_of(reader, []))
        rows = change_rows(build_here.document(), OLD, Words())

    assert (page["plans"][0]["pillar"], page["plans"][0]["status_word"]) == ("gone-pillar", "gone-status")
    assert page["money"]["lines"][0]["kind"] == "gone-kind"
    assert page["firms"]["sizes"][0]["name"] == "gone-size"
    assert page["gaps"]["rows"][0]["state"] == "gone-state"
    assert "gone-seat" in str(page["plans"][0]["activities"][0]["reports"][0]["by"])
    for name in ("status", "pillar", "kind", "state", "verdict", "about", "seat"):
        assert f"gone-{name}" in report, name
        assert f"gone-{name}" in tables, name
    assert {"gone-status", "gone-pillar", "gone-state"} <= {str(row["new"]) for row in rows}
    assert [row["what"] for row in rows if "differ here" in str(row["kind"])] == []


def test_the_comparison_of_years_leaves_out_a_status_that_is_no_more():
    edition = YearEdition(year=ProgramYear(year=1403), number=1, as_of=date(2025, 3, 20))
    document = build_here.document()
    document["progress"]["plans_by_status"] = {"behind": 1, "gone-status": 1}

    assert figures_of(edition, document)["statuses"] == {Status.BEHIND: 1}
