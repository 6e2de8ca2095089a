"""The baselines of an edition: versions, approved activities and targets are copies that nobody changes."""

from actionplans.models import Baseline, BaselineActivity, BaselineTarget
from council.documents.canonical import in_nfc
from editions.document.values import amount, day, texts
from editions.verifying.rows import shown


def baseline_faults(plans, year):
    """Every version that the document names, the activities and targets of the one in force then. Three queries."""
    versions, activities, targets = versions_of(year), activities_of(year), targets_of(year)
    for plan in plans:
        for row in plan["baselines"]:
            said = (row["in_force_on"], row["decision"])
            now = versions.get((plan["number"], row["version"]))
            yield from compared(f"baseline {row['version']} of plan {plan['key']}", said, now)
        in_force = plan["baseline"]
        for row in plan["activities"]:
            said = (row["title"], row["weight"], row["start"], row["finish"])
            now = activities.get((plan["number"], in_force, row["number"]))
            yield from compared(f"activity {row['key']} of baseline {in_force}", said, now)
        for row in plan.get("indicators", []):
            now = targets.get((plan["number"], in_force, row["number"]))
            if now is not None:  # else the document has the target that the indicator itself had
                yield from compared(f"the target of {row['key']} in baseline {in_force}", row["target"], now)


def compared(name, then, now):
    if now is None:
        yield f"{name} is missing"
    elif now != then:
        yield f"{name} was changed: it was {shown(then)}, is {shown(now)}"


def versions_of(year):
    rows = Baseline.objects.filter(plan__year=year).select_related("plan", "decision")
    return {(row.plan.number, row.version): (day(row.in_force_on), row.decision.number) for row in rows}


def activities_of(year):
    rows = BaselineActivity.objects.filter(baseline__plan__year=year).select_related("baseline__plan", "activity")
    return {
        (row.baseline.plan.number, row.baseline.version, row.activity.number): (
            in_nfc(texts(row.title, row.title_en)),
            amount(row.weight),
            day(row.start),
            day(row.finish),
        )
        for row in rows
    }


def targets_of(year):
    rows = BaselineTarget.objects.filter(baseline__plan__year=year).select_related("baseline__plan", "indicator")
    return {(row.baseline.plan.number, row.baseline.version, row.indicator.number): amount(row.target) for row in rows}
