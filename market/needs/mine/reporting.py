"""What is known of a decided need, as the form of a case takes it: at most the reasons are left to be told."""

from django.utils.translation import gettext as _

from council.models import InstitutionAgent
from market.cases.forms import CaseForm
from market.models import Need, NeedAnswer, ProcurementCase
from persian.digits import localised
from persian.jalali import format_day

Winner, Supply = ProcurementCase.Winner, ProcurementCase.Supply
WINNERS = {Need.Outcome.LOCAL: Winner.LOCAL, Need.Outcome.CANCELLED: Winner.CANCELLED}


def known(need):
    """The values of the boxes, as they would be typed. Two queries."""
    offered = need.answers.exclude(state=NeedAnswer.State.WITHDRAWN).exists()
    leaf = need.capabilities.filter(children=None).first()
    facts = {"number": localised(need.number), "title": need.title}
    return {
        "buyer_name": need.institution.name[:160],
        "category": leaf.key if leaf else "",
        "decided_on": format_day(need.decided_on, "numeric"),
        "amount": str(need.amount or ""),
        "winner": WINNERS.get(need.outcome, ""),
        "claimed_supply": Supply.YES if offered else Supply.UNKNOWN,
        "text": _("Need number %(number)s: %(title)s") % facts,
    }


def case_form(request, need, *, key):
    """The form: as it was sent, filled in by itself where the button said so, else to be looked at."""
    if request.method != "POST":
        return CaseForm(by=request.user, initial=known(need) | {"key": key})
    if request.POST.get("as_it_is"):
        return CaseForm(known(need) | {"key": request.POST.get("key", "")}, by=request.user)
    return CaseForm(request.POST, request.FILES, by=request.user)


def is_whole(need):
    """Whether nothing is left to be told: who bought in the cluster gives no reason why it was not."""
    facts = known(need) if need.outcome == Need.Outcome.LOCAL else {}
    return bool(facts.get("amount") and facts["category"])


def filer_of(need, user):
    """The buyer, for who acts for it; None for staff, who file it as the office."""
    agents = InstitutionAgent.objects.current().filter(user=user, institution=need.institution_id)
    return need.institution if agents.exists() else None
