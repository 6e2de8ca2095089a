"""How far a plan and a year are: the rules of the progress figures, in one place, without a database.

Facts come in as plain values, figures go out as exact ones: weights and shares in percent, sums as fractions; nothing
is rounded here. Every weight, date and title comes from the baseline in force on the day, never from a draft. Days are
Gregorian dates; the caller says where the Jalali months end.
"""

from bisect import bisect_left, bisect_right
from decimal import Decimal
from fractions import Fraction

from actionplans.facts import (
    RETURNED,
    VERIFIED,
    ActivityFacts,
    ActivityFigures,
    BaselineFacts,
    EntryFacts,
    LaterKnown,
    PlanFacts,
    PlanFigures,
    Point,
    Status,
    YearFacts,
    YearFigures,
)

__all__ = [
    "ActivityFacts",
    "ActivityFigures",
    "BaselineFacts",
    "EntryFacts",
    "LaterKnown",
    "PlanFacts",
    "PlanFigures",
    "Point",
    "Status",
    "YearFacts",
    "YearFigures",
    "activity_figures",
    "baseline_in_force",
    "days_off_balance",
    "later_known",
    "next_due",
    "plan_figures",
    "plan_series",
    "planned_share",
    "series",
    "status_of",
    "weights_in_force",
    "year_figures",
]

FULL = 100
ON_TRACK_FROM = Fraction(95, 100)
AT_RISK_FROM = Fraction(80, 100)


def newest(lines, activity, day):
    """The activity's entry with the greatest (as_of, id) up to the day, or None."""
    line = lines.get(activity)
    if line is None:
        return None
    days, entries = line
    position = bisect_right(days, day)
    return entries[position - 1] if position else None


def baseline_in_force(baselines, day, approved_on):
    """The newest of a plan's baselines with ``in_force_on`` up to the day, or None.

    Version 1 of a plan in force by the year's ``approved_on`` also covers the days before it; a plan added later counts
    only from its own day.
    """
    begun = [baseline for baseline in baselines if baseline.in_force_on <= day]
    if begun:
        return max(begun, key=lambda baseline: baseline.version)
    first = min(baselines, key=lambda baseline: baseline.version, default=None)
    if first is not None and approved_on is not None and first.in_force_on <= approved_on:
        return first
    return None


def planned_share(activity, day):
    """The share that is planned by the end of the day, 0 to 1: whole days, both ends included; a milestone jumps."""
    if day >= activity.finish:
        return 1
    if activity.is_milestone or day < activity.start:
        return 0
    return Fraction((day - activity.start).days + 1, (activity.finish - activity.start).days + 1)


def last_day_that_counts(plan, day):
    """The reported and verified values of a stopped plan stay at the last entry up to the day it stopped."""
    return day if plan.stopped_on is None else min(day, plan.stopped_on)


def planned_percent(baseline, day):
    return Fraction(sum(row.hundredths * planned_share(row, day) for row in baseline.activities), FULL)


def reported_percent(plan, baseline, day):
    return weighted_percent(baseline, plan.reported, last_day_that_counts(plan, day), lambda entry: entry.percent)


def verified_percent(plan, baseline, day):
    """From the verification's own percent, which may differ from the reported one."""
    return weighted_percent(
        baseline, plan.verified, last_day_that_counts(plan, day), lambda entry: entry.verified_percent
    )


def weighted_percent(baseline, lines, day, percent_of):
    """Σ activity weight × percent; an activity without an entry counts as 0."""
    total = 0
    for row in baseline.activities:
        entry = newest(lines, row.activity, day)
        if entry is not None:
            total += row.hundredths * int(percent_of(entry) * 100)
    return Fraction(total, FULL**3)


def status_of(*, stopped_on, day, planned, verified):
    """The first rule that fits, on unrounded figures."""
    if stopped_on is not None and day >= stopped_on:
        return Status.STOPPED
    if verified == FULL:
        return Status.DONE
    if planned == 0:
        return Status.NOT_STARTED if verified == 0 else Status.ON_TRACK
    if verified >= ON_TRACK_FROM * planned:
        return Status.ON_TRACK
    return Status.AT_RISK if verified >= AT_RISK_FROM * planned else Status.BEHIND


def activity_figures(plan, row, day):
    """One activity of the baseline in force. A stopped plan keeps its planned curve, its values stay."""
    until = last_day_that_counts(plan, day)
    reported, verified = newest(plan.reported, row.activity, until), newest(plan.verified, row.activity, until)
    return ActivityFigures(
        facts=row,
        planned=Fraction(FULL * planned_share(row, day)),
        reported=reported.percent if reported else None,
        verified=verified.verified_percent if verified else None,
        reported_entry=reported,
        verified_entry=verified,
    )


