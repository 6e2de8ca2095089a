"""The worked case: three plans on fifteen days, with exact answers that a separate program found."""

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path

from actionplans import arithmetic

DATA = Path(__file__).resolve().parent.parent / "data"


def day(text):
    return dt.date.fromisoformat(text)


def expected():
    return json.loads((DATA / "progress-expected.json").read_text())


def case():
    return json.loads((DATA / "progress-case.json").read_text())


def activity_facts(row):
    return arithmetic.ActivityFacts(
        activity=row["key"],
        weight=Decimal(row["weight"]),
        start=day(row["start"]),
        finish=day(row["finish"]),
        is_milestone=row["profile"] == "milestone",
        number=int(row["key"].split("/")[1]),
    )


def entry_facts(row):
    verification = row["verifications"][-1] if row["verifications"] else {}
    percent = verification.get("percent")
    return arithmetic.EntryFacts(
        id=row["id"],
        activity=row["activity"],
        as_of=day(row["as_of"]),
        percent=Decimal(row["percent"]),
        verdict=verification.get("verdict"),
        verified_percent=percent and Decimal(percent),
    )


def baseline_facts(row):
    return arithmetic.BaselineFacts(
        version=row["version"],
        in_force_on=day(row["in_force_on"]),
        weight=Decimal(row["weight"]),
        activities=tuple(activity_facts(activity) for activity in row["activities"]),
    )


def plan_facts(row):
    return arithmetic.PlanFacts(
        number=row["number"],
        baselines=tuple(baseline_facts(baseline) for baseline in row["baselines"]),
        entries=tuple(entry_facts(entry) for entry in row["entries"]),
        stopped_on=row.get("stopped_on") and day(row["stopped_on"]),
    )


def year_facts(month_ends=()):
    data = case()
    return arithmetic.YearFacts(
        start=day(data["year"]["start"]),
        end=day(data["year"]["end"]),
        approved_on=day(data["year"]["approved_on"]),
        plans=tuple(plan_facts(plan) for plan in data["plans"]),
        month_ends=tuple(month_ends),
    )


def shown(figures):
    """Figures in the form of the expected answers: exact fractions, and four decimals."""

    def value(fraction):
        decimal = (Decimal(fraction.numerator) / Decimal(fraction.denominator)).quantize(Decimal("0.0001"))
        return {"exact": f"{fraction.numerator}/{fraction.denominator}", "percent": str(decimal)}

    def three(row):
        return {name: value(getattr(row, name)) for name in ("planned", "reported", "verified")}

    return {
        "day": figures.day.isoformat(),
        "year": three(figures),
        "plans": [
            {"number": plan.number} | three(plan) | {"status": plan.status.replace("_", " ")} for plan in figures.plans
        ],
    }
