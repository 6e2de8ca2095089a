"""Every output says what the document says, and nothing else. No test here has a database."""

import csv
import json
import os
import re
import time
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
import time_machine
from django.utils import translation
from django.utils.html import strip_tags
from openpyxl import load_workbook

from editions.outputs import made_files
from editions.outputs.listing import listing
from editions.outputs.making import expected_files
from editions.outputs.mark import mark_of
from editions.outputs.pdf import report_data
from editions.outputs.reader import Reader
from editions.outputs.workbook import workbook
from editions.public.content import content
from editions.public.marks import marks_of
from reports.pages.words import Words
from tests.editions import build_document as build_here
from tests.editions.read_outputs import SHARES, Files, grouped, in_order, moved, plain, shown, turned


@pytest.fixture(scope="module")
def files():
    return Files(build_here.document())


@pytest.fixture(scope="module")
def changed():
    """The same document with every figure moved: 1 and a bit in percents, 1 in counts."""
    return Files(moved(build_here.document()))


@pytest.fixture(params=["files", "changed"])
def either(request):
    return request.getfixturevalue(request.param)


# What is made --------------------------------------------------------------------------------------------------------
def test_every_expected_file_is_made_under_a_name_of_its_own(files):
    assert [(made.kind, made.language) for made in files.made] == expected_files()
    assert [made.name for made in files.made] == [
        "1403-edition-2-snapshot.json",
        "1403-edition-2-fa.pdf",
        "1403-edition-2-en.pdf",
        "1403-edition-2-fa.xlsx",
        "1403-edition-2-en.xlsx",
        "1403-edition-2-fa.csv",
        "1403-edition-2-en.csv",
    ]
    assert files.told == [pytest.approx(step / 7) for step in range(1, 8)]


def test_the_snapshot_is_the_document_itself(files):
    assert files.content("json", "") == files.text.encode()
    assert json.loads(files.content("json", "")) == files.document


def test_made_again_elsewhere_the_bytes_are_the_same(files, monkeypatch):
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    try:
        with time_machine.travel("2031-07-01 22:30:00", tick=False), translation.override("en"):
            again = made_files(files.text, files.sha256, build_here.SEAL)
    finally:
        monkeypatch.undo()
        time.tzset()

    assert [made.name for made in again if made not in files.made] == []
    assert os.environ.get("TZ") != "America/New_York"


# The same figures in all of them -------------------------------------------------------------------------------------
def test_plans_and_activities_have_the_same_figures_everywhere(either):
    rows = {row["Key"]: row for row in either.listing()}
    plans, activities = ({row["Key"]: row for row in either.sheet(name)} for name in ("Action plans", "Activities"))
    for plan in either.document["plans"]:
        assert_table_row(plans[plan["key"]], rows[plan["key"]], plan)
        assert plans[plan["key"]]["Variance in points"] == float(plan["variance"])
        assert rows[plan["key"]]["Variance in points"] == plan["variance"]
        for activity in plan["activities"]:
            assert_table_row(activities[activity["key"]], rows[activity["key"]], activity)
            for kind in ("reported", "verified"):
                name = f"Report behind the {kind} percent"
                assert activities[activity["key"]][name] == activity[f"{kind}_entry"]
                assert rows[activity["key"]][name] == (activity[f"{kind}_entry"] or "")

    lines = [line(plan, "variance") for plan in either.document["plans"]]
    lines += [line(activity) for plan in either.document["plans"] for activity in plan["activities"]]
    assert [line for line in lines if line not in either.printed()] == []


def assert_table_row(cells, row, facts):
    names = ("Weight", "Planned percent", "Reported percent", "Verified percent")
    for name, kind in zip(names, ("weight", *SHARES), strict=True):
        assert cells[name] == (None if facts[kind] is None else float(facts[kind]))
        assert row[name] == (facts[kind] or "")


def line(facts, *more):
    """A plan: weight and percents side by side. An activity: its percents, after the weight and the days."""
    percents = "".join(shown(facts[kind]) for kind in (*SHARES, *more))
    if more:
        return plain(facts["weight"]) + percents
    days = facts["finish"] if facts["is_milestone"] else facts["start"] + facts["finish"]
    return plain(facts["weight"]) + days + percents


