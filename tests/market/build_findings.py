"""Builders for findings, their plans and the reports that close them."""

import datetime as dt
from decimal import Decimal

from actionplans.models import Evidence, Verification
from filing.models import StoredFile
from market.models import Finding, FindingPlan
from tests import build

FOUND_ON = dt.date(2024, 6, 1)


def finding(state=Finding.State.IDENTIFIED, **fields):
    """A gap from a study, in a state that it would have reached by its services; closed ones need their proof."""
    number = (Finding.objects.order_by("-number").values_list("number", flat=True).first() or 0) + 1
    values = {
        "number": number,
        "kind": Finding.Kind.GAP,
        "title": f"کمبود آزمایشی {number}",
        "origin": Finding.Origin.STUDY,
        "source_text": "مطالعه آزمایشی",
        "identified_on": FOUND_ON,
    }
    if state not in (Finding.State.IDENTIFIED, Finding.State.REJECTED):
        values["accepted_on"] = FOUND_ON
    if state in (Finding.State.ADDRESSED, Finding.State.CLOSED):
        values["addressed_on"] = FOUND_ON
    if state == Finding.State.CLOSED:
        values["closed_on"] = dt.date(2024, 10, 1)
    if state == Finding.State.REJECTED:
        values |= {"rejected_on": FOUND_ON, "rejected_because": "تکراری است"}
    return Finding.objects.create(state=state, **(values | fields))


def approved_plan(number=None, **fields):
    """An approved plan of 1403 with one activity and one indicator."""
    plan = build.plan(number, **fields)
    build.activity(plan)
    build.indicator(plan)
    build.approve(plan)
    return plan


def link(row, plan, **fields):
    return FindingPlan.objects.create(finding=row, plan=plan, **fields)


def addressed(plan=None, **fields):
    """(finding, plan): a gap that an approved plan remedies."""
    plan = plan or approved_plan()
    row = finding(Finding.State.ADDRESSED, **fields)
    link(row, plan)
    return row, plan


def reading(plan, *, verified=True, evidence=True, as_of=None):
    """A reading of the plan's indicator: 100 of 100."""
    made = build.reading(plan.indicators.get(), Decimal("100"), as_of, verified=Decimal("100") if verified else None)
    if evidence:
        attach(reading=made)
    return made


def entry(plan, *, verified=True, evidence=True, as_of=None, **fields):
    """A report of the plan's activity: complete."""
    figure = Decimal("100") if verified else None
    made = build.entry(plan.activities.get(), Decimal("100"), as_of, verified=figure, **fields)
    if evidence:
        attach(entry=made)
    return made


def attach(**of):
    """Evidence behind an entry or a reading; its bytes are nowhere."""
    [row] = of.values()
    stored = StoredFile.objects.create(
        sha256="0" * 64, name="برگه.pdf", content_type="application/pdf", size=2048, uploaded_by=row.recorded_by
    )
    return Evidence.objects.create(file=stored, caption="سند آزمایشی", added_by=row.recorded_by, **of)


def closed(plan=None, **fields):
    """(finding, reading): a gap that was closed on a verified reading."""
    plan = plan or approved_plan()
    proof = reading(plan)
    row = finding(Finding.State.CLOSED, closing_reading=proof, **fields)
    link(row, plan)
    return row, proof


def give_back(proof):
    """The supervisor returns a reading that was verified before."""
    return Verification.objects.create(reading=proof, verdict="returned", reason="سند دیگری است", by=build.user())
