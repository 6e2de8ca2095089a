"""Once a year somebody who acts for a firm says that its profile is still right."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from filing.services import record_change
from members.models import Firm
from members.models.firm import CONFIRMED_FOR
from members.services.directory import publish_firm
from members.services.states import lock_firm
from persian.jalali import today


@transaction.atomic
def confirm_firm(*, firm, by):
    """The profile counts as fresh for a year from today; a firm that was marked or hidden stands in the list again.

    Confirming twice on one day changes nothing. Raises ValidationError for a firm that is not active.
    """
    firm = lock_firm(firm)
    if firm.state != Firm.State.ACTIVE:
        raise ValidationError(_("Only the profile of an active firm can be confirmed."), code="wrong_state")
    old, firm.confirmed_until = firm.confirmed_until, today() + CONFIRMED_FOR
    if old == firm.confirmed_until:
        return firm
    firm.row_version += 1
    firm.save(update_fields=["confirmed_until", "row_version"])
    record_change(firm, by=by, old="", new="confirmed", why=f"{old or '-'} → {firm.confirmed_until}")
    publish_firm(firm)
    return firm