def test_the_headline_is_the_same_everywhere(either):
    progress, document = either.document["progress"], either.document
    summary = {(row["Part"], row["What"]): row["Value"] for row in either.sheet("Summary")}
    for kind in SHARES:
        assert summary["Progress", f"{kind.title()} percent"] == float(progress[kind])
        assert either.listing()[0][f"{kind.title()} percent"] == progress[kind]
    assert summary["Progress", "Action plans: Behind plan"] == progress["plans_by_status"]["behind"]
    assert summary["Gaps", "Gaps closed"] == document["findings"]["closed"]
    assert summary["Hand-over", "Readiness, in percent"] == float(document["handover"]["share"])

    planned, reported, verified = (shown(progress[kind]) for kind in SHARES)
    assert f"Verifiedpercent{verified}planned{planned},reported{reported}" in either.printed()
    assert f"{document['findings']['closed']}of{document['findings']['addressed']}gapsareclosed." in either.printed()
    assert f"Readiness{shown(document['handover']['share'])}percent" in either.printed()
    curve = ["".join(shown(row[kind]) for kind in SHARES) for row in progress["series"]]
    assert in_order(either.printed(), curve) is None
    sheet = either.sheet("Progress curve")
    assert [[row[f"{kind.title()} percent"] for kind in SHARES] for row in sheet] == [
        [float(row[kind]) for kind in SHARES] for row in progress["series"]
    ]


def test_the_host_and_partners_are_named_everywhere(files):
    summary = {(row["Part"], row["What"]): row["Value"] for row in files.sheet("Summary")}

    assert summary["Edition", "Host of the cluster"] == "Towns Company"
    assert "HostoftheclusterTownsCompany" in files.printed().replace(":", "")
    assert files.sheet("Action plans")[0]["Partners"] == "مرکز رشد, The Union"
    assert "TheUnion" in files.printed()


def test_money_is_the_same_everywhere(either):
    names = ("pledged", "approved", "paid")
    lines, total = either.document["money"]["lines"], either.document["money"]["total"]

    assert [[row[f"{name.title()}, in rials"] for name in names] for row in either.sheet("Money")] == [
        [row[name] for name in names] for row in lines
    ]
    summary = {row["What"]: row["Value"] for row in either.sheet("Summary") if row["Part"] == "Money, in rials"}
    assert [summary[name.title()] for name in names] == [total[name] for name in names]
    printed = ["".join(grouped(row[name]) for name in names) + row["decision"] for row in lines]
    printed += ["Sum" + "".join(grouped(total[name]) for name in names)]
    assert in_order(either.printed(), printed) is None


def test_courses_are_the_same_everywhere(either):
    found = either.document["trainings"]
    course, (row,) = found["courses"][0], either.sheet("Courses")

    names = ("People trained", "People who completed", "Certificates", "Firms")
    counts = [course[name] for name in ("trained", "completed", "certified", "firms")]
    assert [row[name] for name in names] == counts
    summary = {row["What"]: row["Value"] for row in either.sheet("Summary") if row["Part"] == "Trainings"}
    assert [summary[name] for name in ("Courses", *names[:3])] == [
        found["sums"][name] for name in ("courses", "trained", "completed", "certified")
    ]
    assert f"5August20241403/2{''.join(map(str, counts))}" in either.printed()
    sums, grades = found["sums"], "".join(str(found["grades"][grade]) for grade in "12345")
    assert in_order(either.printed(), [f"Courses{sums['courses']}", f"Peopletrained{sums['trained']}"]) is None
    assert f"Answers{grades}Course" in either.printed()


def test_firms_are_the_same_everywhere_and_a_hidden_cell_says_so(either):
    found = either.document["firms"]
    rows = either.sheet("Firms and jobs")
    sums = [found["total"], *(row["sums"] for row in found["sizes"] + found["sections"])]

    shown_sums = [[*row.values()][2:] for row in rows]
    assert shown_sums == [["hidden"] * 6 if row is None else [*row.values()] for row in sums]
    printed = ["hidden" * 6 if row is None else "".join(map(grouped, row.values())) for row in sums]
    assert in_order(either.printed(), printed) is None


def test_the_persian_report_has_the_same_figures(either):
    """pypdf turns each run of Persian digits around; what stands between the runs keeps its place."""
    printed = either.printed("fa")
    lines = [[shown(plan[kind]) for kind in SHARES] for plan in either.document["plans"]]
    lines += [
        [grouped(row[name]) for name in ("pledged", "approved", "paid")] for row in either.document["money"]["lines"]
    ]
    assert [line for line in lines if "".join(map(turned, line)) not in printed] == []


def test_indicators_are_the_same_everywhere_also_one_without_a_reading(either):
    """A later reading that was returned, and its target, which is that of a draft, make no figure anywhere."""
    rows = [row for plan in either.document["plans"] for row in plan["indicators"]]
    with translation.override("en"):
        page = [row for plan in content(either.document, Words())["plans"] for row in plan["indicators"]]
    names = ("start", "target", "reported", "verified")

    sheet = either.sheet("Indicators")
    assert [row["Key"] for row in sheet] == ["1403/1/i1", "1403/1/i2"]
    figures = ("Set out from", "Target", "Reported", "Verified")
    assert [[row[name] for name in figures] for row in sheet] == [
        [row[name] and float(row[name]) for name in names] for row in rows
    ]
    assert sheet[0]["Reading behind the verified figure"] == "1403/1/i1@2024-09-21#1"
    first, second = ([row[name] and plain(row[name]) for name in names] for row in rows)
    assert [[row[name] for name in names] for row in page] == [first, [*second[:2], "—", "—"]]
    day = "2024-09-21"
    assert f"Measure1ideas{first[0]}{first[1]}{first[2]}{day}{first[3]}{day}" in either.printed()
    assert f"Measure2ideas{second[0]}{second[1]}——" in either.printed()
    assert [figure for figure in ("999", "1,000.1") if figure in either.printed()] == []


