"""What this room adds to the council's pages: plans and money of a decision, and of an institution."""

from django.db.models import Q
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionplans.models import ActionPlan, Baseline, PlanProposal
from actionplans.money import institution_money as money_of
from council.models import Decision
from council.panels import DecisionFilter
from persian.jalali import today
from persian.numbers import rial
from reports.changes import adopted_changes, proposed_changes
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
    changes = adopted_changes(decision, user, words)
    for _act, lines in groups:
        for line in lines:
            line["changes"] = changes.get(line["key"], [])
    context = {
        "groups": [{"act": act.value, "plans": plans} for act, plans in groups if plans],
        "is_sample": any(plan.is_sample for _act, plan in pairs),
    }
    return {"template": "reports/decision_plans.html", "context": context}


def proposal_plans(decision, user):
    """What a proposal would do to plans, line by line, for those who read drafts. Four queries at the most."""
    words = Words()
    found = proposed_changes(decision, user, words)
    if not found:
        return None
    groups = [(act, [(proposal, lines) for proposal, lines in found if proposal.act == act]) for act in ACTS]
    context = {
        "groups": [
            {"act": act.value, "plans": [proposal_line(*pair, words) for pair in pairs]}
            for act, pairs in groups
            if pairs
        ]
    }
    return {"template": "reports/proposal_plans.html", "context": context}


def proposal_line(proposal, changes, words):
    stopped_on = proposal.payload.get("stopped_on")
    return plan_line(proposal.plan, words) | {
        "changes": changes,
        "stops_on": words.day(parse_date(stopped_on)) if stopped_on else "",
    }


def plan_choices(user):
    """The plans of all years that the reader may see, newest year first. One query."""
    plans = ActionPlan.objects.visible_to(user).order_by("-year__year", "number")
    rows = plans.values_list("year__year", "number", "title", "title_en")
    words, label = Words(), _("%(year)s, plan %(number)s: %(title)s")
    return [
        (
            f"{year}-{number}",
            label % {"year": words.digits(year), "number": words.digits(number), "title": words.plain(title, title_en)},
        )
        for year, number, title, title_en in rows
    ]


def decisions_on_plan(value):
    """Decisions that carry a plan, or on which one of its baselines rests; ``value`` as in ``plan_choices``."""
    year, number = value.split("-")
    return on_plans(ActionPlan.objects.filter(year__year=year, number=number))


def decisions_on_plans_of(institution):
    """Decisions on the plans that an institution leads or joins."""
    return on_plans(ActionPlan.objects.filter(Q(lead=institution) | Q(partners=institution)))


def on_plans(plans):
    carried = PlanProposal.objects.filter(plan__in=plans).values("decision")
    return Q(pk__in=carried) | Q(pk__in=Baseline.objects.filter(plan__in=plans).values("decision"))


plan_filter = DecisionFilter("plan", gettext_lazy("plan"), plan_choices, decisions_on_plan)


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
        "key": plan.pk,
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
