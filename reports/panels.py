"""What this room adds to the council's pages: the plans that a decision carries, the plans of an institution."""

from django.urls import reverse

from actionplans.models import ActionPlan, PlanProposal
from reports.pages.words import Words

ACTS = [PlanProposal.Act.APPROVE, PlanProposal.Act.AMEND, PlanProposal.Act.STOP]


def decision_plans(decision, user):
    """The plans that this decision approves, amends or stops, as far as the reader may see them. Two queries."""
    proposals = list(
        decision.plan_proposals.filter(plan__in=ActionPlan.objects.visible_to(user))
        .select_related("plan__year")
        .order_by("plan__year__year", "plan__number")
    )
    named = {proposal.plan_id for proposal in proposals}
    resting = ActionPlan.objects.visible_to(user).filter(approved_by=decision).exclude(pk__in=named)
    pairs = [(proposal.act, proposal.plan) for proposal in proposals]
    pairs += [(PlanProposal.Act.APPROVE, plan) for plan in resting.select_related("year").order_by("number")]
    if not pairs:
        return None
    words = Words()
    groups = [(act, [plan_line(plan, words) for one, plan in pairs if one == act]) for act in ACTS]
    context = {
        "groups": [{"act": act.value, "plans": plans} for act, plans in groups if plans],
        "is_sample": any(plan.is_sample for _act, plan in pairs),
    }
    return {"template": "reports/decision_plans.html", "context": context}


def institution_plans(institution, user):
    """The plans that an institution leads and those it joins, newest year first. Two queries."""
    plans = ActionPlan.objects.visible_to(user).select_related("year").order_by("-year__year", "number")
    led, joined = list(plans.filter(lead=institution)), list(plans.filter(partners=institution))
    if not led and not joined:
        return None
    words = Words()
    context = {
        "led": [plan_line(plan, words) for plan in led],
        "joined": [plan_line(plan, words) for plan in joined],
        "is_sample": any(plan.is_sample for plan in [*led, *joined]),
    }
    return {"template": "reports/institution_plans.html", "context": context}


def plan_line(plan, words):
    return {
        "url": reverse("reports:plan_detail", args=[plan.year.year, plan.number]),
        "number": words.digits(plan.number),
        "year": words.digits(plan.year.year),
        "name": words.name(plan.title, plan.title_en),
        "state": plan.get_state_display(),
        "is_sample": plan.is_sample,
    }
