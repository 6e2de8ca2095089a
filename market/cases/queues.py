"""What waits among the cases; each number leads to exactly that list."""

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.waiting import Desk, WaitingItem
from market.models import ProcurementCase

State = ProcurementCase.State


def waiting_items(user):
    """The queues of this room, for who checks and who decides. A query each."""
    items = []
    if user.has_perm("market.check_case"):
        items.append(
            item(State.SUBMITTED, _("Reported purchases to check"), _("What firms and unions file comes here."))
        )
    if user.has_perm("market.decide_case"):
        items.append(
            item(State.CHECKED, _("Checked purchases to count or reject"), _("The filer waits for the answer."))
        )
    return items


def item(state, title, hint):
    return WaitingItem(ProcurementCase.objects.in_state(state).count(), title, cases_in(state), hint)


def cases_in(state):
    return f"{reverse('admin:market_procurementcase_changelist')}?{urlencode({'state__exact': state})}"


def desks(user):
    """The list of cases, for who checks them. No query of rows."""
    if user.has_perm("market.check_case"):
        return [Desk(_("Purchases that left the province"), reverse("admin:market_procurementcase_changelist"))]
    return []
