"""The document as tables, in the language that is active: what the workbook holds, a sheet for each.

A cell is a value and a column says what kind it is, so that a number leaves as a number and a text as a text.
"""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from editions.outputs.reader import date_of, jalali, last_verdict

TEXT, SHARE, AMOUNT, WHOLE, DAY, ANY = "text", "share", "amount", "whole", "day", "any"
HASH_WIDTH, LONG, SHORT = 68, 48, 14


@dataclass(frozen=True)
class Column:
    title: str
    kind: str = TEXT
    width: int = SHORT


@dataclass(frozen=True)
class Table:
    """``name`` is the title of its sheet: at most 31 characters. In a column of kind ANY a cell is (kind, value)."""

    name: str
    columns: list[Column]
    rows: list[list]


def day_columns(title):
    """A day stands twice: Jalali as text, and as a date that a spreadsheet reckons with."""
    return [Column(_("%(what)s (Jalali)") % {"what": title}), Column(_("%(what)s (ISO)") % {"what": title}, DAY)]


def day_cells(iso):
    return [jalali(iso), date_of(iso)]


def exact(value):
    """A figure of the document as the number that it is; None stays None."""
    return None if value is None else Decimal(value)


def yes_or_no(flag):
    return _("yes") if flag else pgettext("answer", "no")


def key_column(title=None):
    return Column(title or _("Key"), width=22)


def share_columns():
    return [
        Column(_("Planned percent"), SHARE),
        Column(_("Reported percent"), SHARE),
        Column(_("Verified percent"), SHARE),
    ]


def share_cells(row):
    return [exact(row["planned"]), exact(row["reported"]), exact(row["verified"])]


def sample_column():
    return Column(_("Sample"), width=8)


def tables_of(reader, check_rows):
    """Every table of the document; ``check_rows`` are the lines of the last one."""
    makers = [plans, baselines, activities, curve, entries, readings, verdicts, evidence, decisions, meetings]
    makers += [money, courses, firms, gaps, criteria, notes]
    check = Table(_("How to check"), [Column(_("What"), width=34), Column(_("Value"), width=HASH_WIDTH)], check_rows)
    return [*(maker(reader) for maker in makers), check]


def plans(reader):
    columns = [
        key_column(),
        Column(_("Number"), WHOLE),
        Column(_("Title"), width=LONG),
        Column(_("Objective"), width=LONG),
        Column(_("Lead"), width=LONG),
        Column(_("Partners"), width=LONG),
        Column(_("Pillar"), width=22),
        Column(_("Sections"), width=LONG),
        Column(_("Weight"), AMOUNT),
        *share_columns(),
        Column(_("Variance in points"), SHARE),
        Column(_("Status"), width=18),
        Column(_("Approved by")),
        Column(_("Stopped by")),
        *day_columns(_("Stopped on")),
        Column(_("Baseline"), WHOLE),
        sample_column(),
    ]
    return Table(_("Action plans"), columns, [plan_row(row, reader) for row in reader.document["plans"]])


def plan_row(row, reader):
    comma = pgettext("between the items of a list", ", ")
    return [
        row["key"],
        row["number"],
        reader.text(row["title"]),
        reader.text(row["objective"]),
        reader.institution(row["lead"]),
        comma.join(reader.institution_of(key) for key in row["partners"]),
        reader.label("pillar", row["pillar"]),
        comma.join(reader.text(section) for section in row["sections"]),
        exact(row["weight"]),
        *share_cells(row),
        exact(row["variance"]),
        reader.status(row["status"]),
        row["approved_by"],
        row["stopped_by"],
        *day_cells(row["stopped_on"]),
        row["baseline"],
        yes_or_no(row["is_sample"]),
    ]


def baselines(reader):
    columns = [
        key_column(_("Action plan")),
        Column(_("Version"), WHOLE),
        *day_columns(_("In force from")),
        Column(_("Decision")),
    ]
    rows = [
        [plan["key"], row["version"], *day_cells(row["in_force_on"]), row["decision"]]
        for plan in reader.document["plans"]
        for row in plan["baselines"]
    ]
    return Table(_("Baselines"), columns, rows)


def activities(reader):
    columns = [
        key_column(),
        key_column(_("Action plan")),
        Column(_("Number"), WHOLE),
        Column(_("Title"), width=LONG),
        Column(_("Weight"), AMOUNT),
        *day_columns(_("Start")),
        *day_columns(_("Finish")),
        Column(_("Milestone")),
        *share_columns(),
        key_column(_("Report behind the reported percent")),
        key_column(_("Report behind the verified percent")),
    ]
    rows = [activity_row(plan, row, reader) for plan in reader.document["plans"] for row in plan["activities"]]
    return Table(_("Activities"), columns, rows)


def activity_row(plan, row, reader):
    return [
        row["key"],
        plan["key"],
        row["number"],
        reader.text(row["title"]),
        exact(row["weight"]),
        *day_cells(row["start"]),
        *day_cells(row["finish"]),
        yes_or_no(row["is_milestone"]),
        *share_cells(row),
        row["reported_entry"],
        row["verified_entry"],
    ]


