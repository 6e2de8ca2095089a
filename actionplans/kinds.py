"""The kinds of decisions that act on plans and on their money, as the council lists them."""

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from actionplans.models import Funding, PlanProposal
from council.effects import Kind
from council.models import Decision

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


def funding_url(decision):
    """The page on which commitments are tied to a proposed decision; None once it is decided."""
    if decision.state != Decision.State.PROPOSED:
        return None
    return reverse("admin:actionplans_funding_propose", args=[decision.pk])


ACCEPT_FUNDING = Kind(
    "accept_funding",
    _("accepting a funding commitment"),
    Q(Exists(Funding.objects.filter(decision=OuterRef("pk")))),
    funding_url,
)