def test_what_is_behind_and_why_is_the_same_on_the_page_and_in_the_report():
    """Plan 2 is on track although 2.2 points less are verified than planned; what a returned report says counts not."""
    document = build_here.document(notes=[])
    returned = build_here.verdict(word="returned")
    document["entries"].append(build_here.entry("1403/1/1@2025-01-05#1", "90.0000", returned, obstacle="ادعای بازگشته"))
    with translation.override("en"):
        page = content(document, Words())["behind"]
        blocks = report_data(Reader(document, "en"), "a" * 64, "")["blocks"]
    (table,) = (block for block in blocks if block.get("head", [""])[-1] == "Corrective action")

    assert [(row["number"], strip_tags(row["reason"]), strip_tags(row["action"]), row["said_on"]) for row in page] == [
        ("1", "قرارداد نبود", "پیگیری", "21 September 2024")
    ]
    assert [row[2:] for row in table["rows"]] == [
        [["+", [["p", "قرارداد نبود"], ["m", "report of 21 September 2024"]]], ["p", "پیگیری"]]
    ]


# What else they say --------------------------------------------------------------------------------------------------
def test_the_report_names_who_stands_behind_a_figure_and_what_was_said_about_it(files):
    printed = files.printed()
    assert "1403/1/1@2024-06-20#12024-06-2057.9secretary(clusterdevelopmentagent),TownsCompany2024-06-20" in printed
    assert "58.3technicalsupervisorverified·2024-07-01" in printed
    assert "Version1,inforcefrom15May2024bydecision1403/02-01" in printed
    assert "1403/02-02Sample15May2024Confidentialuntiltheendof1January2030." in printed
    assert "Whatthiseditioncorrects" in printed
    for mark in (files.sha256, build_here.PREVIOUS, build_here.SEAL, "/en/progress/check/"):
        assert mark in printed


def test_the_report_tells_notes_and_closed_gaps_in_words(files):
    document = build_here.document()
    document["notes"].append(
        {"about": "unverified", "subject": "1403/1/1@2024-07-21#2", "reason": "سفر", "corrective_action": ""}
    )
    with translation.override("en"):
        blocks = report_data(Reader(document, "en"), "a" * 64, "")["blocks"]
    gaps, notes = (
        next(block["rows"] for block in blocks if block.get("head", [""])[0] == head) for head in ("Number", "About")
    )

    assert [row[-1] for row in gaps] == ["Report on indicator 1 of plan 1, 21 September 2024", "—"]
    assert gaps[0][3] == ["+", ["plan 1", "plan 2"]]
    assert [row[0][1][1] for row in notes] == [
        ["m", "plan 1"],
        ["m", "Report on activity 1 of plan 1, 21 July 2024 (2)"],
    ]


def test_the_report_is_accessible_and_dated_by_the_edition(files):
    for language, title in (("fa", "گزارش سالانه ۱۴۰۳، نسخه ۲"), ("en", "Yearly report 1403, edition 2")):
        read = files.pdf(language)
        root = read.trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"]
        assert root["/Lang"].startswith(language)
        assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_object().get_data()
        assert (read.metadata.title, read.metadata["/CreationDate"]) == (title, "D:20250320000000Z")
        assert len(alternatives(root["/StructTreeRoot"])) == 3  # the curve, the calendar, the QR code


def alternatives(node):
    """The texts that stand for pictures, wherever in the tree."""
    node = node.get_object()
    children = node if isinstance(node, list) else [node["/K"]] if isinstance(node, dict) and "/K" in node else []
    own = [node["/Alt"]] if isinstance(node, dict) and "/Alt" in node else []
    return own + [text for child in children for text in alternatives(child)]


def test_every_file_carries_the_mark_of_its_edition(files):
    mark = mark_of(files.document, files.sha256)
    for language in ("fa", "en"):
        assert files.pdf(language).metadata["/Keywords"] == mark
        assert files.book(language).properties.keywords == mark
        rows = files.listing(language)
        assert {(row["edition"], row["sha256"]) for row in rows} == {("1403/edition/2", files.sha256)}
        assert len(rows) == 1 + 2 + 3  # the year, its plans, their activities
    for made in files.made:
        found = marks_of(BytesIO(made.content))
        assert (1403, 2) in found.keys
        assert made.kind == "json" or files.sha256 in found.hashes


