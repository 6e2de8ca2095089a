"""The curve of a plan that was changed: the line that was planned before, beside the one in force since."""

from itertools import pairwise

from django.utils.html import format_html
from django.utils.translation import gettext as _

from actionplans.arithmetic import planned_percent
from reports.pages import charts
from reports.pages.addresses import decision_url


def parted_curve(rows, words):
    """The curve of a plan with every line that was ever planned, each named with the decision that parted it.

    A plan with one baseline has one planned line, as the year has. No query.
    """
    progress = rows.progress
    drawn = charts.curve(rows.plan.year, rows.day, progress.series, progress.year_facts.month_ends, words)
    earlier = earlier_lines(rows, words)
    for row, point in zip(drawn["rows"], progress.series, strict=True):
        row["earlier"] = [words.percent(planned_percent(baseline, point.day)) for baseline, _line in earlier]
    return drawn | {"of_plan": True, "earlier": [line for _baseline, line in earlier]}


def earlier_lines(rows, words):
    """(baseline, line) of each plan that a later decision replaced, oldest first: the whole year as it was planned."""
    ordered = sorted(rows.progress.facts.baselines, key=lambda baseline: baseline.version)
    decisions = {baseline.version: baseline.decision for baseline in rows.baselines}
    axis = charts.Axis(rows.plan.year, words, inset=charts.SIDE)
    lines = []
    for baseline, following in pairwise(ordered):
        if baseline.activities == following.activities:
            continue  # only the plan's weight changed: both lines are one
        points = [(point.day, planned_percent(baseline, point.day)) for point in rows.progress.series]
        decision = decisions[following.version]
        lines.append(
            (
                baseline,
                {
                    "points": charts.line(axis, points),
                    "name": _("Planned before %(day)s") % {"day": words.day(following.in_force_on)},
                    "decision": format_html(
                        _('changed by <a href="{url}">decision {number}</a>'),
                        url=decision_url(decision.number),
                        number=words.code(decision.number),
                    ),
                    "x": charts.geometry(axis.end_of(following.in_force_on)),
                },
            )
        )
    return lines