def curve(reader):
    columns = [*day_columns(_("Day")), *share_columns()]
    rows = [[*day_cells(row["day"]), *share_cells(row)] for row in reader.document["progress"]["series"]]
    return Table(_("Progress curve"), columns, rows)


def report_columns():
    """What entries and readings have in common: their days, who recorded them, what the supervisor said last."""
    return [
        *day_columns(_("Figures for")),
        *day_columns(_("Recorded on")),
        Column(_("Recorded by"), width=30),
        Column(_("Last verdict")),
        *day_columns(_("Verdict of")),
        Column(_("Pieces of evidence"), WHOLE),
    ]


def report_cells(row, reader):
    last = last_verdict(row)
    return [
        *day_cells(row["as_of"]),
        *day_cells(row["recorded_on"]),
        reader.who(row["recorded_by"]),
        reader.label("verdict", last["verdict"]) if last else "",
        *day_cells(last and last["on"]),
        len(row["evidence"]),
    ]


def entries(reader):
    columns = [
        key_column(),
        key_column(_("Activity")),
        Column(_("Percent"), SHARE),
        *report_columns(),
        Column(_("What was done"), width=LONG),
        Column(_("Why it fell"), width=LONG),
        Column(_("Obstacle"), width=LONG),
        Column(_("Corrective action"), width=LONG),
    ]
    rows = [
        [row["key"], row["activity"], exact(row["percent"]), *report_cells(row, reader)]
        + [row["narrative"], row["fall_reason"], row["obstacle"], row["corrective_action"]]
        for row in reader.document["entries"]
    ]
    return Table(_("Progress reports"), columns, rows)


def readings(reader):
    columns = [
        key_column(),
        key_column(_("Indicator")),
        Column(_("Title"), width=LONG),
        Column(_("Unit")),
        Column(_("Target"), AMOUNT),
        Column(_("Value"), AMOUNT),
        *report_columns(),
        Column(_("Note"), width=LONG),
    ]
    rows = [
        [row["key"], row["indicator"], reader.text(row["title"]), reader.text(row["unit"])]
        + [exact(row["target"]), exact(row["value"]), *report_cells(row, reader), row["note"]]
        for row in reader.document["readings"]
    ]
    return Table(_("Indicator readings"), columns, rows)


def reports(reader):
    return [*reader.document["entries"], *reader.document["readings"]]


def verdicts(reader):
    columns = [
        key_column(_("Report")),
        Column(_("Number"), WHOLE),
        Column(_("Verdict")),
        Column(_("Percent"), SHARE),
        Column(_("Value"), AMOUNT),
        Column(_("Reason"), width=LONG),
        *day_columns(_("Day")),
        Column(_("Verdict by"), width=30),
        *day_columns(_("Visited on")),
    ]
    rows = [
        [report["key"], place, reader.label("verdict", row["verdict"]), exact(row["percent"]), exact(row["value"])]
        + [row["reason"], *day_cells(row["on"]), reader.who(row["by"]), *day_cells(row["visited_on"])]
        for report in reports(reader)
        for place, row in enumerate(report["verifications"], 1)
    ]
    return Table(_("Verdicts"), columns, rows)


def evidence(reader):
    columns = [
        key_column(_("Report")),
        Column(_("Caption"), width=LONG),
        Column("SHA-256", width=HASH_WIDTH),
        Column(_("Public")),
    ]
    rows = [
        [report["key"], row["caption"], row["sha256"], yes_or_no(row["is_public"])]
        for report in reports(reader)
        for row in report["evidence"]
    ]
    return Table(_("Evidence"), columns, rows)


def decisions(reader):
    columns = [
        Column(_("Decision")),
        Column(_("Meeting")),
        *day_columns(_("Adopted on")),
        Column(_("Text"), width=LONG),
        *day_columns(_("Confidential until")),
        Column(_("Votes"), width=30),
        Column(_("Supersedes")),
        Column(_("Source")),
        sample_column(),
    ]
    rows = [
        [row["number"], row["meeting"], *day_cells(row["adopted_on"]), reader.decision_text(row)]
        + [*day_cells(row["confidential_until"]), reader.votes(row["votes"])]
        + [row["supersedes"], row["source"], yes_or_no(row["is_sample"])]
        for row in reader.document["decisions"]
    ]
    return Table(_("Decisions"), columns, rows)


def meetings(reader):
    columns = [
        key_column(),
        *day_columns(_("Held on")),
        Column(_("SHA-256 of the minutes"), width=HASH_WIDTH),
        Column(_("Source")),
        sample_column(),
    ]
    rows = [
        [row["key"], *day_cells(row["held_on"]), row["minutes_sha256"], row["source"], yes_or_no(row["is_sample"])]
        for row in reader.document["meetings"]
    ]
    return Table(_("Meetings"), columns, rows)