def plan_figures(plan, day, approved_on):
    """The plan at the end of the day, or None while no baseline of it is in force."""
    baseline = baseline_in_force(plan.baselines, day, approved_on)
    if baseline is None:
        return None
    planned, verified = planned_percent(baseline, day), verified_percent(plan, baseline, day)
    return PlanFigures(
        number=plan.number,
        baseline=baseline,
        planned=planned,
        reported=reported_percent(plan, baseline, day),
        verified=verified,
        status=status_of(stopped_on=plan.stopped_on, day=day, planned=planned, verified=verified),
        activities=tuple(activity_figures(plan, row, day) for row in baseline.activities),
    )


def roll_up(weighted):
    """Σ plan weight × percent over pairs of (plan weight, percent)."""
    return sum((Fraction(int(weight * 100)) * percent for weight, percent in weighted), Fraction(0)) / FULL**2


def year_figures(facts, day):
    """The year at the end of the day: each plan in force, and their roll-up once the year is approved."""
    plans = [plan_figures(plan, day, facts.approved_on) for plan in facts.plans]
    plans = tuple(plan for plan in plans if plan is not None)
    if facts.approved_on is None:
        return YearFigures(day=day, planned=None, reported=None, verified=None, plans=plans)
    return YearFigures(
        day=day,
        planned=roll_up((plan.weight, plan.planned) for plan in plans),
        reported=roll_up((plan.weight, plan.reported) for plan in plans),
        verified=roll_up((plan.weight, plan.verified) for plan in plans),
        plans=plans,
    )


def curve_point(facts, point, day):
    """One point of the year's curve, cheaper than the whole figures: no rows per activity."""
    in_force = [(plan, baseline_in_force(plan.baselines, point, facts.approved_on)) for plan in facts.plans]
    in_force = [(plan, baseline) for plan, baseline in in_force if baseline is not None]
    reported = verified = None
    if point <= day:
        reported = roll_up((b.weight, reported_percent(plan, b, point)) for plan, b in in_force)
        verified = roll_up((b.weight, verified_percent(plan, b, point)) for plan, b in in_force)
    return Point(
        day=point,
        planned=roll_up((b.weight, planned_percent(b, point)) for _plan, b in in_force),
        reported=reported,
        verified=verified,
    )


def curve_days(facts, day):
    """The last day of each month, and the day itself."""
    days = list(facts.month_ends)
    if day not in days:
        days.insert(bisect_left(days, day), day)
    return days


def series(facts, day):
    """The year's curve: planned for the whole year, reported and verified up to the day; empty before approval."""
    if facts.approved_on is None:
        return ()
    return tuple(curve_point(facts, point, day) for point in curve_days(facts, day))


def plan_series(plan, facts, day):
    """One plan's curve over the same days; it begins with the plan's own first day in force."""
    points = []
    for point in curve_days(facts, day):
        baseline = baseline_in_force(plan.baselines, point, facts.approved_on)
        if baseline is not None:
            is_known = point <= day
            points.append(
                Point(
                    day=point,
                    planned=planned_percent(baseline, point),
                    reported=reported_percent(plan, baseline, point) if is_known else None,
                    verified=verified_percent(plan, baseline, point) if is_known else None,
                )
            )
    return tuple(points)


def later_known(facts, day):
    """What the page's figures rest on that was not yet known at the end of the day itself."""
    recorded = verified = either = 0
    for plan in facts.plans:
        for entry in plan.entries:
            if entry.verdict == RETURNED or entry.as_of > day:
                continue
            was_recorded = entry.recorded_on is not None and entry.recorded_on > day
            was_verified = entry.verdict == VERIFIED and entry.verdict_on is not None and entry.verdict_on > day
            recorded += was_recorded
            verified += was_verified
            either += was_recorded or was_verified
    return LaterKnown(recorded=recorded, verified=verified, either=either)


def next_due(figures):
    """The activity that is due first among those not verified as complete; None when all are, or the plan stopped."""
    if figures.status == Status.STOPPED:
        return None
    open_rows = [row for row in figures.activities if row.verified != FULL]
    return min(open_rows, key=lambda row: (row.facts.finish, row.facts.number), default=None)


def weights_in_force(facts, day):
    """The sum of the plan weights in force on a day, in percent; a stopped plan keeps its weight."""
    in_force = [baseline_in_force(plan.baselines, day, facts.approved_on) for plan in facts.plans]
    return sum((baseline.weight for baseline in in_force if baseline is not None), Decimal(0))


def days_off_balance(facts, since):
    """(day, sum) for ``since`` and each later day on which weights change and do not sum to 100.00, oldest first."""
    changes = {baseline.in_force_on for plan in facts.plans for baseline in plan.baselines}
    days = sorted({since} | {day for day in changes if since <= day <= facts.end})
    sums = ((day, weights_in_force(facts, day)) for day in days)
    return tuple((day, total) for day, total in sums if total != FULL)
