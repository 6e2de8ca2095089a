"""What waits for the editions of years, and where that work is done."""

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.waiting import Desk, WaitingItem
from council.models import ProgramYear
from editions.models import YearEdition

State = YearEdition.State


def waiting_items(user):
    """Closed years without a frozen edition, and frozen editions that no decision publishes yet. A query each."""
    items = []
    if user.has_perm("editions.freeze_edition"):
        frozen = YearEdition.objects.frozen().filter(year=OuterRef("pk"))
        closed = ProgramYear.objects.filter(~Exists(frozen), state=ProgramYear.State.CLOSED).count()
        hint = _("A year ends in an edition that never changes.")
        items.append(WaitingItem(closed, _("Closed years without an edition"), reverse("admin:editions_years"), hint))
    if user.has_perm("editions.propose_edition"):
        waits = YearEdition.objects.filter(state=State.FROZEN).count()
        url = f"{reverse('admin:editions_yearedition_changelist')}?state__exact={State.FROZEN}"
        items.append(
            WaitingItem(waits, _("Frozen editions to publish"), url, _("The council publishes them by a decision."))
        )
    return items


def desks(user):
    """Where editions are made. No query of rows."""
    if user.has_perm("editions.freeze_edition"):
        return [Desk(_("Yearly editions"), reverse("admin:editions_years"))]
    return []
