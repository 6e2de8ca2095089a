"""CSV from the document: the year, its plans and their activities, a row each, for a machine."""

import csv
from io import StringIO

from django.utils.translation import gettext as _

from editions.outputs.reader import Reader, jalali
from editions.outputs.tables.columns import yes_or_no
from filing.spreadsheets import BYTE_ORDER_MARK, formula_safe


def listing(document, sha256, language):
    """The bytes; its language is active. The first row is the year's own, so that the mark stands in every file."""
    reader = Reader(document, language)
    out = StringIO()
    out.write(BYTE_ORDER_MARK)
    writer = csv.writer(out)
    writer.writerow(header())
    edition = document["edition"]
    ends = [yes_or_no(edition["is_sample"]), jalali(edition["as_of"]), edition["as_of"], edition["key"], sha256]
    for line in [year_line(reader), *plan_lines(reader)]:
        writer.writerow([*line, *ends])
    return out.getvalue().encode()


def header():
    """Words for people; the two columns by which a machine knows the edition are called the same in every language."""
    return [
        _("Key"),
        _("Action plan"),
        _("Activity"),
        _("Title"),
        _("Weight"),
        _("Planned percent"),
        _("Reported percent"),
        _("Verified percent"),
        _("Variance in points"),
        _("Status"),
        _("Report behind the reported percent"),
        _("Report behind the verified percent"),
        _("Decision"),
        _("Sample"),
        _("%(what)s (Jalali)") % {"what": _("Figures for")},
        _("%(what)s (ISO)") % {"what": _("Figures for")},
        "edition",
        "sha256",
    ]


def year_line(reader):
    progress, year = reader.document["progress"], reader.document["year"]["year"]
    title = _("Year %(year)s") % {"year": reader.words.digits(year)}
    return [year, "", "", title, "", *shares(progress), "", "", "", "", ""]


def plan_lines(reader):
    """Each plan with its activities below it: figures as the document holds them, in Latin digits with a point."""
    for plan in reader.document["plans"]:
        title = formula_safe(reader.text(plan["title"]))
        decision = formula_safe(plan["approved_by"] or "")
        yield (
            [
                plan["key"],
                plan["number"],
                "",
                title,
                plan["weight"],
                *shares(plan),
                plan["variance"],
                reader.status(plan["status"]),
                "",
                "",
                decision,
            ]
        )
        for row in plan["activities"]:
            yield (
                [
                    row["key"],
                    plan["number"],
                    row["number"],
                    formula_safe(reader.text(row["title"])),
                    row["weight"],
                    *shares(row),
                    "",
                    "",
                    row["reported_entry"] or "",
                    row["verified_entry"] or "",
                    "",
                ]
            )


def shares(row):
    return ["" if row[kind] is None else row[kind] for kind in ("planned", "reported", "verified")]
