"""Whom the year reached: courses, firms, gaps, the hand-over."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from editions.outputs.tables.columns import (
    AMOUNT,
    ANY,
    LONG,
    TEXT,
    WHOLE,
    Column,
    Table,
    day_cells,
    day_columns,
    exact,
    key_column,
    sample_column,
    yes_or_no,
)


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
        [
            row["slug"],
            reader.text(row["title"]),
            reader.label("course", row["kind"]),
            reader.institution(row["provider"]),
            row["plan"],
            *day_cells(row["ended_on"]),
            row["trained"],
            row["completed"],
            row["certified"],
            row["firms"],
            yes_or_no(row["is_sample"]),
        ]
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
        _("Sales to buyers of the province, in rials"),
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
        [
            row["number"],
            reader.text(row["title"]),
            reader.label("gap", row["state"]),
            ", ".join(row["plans"]),
            *day_cells(row["addressed_on"]),
            *day_cells(row["closed_on"]),
            row["closed_by"],
            yes_or_no(row["is_sample"]),
        ]
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
        [
            row["key"],
            reader.text(row["text"]),
            exact(row["weight"]),
            yes_or_no(row["must_have"]),
            row["threshold"],
            row["score"],
            *day_cells(row["scored_on"]),
            yes_or_no(row["is_sample"]),
        ]
        for row in (found["criteria"] if found else [])
    ]
    return Table(_("Hand-over"), columns, rows)