def money(reader):
    columns = [
        key_column(_("Action plan")),
        Column(_("Institution"), width=LONG),
        Column(_("Kind")),
        Column(_("For what"), width=LONG),
        Column(_("Pledged, in rials"), WHOLE, 20),
        Column(_("Approved, in rials"), WHOLE, 20),
        Column(_("Paid, in rials"), WHOLE, 20),
        Column(_("Decision")),
    ]
    rows = [
        [row["plan"], reader.institution(row["institution"]), reader.label("money", row["kind"])]
        + [reader.text(row["subject"]), row["pledged"], row["approved"], row["paid"], row["decision"]]
        for row in reader.document["money"]["lines"]
    ]
    return Table(_("Money"), columns, rows)


def courses(reader):
    columns = [
        key_column(),
        Column(_("Title"), width=LONG),
        Column(_("Kind")),
        Column(_("Held by"), width=LONG),
        key_column(_("Action plan")),
        *day_columns(_("Ended on")),
        Column(_("People trained"), WHOLE),
        Column(_("People who completed"), WHOLE),
        Column(_("Certificates"), WHOLE),
        Column(_("Firms"), WHOLE),
        sample_column(),
    ]
    rows = [
        [row["slug"], reader.text(row["title"]), reader.label("course", row["kind"])]
        + [reader.institution(row["provider"]), row["plan"], *day_cells(row["ended_on"])]
        + [row["trained"], row["completed"], row["certified"], row["firms"], yes_or_no(row["is_sample"])]
        for row in reader.document["trainings"]["courses"]
    ]
    return Table(_("Courses"), columns, rows)


FIRM_SUMS = ("firms", "staff", "women", "graduates", "exports", "local_sales")


def firm_sum_titles():
    return [
        _("Firms"),
        _("People employed"),
        _("Women"),
        _("Graduates"),
        _("Exports, in rials"),
        _("Sales at home, in rials"),
    ]


def firm_lines(reader):
    """Triples of what is summed by, name and sums; the sums of a hidden cell are None. None before any return."""
    found = reader.document["firms"]
    if found is None:
        return []
    everything = [(_("All firms"), "", found["total"])]
    sizes = [(_("By size"), reader.label("size", row["size"]), row["sums"]) for row in found["sizes"]]
    sections = [
        (_("By section"), reader.text(row["section"]) or _("without a section"), row["sums"])
        for row in found["sections"]
    ]
    return everything + sizes + sections


def firms(reader):
    """A cell that is hidden says so in words: it is neither empty nor zero."""
    hidden = pgettext("figure", "hidden")
    numbers = [Column(title, ANY, 20) for title in firm_sum_titles()]
    rows = [
        [group, name, *((TEXT, hidden) if sums is None else (WHOLE, sums[column]) for column in FIRM_SUMS)]
        for group, name, sums in firm_lines(reader)
    ]
    return Table(_("Firms and jobs"), [Column(_("Sums")), Column(_("Name"), width=LONG), *numbers], rows)


def gaps(reader):
    columns = [
        Column(_("Number"), WHOLE),
        Column(_("Title"), width=LONG),
        Column(_("State"), width=24),
        Column(_("Action plans")),
        *day_columns(_("Addressed on")),
        *day_columns(_("Closed on")),
        key_column(_("Closed by the report")),
        sample_column(),
    ]
    rows = [
        [row["number"], reader.text(row["title"]), reader.label("gap", row["state"]), ", ".join(row["plans"])]
        + [*day_cells(row["addressed_on"]), *day_cells(row["closed_on"])]
        + [row["closed_by"], yes_or_no(row["is_sample"])]
        for row in reader.document["findings"]["gaps"]
    ]
    return Table(_("Gaps"), columns, rows)


def criteria(reader):
    columns = [
        Column(_("Key"), width=36),
        Column(_("Criterion"), width=LONG),
        Column(_("Weight"), AMOUNT),
        Column(_("must-have")),
        Column(_("Met from"), WHOLE),
        Column(_("Score"), WHOLE),
        *day_columns(_("Scored on")),
        sample_column(),
    ]
    found = reader.document["handover"]
    rows = [
        [row["key"], reader.text(row["text"]), exact(row["weight"]), yes_or_no(row["must_have"]), row["threshold"]]
        + [row["score"], *day_cells(row["scored_on"]), yes_or_no(row["is_sample"])]
        for row in (found["criteria"] if found else [])
    ]
    return Table(_("Hand-over"), columns, rows)


def notes(reader):
    columns = [
        Column(_("About"), width=30),
        key_column(),
        Column(_("Reason"), width=LONG),
        Column(_("Corrective action"), width=LONG),
    ]
    rows = [
        [reader.label("note", row["about"]), row["subject"], row["reason"], row["corrective_action"]]
        for row in reader.document["notes"]
    ]
    return Table(_("Notes"), columns, rows)
