"""How readiness moved: a small line from the first assessment to today, and the table with the same numbers."""

from django.utils.translation import get_language

from handover.standing import share_of
from persian.jalali import format_day, to_jalali
from persian.numbers import number

MOST = 36  # points; beyond, the last of each month stays
SIDE, TOP, HEIGHT = 4, 16, 150
GRID = (0, 50, 100)


def points_of(criteria, assessments):
    """Pairs of day and percent: after each day on which something was assessed, with the criteria as they are now."""
    weights = {row.pk: row.weight for row in criteria}
    scores, by_day = {}, {}
    for row in sorted(assessments, key=lambda row: (row.as_of, row.pk)):
        scores[row.criterion_id] = row.score
        by_day[row.as_of] = share_of([(weight, scores.get(pk)) for pk, weight in weights.items()])
    points = sorted(by_day.items())
    return points if len(points) <= MOST else list(by_month(points))[-MOST:]


def by_month(points):
    """The last point of each Jalali month."""
    return {to_jalali(day)[:2]: (day, share) for day, share in points}.values()


def trend(points, day):
    """The drawing in percent of the width and pixels of the height; None before the first assessment."""
    if not points:
        return None
    is_rtl = get_language() == "fa"
    first = points[0][0]
    days = max((day - first).days, 1)

    def x_of(at):
        x = SIDE + (100 - 2 * SIDE) * (at - first).days / days
        return 100 - x if is_rtl else x

    placed = [(x_of(at), 100 - float(share)) for at, share in points]
    placed.append((x_of(day), placed[-1][1]))  # what was found stays true until somebody looks again
    return {
        "line": " ".join(f"{x:.1f},{y:.1f}" for x, y in placed),
        "dots": [{"x": f"{x:.1f}", "y": f"{TOP + HEIGHT * y / 100:.1f}"} for x, y in placed[:-1]],
        "grid": [{"y": f"{TOP + HEIGHT * (1 - value / 100):.1f}", "word": number(value)} for value in GRID],
        "grid_x": f"{x_of(first):.1f}",
        "grid_anchor": "end" if is_rtl else "start",
        "ends": ends(x_of, first, day, is_rtl),
        "rows": [{"day": format_day(at), "share": number(share, 1)} for at, share in points],
        "top": TOP,
        "height": HEIGHT,
        "foot": TOP + HEIGHT + 20,
    }


def ends(x_of, first, day, is_rtl):
    """The first and the last day below the line, inside the drawing."""
    start, end = ("end", "start") if is_rtl else ("start", "end")
    found = [{"x": f"{x_of(first):.1f}", "anchor": start, "word": format_day(first)}]
    if day > first:
        found.append({"x": f"{x_of(day):.1f}", "anchor": end, "word": format_day(day)})
    return found
