"""The years side by side in words: one table, one small curve for each year, and what cannot be compared. No query."""

from django.utils.translation import gettext as _

from actionplans.arithmetic import Status
from persian.jalali import month_ends, today
from persian.numbers import rial, rial_in_words
from reports.pages import charts
from reports.pages.addresses import Addresses
from reports.pages.words import STATUS_WORDS, Words, sentence, status_key
from reports.pages.year import ORDER

UNKNOWN = "—"


def comparison_context(rows):
    """The context of ``reports/comparison.html``."""
    words = Words()
    return {
        "room": "progress",
        "sample": any(row.is_sample for row in rows),
        "years": [column(row, words) for row in rows],
        "groups": with_years(groups(rows, words), rows, words),
        "panels": [panel(row, words) for row in rows],
        "chart_text": chart_text(rows, words),
        "months": months(rows, words),
        "notes": notes(rows, words),
    }


def column(row, words):
    return {
        "year": words.digits(row.year.year),
        "url": Addresses(row.year, None).path,
        "state": sentence(str(row.year.get_state_display())),
        "day": words.day(row.day) if row.planned is not None else "",
        "is_sample": row.is_sample,
        "edition": row.edition,
        "edition_url": row.url,
    }


def groups(rows, words):
    """The table in its parts; each line has a cell for each year, in their order."""
    percent, figure = words.percent, words.figure
    return [
        {
            "title": _("Progress at the year's end, in percent"),
            "lines": [
                line(_("Planned"), [percent(row.planned) for row in rows]),
                line(_("Reported"), [percent(row.reported) for row in rows]),
                line(_("Verified"), [percent(row.verified) for row in rows]),
            ],
        },
        {"title": _("Action plans"), "lines": plan_lines(rows, words)},
        {
            "title": _("Council, trainings and firms"),
            "lines": [
                line(_("Decisions adopted"), [figure(row.decisions) for row in rows]),
                line(_("Courses that ended"), [figure(row.courses) for row in rows]),
                line(_("People trained"), [figure(row.trained) for row in rows]),
                line(_("Firms that filed a return"), [known(row.firms, figure) for row in rows]),
                line(_("Jobs in these firms"), [known(row.staff, figure) for row in rows]),
            ],
        },
        {
            "title": _("Money"),
            "lines": [
                line(_("Approved by decisions"), [known(row.approved, money) for row in rows]),
                line(paid_words(rows), [known(row.paid, money) for row in rows]),
            ],
        },
        {
            "title": _("Gaps and hand-over"),
            "lines": [
                line(_("Gaps that plans of the year remedy"), [figure(row.gaps) for row in rows]),
                line(_("Gaps closed with evidence in the year"), [figure(row.gaps_closed) for row in rows]),
                line(_("Readiness for the hand-over, in percent"), [percent(row.readiness) for row in rows]),
            ],
        },
    ]


def paid_words(rows):
    """What an edition holds was paid up to the edition's day, not up to today; the notes say which years those are."""
    return _("Paid") if any(row.edition for row in rows) else _("Paid up to today")


def with_years(found, rows, words):
    """Each cell with its year, which a narrow screen writes before it."""
    years = [words.digits(row.year.year) for row in rows]
    for group in found:
        for row in group["lines"]:
            row["cells"] = [
                (cell if isinstance(cell, dict) else {"words": cell}) | {"year": year}
                for year, cell in zip(years, row["cells"], strict=True)
            ]
    return found


def line(name, cells, status=""):
    return {"name": name, "cells": cells, "status": status}


def known(value, write):
    return UNKNOWN if value is None else write(value)


def money(amount):
    """«4.2 billion rials»; the exact amount is the cell's own."""
    return {"words": rial_in_words(amount), "exact": rial(amount)}


def plan_lines(rows, words):
    """All plans, then each status that any year has; a year without recorded plans knows no status."""
    lines = [line(_("All"), [known(row.plans, words.figure) for row in rows])]
    for status in ORDER:
        if any(row.statuses.get(status) for row in rows):
            cells = [words.figure(row.statuses.get(status, 0)) if row.statuses else UNKNOWN for row in rows]
            lines.append(line(STATUS_WORDS[Status(status)], cells, status_key(status)))
    return lines


def panel(row, words):
    """The small curve of one year; ``planned`` is empty where nothing is known."""
    name = _("Year %(year)s") % {"year": words.digits(row.year.year)}
    found = {"id": row.year.year, "title": name, "planned": "", "verified": "", "text": "", "area": ""}
    if not row.series:
        return found | {"text": no_curve(row)}
    axis = charts.Axis(row.year, words)
    seen = [point for point in row.series if point.verified is not None]
    values = {"verified": words.percent(row.verified), "planned": words.percent(row.planned)}
    return found | {
        "planned": charts.line(axis, [(point.day, point.planned) for point in row.series]),
        "verified": charts.line(axis, [(point.day, point.verified) for point in seen]),
        "area": charts.area(axis, seen),
        "text": _("verified %(verified)s of planned %(planned)s percent") % values,
    }


def no_curve(row):
    if row.year.reported_plan_count and not row.statuses:
        return _("A source reports that plans were approved; their progress is not recorded.")
    if row.plans:
        return _("The year is not approved yet: its plans have no common figure.")
    return _("No action plan of this year is public yet.")


def chart_text(rows, words):
    """What the small curves show, in one sentence for each year."""
    parts = [f"{part['title']}: {part['text']}" for part in (panel(row, words) for row in rows)]
    return "; ".join(part.rstrip(".") for part in parts) + "."


def months(rows, words):
    """The numbers of the curves: planned and verified at the end of each month, a pair for each year."""
    if not any(row.series for row in rows):
        return []
    found = []
    for number in range(1, 13):
        cells = []
        for row in rows:
            end = month_ends(row.year.year)[number - 1]
            point = next((point for point in row.series if point.day == end), None)
            cells += [words.percent(point.planned if point else None), words.percent(point.verified if point else None)]
        found.append({"month": words.month(number), "cells": cells})
    return found


def notes(rows, words):
    """What is not known and what must not be compared, plainly."""
    found = []
    now = today()
    for row in rows:
        name = words.digits(row.year.year)
        if not row.series:
            text = _("%(year)s: %(why)s So it has no percent here.")
            found.append(text % {"year": name, "why": no_curve(row)})
        elif row.year.start <= now <= row.year.end:
            text = _("%(year)s is not over: its figures are of %(day)s and cannot be set beside those of whole years.")
            found.append(text % {"year": name, "day": words.day(row.day)})
        if row.edition:
            text = _(
                "%(year)s: the figures, also those of money, are those of %(edition)s up to %(day)s, which does not "
                "change."
            )
            found.append(text % {"year": name, "edition": row.edition, "day": words.day(row.day)})
    if any(row.firms is None for row in rows):
        found.append(_("Firms and jobs: “—” stands where no returns were filed, or so few that no sum is shown."))
    found.append(_("0 means that nothing is recorded in the portal, which need not mean that nothing happened."))
    found.append(
        _(
            "Each year has plans of its own: a percent says how much of that year's work was done, not how much work "
            "that was."
        )
    )
    found.append(
        _(
            "Money is in rials of its day, without regard to prices; payments after a year's end count for the year of "
            "their plan."
        )
    )
    return found
