"""The reports behind the figures, with verdicts and evidence."""

from django.utils.translation import gettext as _

from editions.outputs.tables.columns import (
    AMOUNT,
    HASH_WIDTH,
    LONG,
    SHARE,
    WHOLE,
    Column,
    Table,
    day_cells,
    day_columns,
    exact,
    key_column,
    yes_or_no,
)
from editions.told import last_verdict


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
        [
            row["key"],
            row["activity"],
            exact(row["percent"]),
            *report_cells(row, reader),
            row["narrative"],
            row["fall_reason"],
            row["obstacle"],
            row["corrective_action"],
        ]
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
        [
            row["key"],
            row["indicator"],
            reader.text(row["title"]),
            reader.text(row["unit"]),
            exact(row["target"]),
            exact(row["value"]),
            *report_cells(row, reader),
            row["note"],
        ]
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
        [
            report["key"],
            place,
            reader.label("verdict", row["verdict"]),
            exact(row["percent"]),
            exact(row["value"]),
            row["reason"],
            *day_cells(row["on"]),
            reader.who(row["by"]),
            *day_cells(row["visited_on"]),
        ]
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
