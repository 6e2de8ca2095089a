"""What waits among the needs, and where they are worked at."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.waiting import Desk, WaitingItem
from council.models import InstitutionAgent
from market.models import Need
from market.models.need import POST


def waiting_items(user):
    """Needs past their deadline of which nobody said what came of them, for who posts for buyers. One query."""
    if not user.has_perm(POST):
        return []
    url = reverse("admin:market_need_changelist") + "?waits=outcome"
    count = Need.objects.without_outcome(timezone.now()).count()
    hint = _("The deadline is over; the buyer, or you for the buyer, say what came of it.")
    return [WaitingItem(count, _("Needs of buyers without an outcome"), url, hint)]


def desks(user):
    """The page of those who post for buyers. No query of rows."""
    return [Desk(_("Needs of buyers"), reverse("market:need_desk_list"))] if user.has_perm(POST) else []


def own_pages(user):
    """The same page for who acts for a buyer. One query."""
    if InstitutionAgent.objects.institutions_of(user).exists():
        return [Desk(_("Needs of your institution"), reverse("market:need_desk_list"))]
    return []
