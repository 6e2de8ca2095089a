"""The plans of a year in the document: figures, what they are made of, and the decisions they rest on."""

from actionplans.arithmetic import Status
from actionplans.models import ActionPlan, Baseline, BaselineTarget, Indicator
from editions.document.values import amount, day, share, texts

MOST_BEHIND = 10  # points: above it an edition needs a reason and a corrective action (I12)


def is_far_behind(figures):
    """Whether more than ten points less are verified than planned, unrounded."""
    return figures is not None and figures.planned - figures.verified > MOST_BEHIND


def far_behind(progress):
    """The plans of a year of which an edition must say why they are behind."""
    return [row for row in progress.plans if is_far_behind(row.figures)]


def approved_targets(progress):
    """The targets in the baselines in force, by indicator; the others are drafts that nobody decided. One query."""
    in_force = {row.plan.pk: row.figures.baseline.version for row in progress.plans if row.figures is not None}
    rows = BaselineTarget.objects.filter(baseline__plan__in=in_force)
    rows = rows.values_list("indicator_id", "baseline__plan_id", "baseline__version", "target")
    return {indicator: target for indicator, plan, version, target in rows if in_force[plan] == version}


def plan_rows(progress, records, targets):
    """Every plan in force with its activities and indicators. Five queries."""
    keys = [row.plan.pk for row in progress.plans]
    plans = ActionPlan.objects.filter(pk__in=keys).select_related("approved_by", "stopped_by")
    more = {plan.pk: plan for plan in plans.prefetch_related("sections", "partners")}
    versions = baselines(keys)
    indicators = grouped(Indicator.objects.filter(pk__in=targets).order_by("number"))
    return [
        plan_row(row, more[row.plan.pk], versions.get(row.plan.pk, []), records)
        | {"indicators": indicator_rows(row, indicators.get(row.plan.pk, []), targets, records)}
        for row in progress.plans
        if row.figures is not None
    ]


def grouped(rows):
    found = {}
    for row in rows:
        found.setdefault(row.plan_id, []).append(row)
    return found


def indicator_rows(row, indicators, targets, records):
    """From where to where, in the baseline in force, and the readings that count: newest reported, newest verified."""
    plan = f"{row.plan.year.year}/{row.plan.number}"
    return [
        {
            "key": f"{plan}/i{indicator.number}",
            "number": indicator.number,
            "title": texts(indicator.title, indicator.title_en),
            "unit": texts(indicator.unit, indicator.unit_en),
            "level": indicator.level,
            "direction": indicator.direction,
            "start": amount(indicator.baseline_value),
            "start_on": day(indicator.baseline_on),
            "target": amount(targets[indicator.pk]),
            **records.reading_of(indicator.pk),
        }
        for indicator in indicators
    ]


def baselines(plans):
    """The baselines of these plans with their decisions, by plan. One query."""
    found = {}
    for row in Baseline.objects.filter(plan__in=plans).select_related("decision").order_by("version"):
        found.setdefault(row.plan_id, []).append(
            {"version": row.version, "in_force_on": day(row.in_force_on), "decision": row.decision.number}
        )
    return found


def plan_row(row, plan, versions, records):
    figures, year = row.figures, row.plan.year.year
    return {
        "key": f"{year}/{plan.number}",
        "number": plan.number,
        "title": texts(plan.title, plan.title_en),
        "objective": texts(plan.objective, plan.objective_en),
        "lead": institution(row.plan.lead),
        "partners": sorted(partner.key for partner in plan.partners.all()),
        "pillar": plan.pillar,
        "sections": [texts(section.name, section.name_en) for section in plan.sections.all()],
        "weight": amount(figures.weight),
        "planned": share(figures.planned),
        "reported": share(figures.reported) if figures.has_report else None,
        "verified": share(figures.verified) if figures.has_verification else None,
        "variance": share(figures.variance),
        "status": figures.status.value,
        "approved_by": plan.approved_by.number if plan.approved_by_id else None,
        "stopped_by": plan.stopped_by.number if plan.stopped_by_id else None,
        "stopped_on": day(plan.stopped_on),
        "baseline": figures.baseline.version,
        "baselines": versions,
        "activities": [activity_row(activity, f"{year}/{plan.number}", records) for activity in figures.activities],
        "is_sample": plan.is_sample,
    }


def activity_row(row, plan, records):
    """An activity as its baseline holds it; ``*_entry`` name the reports that make its figures."""
    facts = row.facts
    return {
        "key": f"{plan}/{facts.number}",
        "number": facts.number,
        "title": texts(facts.title, facts.title_en),
        "weight": amount(facts.weight),
        "start": day(facts.start),
        "finish": day(facts.finish),
        "is_milestone": facts.is_milestone,
        "planned": share(row.planned),
        "reported": share(row.reported),
        "verified": share(row.verified),
        "reported_entry": records.key_of(row.reported_entry),
        "verified_entry": records.key_of(row.verified_entry),
    }


def institution(row):
    return row and {"key": row.key, "name": texts(row.name, row.name_en)}


def statuses(progress):
    """How many plans stand how, in the order of the statuses; statuses of no plan are left out."""
    counted = {status.value: progress.count(status) for status in Status}
    return {name: count for name, count in counted.items() if count}


def series(progress):
    return [
        {
            "day": day(point.day),
            "planned": share(point.planned),
            "reported": share(point.reported),
            "verified": share(point.verified),
        }
        for point in progress.series
    ]
