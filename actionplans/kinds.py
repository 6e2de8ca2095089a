"""The kinds of decisions that act on plans, as the council lists them."""

from django.db.models import Q
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from actionplans.models import PlanProposal
from council.effects import Kind

Act = PlanProposal.Act


def plan_kinds():
    """Approve, amend, stop: each is told by the proposals that hang on the decision."""
    return [
        Kind("approve_plan", _("approval of plans"), Q(plan_proposals__act=Act.APPROVE), propose_url),
        Kind("amend_plan", _("change of plans"), Q(plan_proposals__act=Act.AMEND), year_url),
        Kind("stop_plan", _("stopping a plan"), Q(plan_proposals__act=Act.STOP)),
    ]


def propose_url(decision):
    """The page on which draft plans of the meeting's year are tied to this decision."""
    year = decision.agenda_item.meeting.year.year
    return f"{reverse('admin:actionplans_propose', args=[year])}?{urlencode({'decision': decision.pk})}"


def year_url(decision):
    """The year's page, whose plans each lead to a change or a stop by this decision."""
    year = decision.agenda_item.meeting.year.year
    return f"{reverse('admin:actionplans_year', args=[year])}?{urlencode({'decision': decision.pk})}"
