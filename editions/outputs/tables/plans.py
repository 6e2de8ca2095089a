"""Plans, their baselines and activities, and the curve of the year."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from editions.outputs.tables.columns import (
    AMOUNT,
    LONG,
    SHARE,
    WHOLE,
    Column,
    Table,
    day_cells,
    day_columns,
    exact,
    key_column,
    sample_column,
    share_cells,
    share_columns,
    yes_or_no,
)


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
        *day_columns(pgettext("day of an activity", "Start")),
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


def indicators(reader):
    columns = [
        key_column(),
        key_column(_("Action plan")),
        Column(_("Number"), WHOLE),
        Column(_("Title"), width=LONG),
        Column(_("Unit")),
        Column(_("Level")),
        Column(_("Direction"), width=18),
        Column(_("Set out from"), AMOUNT),
        *day_columns(_("Set out on")),
        Column(_("Target"), AMOUNT),
        Column(_("Reported"), AMOUNT),
        Column(_("Verified"), AMOUNT),
        key_column(_("Reading behind the reported figure")),
        key_column(_("Reading behind the verified figure")),
    ]
    rows = [indicator_row(plan, row, reader) for plan in reader.document["plans"] for row in plan["indicators"]]
    return Table(_("Indicators"), columns, rows)


def indicator_row(plan, row, reader):
    return [
        row["key"],
        plan["key"],
        row["number"],
        reader.text(row["title"]),
        reader.text(row["unit"]),
        reader.label("level", row["level"]),
        reader.label("direction", row["direction"]),
        exact(row["start"]),
        *day_cells(row["start_on"]),
        *(exact(row[name]) for name in ("target", "reported", "verified")),
        row["reported_reading"],
        row["verified_reading"],
    ]


def curve(reader):
    columns = [*day_columns(_("Day")), *share_columns()]
    rows = [[*day_cells(row["day"]), *share_cells(row)] for row in reader.document["progress"]["series"]]
    return Table(_("Progress curve"), columns, rows)