def test_the_workbook_has_numbers_days_and_texts_as_what_they_are(files):
    book = files.book("fa")
    assert [sheet.title for sheet in book][:3] == ["خلاصه", "برنامه‌های عمل", "خط‌های مبنا"]
    assert all(sheet.sheet_view.rightToLeft and sheet.freeze_panes == "A2" for sheet in book)
    assert not any(sheet.sheet_view.rightToLeft for sheet in files.book("en"))
    heads = {cell.value for sheet in book for cell in sheet[1]}
    assert {"آغاز (شمسی)", "پایان (شمسی)", "فروش به خریداران استان به ریال"} <= heads
    assert "مبنا (شمسی)" not in heads
    decision = files.sheet("Decisions")[0]
    assert decision["Adopted on (Jalali)"] == "1403-02-26"
    assert decision["Adopted on (ISO)"].date().isoformat() == "2024-05-15"
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert kinds == {"s", "n", "d"}
    assert {row["Sample"] for row in files.sheet("Action plans")} == {"yes"}
    assert all(part.date_time == (2025, 3, 20, 0, 0, 0) for part in ZipFile(archive(files)).infolist())


def archive(files):
    return BytesIO(files.content("xlsx", "fa"))


def test_the_workbook_has_every_report_with_every_verdict_and_its_evidence(files):
    assert [row["Key"] for row in files.sheet("Progress reports")] == [row["key"] for row in files.document["entries"]]
    assert [(row["Report"], row["Verdict"], row["Value"]) for row in files.sheet("Verdicts")] == [
        ("1403/1/1@2024-06-20#1", "verified", None),
        ("1403/1/i1@2024-09-21#1", "returned", None),
        ("1403/1/i1@2024-09-21#1", "verified", 28.5),
        ("1403/1/i1@2025-01-20#1", "returned", None),
    ]
    assert [row["SHA-256"] for row in files.sheet("Evidence")] == ["b" * 64]


# Hostile and empty documents -----------------------------------------------------------------------------------------
FORMULAS = ["=1+1", "+x", "-x", "@x", "\t=1", "\r=1", "＝1", "＋1"]
MARKUP = '#set page(width: 1pt) $x$ *b* _i_ @ref <a> "q" \\u{41} #eval("1") // x'


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_is_a_formula(text, files):
    document = build_here.document()
    for plan in document["plans"]:
        plan["title"] = {"fa": text, "en": text}
    document["entries"][0]["narrative"] = document["notes"][0]["reason"] = text
    book = load_workbook(BytesIO(workbook(document, files.sha256, "", "en")))

    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    told = [cell for cell in cells if cell.value == text.replace("\r", "\n")]
    assert len(told) == 4
    assert all(cell.quotePrefix for cell in told)


def test_no_field_of_the_csv_is_a_formula():
    for text in FORMULAS:
        document = build_here.document()
        document["plans"][0]["title"] = {"fa": text, "en": text}
        read = csv.DictReader(StringIO(listing(document, "0" * 64, "fa").decode("utf-8-sig"), newline=""))
        assert [*read][1]["عنوان"] == f"'{text}"


def test_texts_are_never_markup_and_nothing_in_them_stops_the_report():
    document = build_here.document()
    turning, absent = "\u202eabc\u2067\u2069", "\U0001f600中"
    document["plans"][0]["title"] = {"fa": MARKUP, "en": MARKUP}
    document["notes"][0]["reason"] = f"{turning} {absent} \x01\x85\u2028\ufeff"
    hostile = Files(document)

    assert re.sub(r"\s", "", MARKUP) in hostile.printed()
    assert "abc\ufffd\ufffd" in hostile.printed()
    assert "\u202e" not in hostile.printed()
    assert json.loads(hostile.content("json", "")) == document


def test_a_text_of_any_length_fits():
    document = build_here.document()
    document["plans"][1]["title"] = {"fa": "", "en": "long " * 12000}
    document["plans"][1]["objective"] = {"fa": "", "en": "w" * 60000}
    long = Files(document)

    assert len(long.pdf("en").pages) > 20
    title = long.sheet("Action plans")[1]["Title"]
    assert (len(title), title[-1]) == (32767, "…")  # no cell holds more; the snapshot has it whole


def test_a_year_without_plans_has_all_files_too():
    empty = Files(build_here.nearly_empty())

    assert "Thedocumentholdsnosumovertheyear" in empty.printed()
    assert [(row["edition"], row["sha256"]) for row in empty.listing()] == [("1403/edition/2", empty.sha256)]
    assert empty.sheet("Firms and jobs") == []
