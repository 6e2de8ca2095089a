"""What decisions change of plans, line by line: proposed ones before, adopted ones after; for the council's pages.

A fixed number of queries whatever a decision names: the proposals, the newest baselines of their plans with activities
and targets.
"""

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from types import SimpleNamespace

from django.db.models import Prefetch
from django.utils.dateparse import parse_date

from actionplans.facts import ActivityFacts, BaselineFacts
from actionplans.models import ActionPlan, Activity, Baseline, BaselineActivity, BaselineTarget, PlanProposal
from reports.pages.differences import baseline_changes

Act = PlanProposal.Act
MILESTONE = Activity.Profile.MILESTONE


def baselines_of(plans):
    """The baselines of plans with activities and targets, newest first, by plan. Three queries."""
    found = Baseline.objects.filter(plan__in=plans).order_by("plan", "-version")
    found = found.select_related("decision").prefetch_related(
        Prefetch("activities", BaselineActivity.objects.select_related("activity").order_by("activity__number")),
        Prefetch("targets", BaselineTarget.objects.select_related("indicator")),
    )
    by_plan = {}
    for baseline in found:
        by_plan.setdefault(baseline.plan_id, []).append(baseline)
    return by_plan


def facts_of(baseline):
    """(facts, targets by indicator) of a frozen baseline, as ``differences`` compares them. No query."""
    activities = tuple(
        ActivityFacts(
            activity=row.activity_id,
            weight=row.weight,
            start=row.start,
            finish=row.finish,
            is_milestone=row.profile == MILESTONE,
            number=row.activity.number,
            title=row.title,
            title_en=row.title_en,
        )
        for row in baseline.activities.all()
    )
    facts = BaselineFacts(
        version=baseline.version, in_force_on=baseline.in_force_on, weight=baseline.weight, activities=activities
    )
    return facts, {row.indicator_id: row for row in baseline.targets.all()}


def after(facts, targets, payload):
    """What would be frozen if the payload were adopted today."""
    new = replace(facts, weight=Decimal(payload.get("weight", facts.weight)))
    if "activities" in payload:
        known = {row.number: row for row in facts.activities}
        rows = [proposed(row, known.get(row.get("number")), place) for place, row in enumerate(payload["activities"])]
        new = replace(new, activities=tuple(rows))
    moved = {str(number): Decimal(target) for number, target in payload.get("targets", {}).items()}
    new_targets = {
        key: SimpleNamespace(indicator=row.indicator, target=moved.get(str(row.indicator.number), row.target))
        for key, row in targets.items()
    }
    return new, new_targets


def proposed(row, known, place):
    """One activity of a payload over the one that it changes, or a new one."""
    base = known or ActivityFacts(activity=("new", place), weight=Decimal(0), start=None, finish=None)
    values = {name: row[name] for name in ("title", "title_en") if name in row}
    values |= {name: parse_date(row[name]) for name in ("start", "finish") if name in row}
    if "weight" in row:
        values["weight"] = Decimal(row["weight"])
    if "profile" in row:
        values["is_milestone"] = row["profile"] == MILESTONE
    return replace(base, **values)


def proposed_changes(decision, user, words):
    """(proposal, lines) of each plan that a decision names and the reader may see."""
    proposals = list(
        decision.plan_proposals.filter(plan__in=ActionPlan.objects.visible_to(user))
        .select_related("plan__year")
        .order_by("plan__number")
    )
    baselines = baselines_of([row.plan_id for row in proposals if row.act != Act.APPROVE]) if proposals else {}
    return [(row, lines_of(row, baselines.get(row.plan_id), words)) for row in proposals]


def lines_of(proposal, baselines, words):
    if proposal.act == Act.APPROVE or not baselines:
        return []
    before = facts_of(baselines[0])
    return baseline_changes(before, after(*before, proposal.payload), words)


def adopted_changes(decision, user, words):
    """(plan, lines) of each baseline that an adopted decision made out of an earlier one."""
    made = Baseline.objects.filter(decision=decision, version__gt=1, plan__in=ActionPlan.objects.visible_to(user))
    plans = list(made.values_list("plan", flat=True))
    if not plans:
        return {}
    found = {}
    for plan, baselines in baselines_of(plans).items():
        for new, old in pairwise(baselines):
            if new.decision_id == decision.pk:
                found[plan] = baseline_changes(facts_of(old), facts_of(new), words)
    return found
