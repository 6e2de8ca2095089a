"""What the council decided and where, its money, the notes of the edition."""

from django.utils.translation import gettext as _

from editions.outputs.tables.columns import (
    HASH_WIDTH,
    LONG,
    WHOLE,
    Column,
    Table,
    day_cells,
    day_columns,
    key_column,
    sample_column,
    yes_or_no,
)


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
        [
            row["number"],
            row["meeting"],
            *day_cells(row["adopted_on"]),
            reader.decision_text(row),
            *day_cells(row["confidential_until"]),
            reader.votes(row["votes"]),
            row["supersedes"],
            row["source"],
            yes_or_no(row["is_sample"]),
        ]
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
        [
            row["plan"],
            reader.institution(row["institution"]),
            reader.label("money", row["kind"]),
            reader.text(row["subject"]),
            row["pledged"],
            row["approved"],
            row["paid"],
            row["decision"],
        ]
        for row in reader.document["money"]["lines"]
    ]
    return Table(_("Money"), columns, rows)


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
