"""Geometry of the curve and of the calendar, in percent and pixels, so that one drawing fits every width.

Time follows the direction of the page: from right to left in Persian, from left to right in English.
"""

from django.utils.translation import gettext as _

from persian.jalali import to_jalali
from reports.pages.words import geometry

# The plot of the curve: percent of the width, pixels of the height.
SIDE, TOP, HEIGHT = 4, 24, 275
GRID = (0, 25, 50, 75, 100)
LABEL_APART = 18
DIAMOND = 2  # percent that keep a milestone on the first or last day inside its cell
ROOM_FOR_LABELS = 0.78  # labels stand on the days to come, as long as there are enough of them


class Axis:
    """The days of a year from one edge of a drawing to the other; ``inset`` percent stay free on both sides."""

    def __init__(self, year, words, inset=0):
        self.start, self.days = year.start, (year.end - year.start).days + 1
        self.inset, self.width, self.is_rtl = inset, 100 - 2 * inset, words.is_rtl

    def share(self, day):
        """How much of the year is over at the end of a day, 0 to 1."""
        return min(max(((day - self.start).days + 1) / self.days, 0), 1)

    def at(self, share):
        """The place of a share of the year."""
        x = self.inset + self.width * share
        return 100 - x if self.is_rtl else x

    def end_of(self, day):
        return self.at(self.share(day))

    def span(self, first, last, done=1):
        """(x, width) of the days from ``first`` to ``last``, or of the share of them that is ``done``."""
        begin = min(max((first - self.start).days / self.days, 0), 1)
        length = max(self.share(last) - begin, 0) * float(done)
        return (self.at(begin + length) if self.is_rtl else self.at(begin)), length * self.width


def height_of(value):
    """Pixels from the top of the drawing; 100 percent lies on the top line."""
    return TOP + HEIGHT * (1 - float(value) / 100)


def curve(year, day, series, month_ends, words):
    """The S-curve: lines, dots, grid, months, labels, and the table with the same numbers."""
    axis = Axis(year, words, inset=SIDE)
    known = [point for point in series if point.verified is not None]
    return {
        "planned": line(axis, [(point.day, point.planned) for point in series]),
        "reported": line(axis, [(point.day, point.reported) for point in known]),
        "verified": line(axis, [(point.day, point.verified) for point in known]),
        "area": area(axis, known),
        "dots": [
            {
                "x": geometry(axis.end_of(point.day)),
                "reported": geometry(height_of(point.reported)),
                "verified": geometry(height_of(point.verified)),
            }
            for point in known
            if point.reported or point.verified
        ],
        "grid": grid(axis, words),
        "months": months(axis, month_ends, words),
        "now": {"x": geometry(axis.end_of(day)), "word": words.short_day(day)},
        "labels": labels(axis, day, known, words),
        "rows": table(series, day, set(month_ends), words),
        "plot_height": HEIGHT,
        "top": TOP,
        "bottom": TOP + HEIGHT,
    }


def line(axis, points):
    """``points`` of a polyline in a box of 100 × 100; each line begins at zero, before the first day."""
    placed = [(axis.at(0), 100.0), *((axis.end_of(day), 100 - float(value)) for day, value in points)]
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in placed)


def area(axis, known):
    if not known:
        return ""
    verified = line(axis, [(point.day, point.verified) for point in known])
    return f"{verified} {axis.end_of(known[-1].day):.1f},100 {axis.at(0):.1f},100"


def grid(axis, words):
    """The horizontal lines; the words stand where the year begins."""
    return [
        {
            "y": geometry(height_of(value)),
            "text_y": geometry(height_of(value) - 5),
            "word": words.figure(value) if value < 100 else _("%(value)s percent") % {"value": words.figure(value)},
            "x": geometry(axis.at(0)),
            "anchor": "end" if axis.is_rtl else "start",
        }
        for value in GRID
    ]


