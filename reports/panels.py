"""What this room adds to the council's pages: plans and money of a decision, and of an institution."""

from django.urls import reverse

from actionplans.models import ActionPlan, PlanProposal
from actionplans.money import institution_money as money_of
from council.models import Decision
from persian.jalali import today
from persian.numbers import rial
from reports.pages.money import institution_money as money_by_year
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


def decision_money(decision, user):
    """The commitments that an adopted decision approved, as far as the reader may see them. One query."""
    return money_panel(decision, user, "reports/decision_money.html") if is_adopted(decision) else None


def proposal_money(decision, user):
    """The commitments that a proposal would approve, for those who may read pledges. One query."""
    return None if is_adopted(decision) else money_panel(decision, user, "reports/proposal_money.html")


def is_adopted(decision):
    return decision.state == Decision.State.ADOPTED


def money_panel(decision, user, template):
    rows = decision.fundings.visible_to(user).select_related("plan__year", "institution")
    fundings = list(rows.order_by("plan__year__year", "plan__number", "pk"))
    if not fundings:
        return None
    words = Words()
    context = {
        "rows": [money_line(funding, words) for funding in fundings],
        "total": rial(sum(funding.pledged for funding in fundings)),
        "is_sample": any(funding.plan.is_sample for funding in fundings),
    }
    return {"template": template, "context": context}


def money_line(funding, words):
    plan = funding.plan
    return {
        "institution": words.name(funding.institution.name, funding.institution.name_en),
        "amount": rial(funding.pledged),
        "kind": funding.get_kind_display(),
        "subject": words.name(funding.subject, funding.subject_en) if funding.subject else "",
        "number": words.digits(plan.number),
        "plan": words.name(plan.title, plan.title_en),
        "url": reverse("reports:plan_detail", args=[plan.year.year, plan.number]) + "#money",
    }


def institution_money(institution, user):
    """What an institution gives to the plans, up to today. One query."""
    lines = money_of(institution, user=user)
    if not lines:
        return None
    words = Words()
    context = {
        "years": money_by_year(lines, words),
        "day": words.day(today()),
        "is_sample": any(line.funding.plan.is_sample for line in lines),
    }
    return {"template": "reports/institution_money.html", "context": context}
