"""The geometry of the charts in percent of their width and height; in Persian time runs from right to left."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from editions.told import date_of
from persian.jalali import month_ends
from reports.pages.charts import DIAMOND, SIDE, Axis


@dataclass(frozen=True)
class Span:
    """What an axis asks of a year."""

    start: date
    end: date


def axis_of(reader, inset=0):
    year = reader.document["year"]
    return Axis(Span(date_of(year["start"]), date_of(year["end"])), reader.words, inset)


def months(axis, reader, letters=None):
    """Name, middle and end of each month."""
    edges = [0.0, *(axis.share(end) for end in month_ends(reader.document["year"]["year"]))]
    return [
        {
            "name": reader.words.month(number)[:letters],
            "at": axis.at((edges[number - 1] + edges[number]) / 2),
            "end": axis.at(edges[number]),
        }
        for number in range(1, 13)
    ]


def curve(reader):
    """The S-curve as a block; None before the year is approved."""
    series = reader.document["progress"]["series"]
    if not series:
        return None
    axis = axis_of(reader, SIDE)
    shown = {kind: reader.words.percent(series[-1][kind]) for kind in ("planned", "reported", "verified")}
    return {
        "kind": "curve",
        "alt": _(
            "Planned %(planned)s, reported %(reported)s, verified %(verified)s percent. "
            "All numbers stand in the table below the chart."
        )
        % shown,
        "months": months(axis, reader, 3 if reader.words.is_english else None),
        "grid": [{"at": value, "word": reader.words.figure(value)} for value in (0, 25, 50, 75, 100)],
        "start": axis.at(0),
        "lines": [
            {"name": name, "word": word, "points": points(axis, series, name)}
            for name, word in (
                ("planned", _("Planned")),
                ("reported", _("Reported")),
                ("verified", _("Verified")),
            )
        ],
    }


def points(axis, series, kind):
    """Pairs of percent from the left and from the top; every line begins at zero, before the first day."""
    known = [(axis.end_of(date_of(row["day"])), row[kind]) for row in series if row[kind] is not None]
    return [[axis.at(0), 100.0], *([x, 100 - clipped(value)] for x, value in known)]


def clipped(value):
    return min(max(float(value or 0), 0.0), 100.0)


def bars(reader):
    """The calendar of the plans: span, verified share of it, milestones. None without plans."""
    plans = [plan for plan in reader.document["plans"] if plan["activities"]]
    if not plans:
        return None
    axis = axis_of(reader)
    return {
        "kind": "bars",
        "alt": _("Calendar of the plans: from when to when, and how much of it is verified, as the tables say it."),
        "months": months(axis, reader, 3 if reader.words.is_english else None),
        "rows": [bar(axis, plan, reader) for plan in plans],
        "legend": [_("Planned time"), _("Verified share"), _("Milestone")],
    }


def bar(axis, plan, reader):
    rows = [row for row in plan["activities"] if not row["is_milestone"]] or plan["activities"]
    first, last = (date_of(pick(row[end] for row in rows)) for pick, end in ((min, "start"), (max, "finish")))
    x, width = axis.span(first, last)
    done_x, done_width = axis.span(first, last, clipped(plan["verified"]) / 100)
    return {
        "name": reader.words.digits(plan["number"]),
        "x": x,
        "width": width,
        "done_x": done_x,
        "done_width": done_width,
        "word": reader.words.percent(plan["verified"]),
        "milestones": [milestone(axis, row) for row in plan["activities"] if row["is_milestone"]],
    }


def milestone(axis, row):
    """A diamond, filled once it is verified; on the first and last day it stays inside the drawing."""
    place = min(max(axis.end_of(date_of(row["finish"])), DIAMOND), 100 - DIAMOND)
    return {"at": place, "is_done": clipped(row["verified"]) == 100}