def months(axis, month_ends, words):
    """The names below the plot, in the middle of each month; every third one stays on a narrow screen."""
    edges = [0.0, *(axis.share(end) for end in month_ends)]
    return [
        {
            "x": geometry(axis.at((edges[number - 1] + edges[number]) / 2)),
            "word": words.month(number)[: 3 if words.is_english else None],
            "narrow": number % 3 == 0,
        }
        for number in range(1, len(edges))
    ]


def labels(axis, day, known, words):
    """«reported 69.0» and «verified 65.4» beside the line of the day, pushed apart; none near the end of the year."""
    if not known or axis.share(day) > ROOM_FOR_LABELS:
        return []
    last = known[-1]
    reported_y, verified_y = height_of(last.reported) + 4, height_of(last.verified) + 4
    middle = (reported_y + verified_y) / 2
    if abs(reported_y - verified_y) < LABEL_APART:
        above = last.reported >= last.verified
        reported_y = middle - LABEL_APART / 2 if above else middle + LABEL_APART / 2
        verified_y = middle + LABEL_APART / 2 if above else middle - LABEL_APART / 2
    lowest = TOP + HEIGHT - 6  # below it stand the names of the months
    slide = max(max(reported_y, verified_y) - lowest, 0)
    x = geometry(axis.end_of(day) + (-1.5 if axis.is_rtl else 1.5))
    anchor = "end" if axis.is_rtl else "start"
    pairs = [
        ("t-rep", reported_y, _("Reported %(value)s") % {"value": words.percent(last.reported)}),
        ("t-ver", verified_y, _("Verified %(value)s") % {"value": words.percent(last.verified)}),
    ]
    return [{"kind": kind, "x": x, "y": geometry(y - slide), "anchor": anchor, "word": word} for kind, y, word in pairs]


def table(series, day, month_ends, words):
    """The numbers of the curve, one row per point: the months by name, the page's day by its date."""
    return [
        {
            "day": words.month(to_jalali(point.day)[1]) if point.day in month_ends else words.day(point.day),
            "planned": words.percent(point.planned),
            "reported": words.percent(point.reported),
            "verified": words.percent(point.verified),
            "variance": words.signed(point.verified - point.planned) if point.verified is not None else "—",
            "is_day": point.day == day,
        }
        for point in series
    ]


def gantt_months(day, words):
    """The head of a calendar; the month of the page's day is marked. Latin names are too long to stand in full."""
    now = to_jalali(day)[1]
    names = [words.month(number) for number in range(1, 13)]
    long, short = (3, 3) if words.is_english else (None, 2)
    return [{"long": name[:long], "short": name[:short], "now": number == now} for number, name in enumerate(names, 1)]


def plan_bars(axis, figures, day):
    """The calendar row of a whole plan: its span, the verified share of it, its milestones."""
    rows = [row for row in figures.activities if not row.facts.is_milestone]
    everything = rows or figures.activities
    first = min(row.facts.start for row in everything)
    last = max(row.facts.finish for row in everything)
    bars = {"milestones": [milestone(axis, row, day) for row in figures.activities if row.facts.is_milestone]}
    if rows:
        bars |= span_and_share(axis, first, last, figures.verified / 100)
    return bars, first, last


def activity_bars(axis, row, day):
    """The calendar row of one activity: a span, or the diamond of a milestone."""
    if row.facts.is_milestone:
        return {"milestones": [milestone(axis, row, day)]}
    return span_and_share(axis, row.facts.start, row.facts.finish, (row.verified or 0) / 100) | {"milestones": []}


def span_and_share(axis, first, last, done):
    x, width = axis.span(first, last)
    done_x, done_width = axis.span(first, last, done)
    return {
        "x": geometry(x),
        "width": geometry(width),
        "done_x": geometry(done_x),
        "done_width": geometry(done_width) if done_width else "",
    }


def milestone(axis, row, day):
    """A diamond: filled when verified, red when its day is over without that, outlined before."""
    kind = "g-mile"
    if row.verified == 100:
        kind = "g-mile g-mile--done"
    elif row.facts.finish <= day:
        kind = "g-mile g-mile--late"
    place = min(max(axis.end_of(row.facts.finish), DIAMOND), 100 - DIAMOND)
    return {"x": geometry(place), "kind": kind}
