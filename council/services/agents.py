"""Who may act for an institution in the market: appointed by staff, dismissed by staff."""

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import canonical_address
from accounts.services import open_account
from council.models import Institution, InstitutionAgent
from filing.services import record_change

APPOINTED, DISMISSED = "agent appointed", "agent dismissed"


@transaction.atomic
def appoint_agent(*, institution, contact, full_name, by, position=""):
    """Whoever has this address acts for the institution from now on; without an account one is opened.

    Staff vouch for the address, as for every account that they open: the person signs in by a code sent there.
    Raises ValidationError for what is no address, or when the person acts for the institution already.
    """
    institution = Institution.objects.select_for_update().get(pk=institution.pk)
    contact = canonical_address(contact)
    user = get_user_model().objects.find(contact) or open_account(identifier=contact, full_name=full_name)
    if institution.agents.current().filter(user=user).exists():
        raise ValidationError(_("This person acts for the institution already."), code="acts")
    agent = InstitutionAgent(institution=institution, user=user, position=position)
    agent.full_clean()
    agent.save(force_insert=True)
    record_change(agent, by=by, old="", new=APPOINTED)
    return agent


@transaction.atomic
def dismiss_agent(*, agent, by):
    """The person acts for the institution no more; what they wrote stays. Of two who press at once one does it."""
    if InstitutionAgent.objects.current().filter(pk=agent.pk).update(left_at=timezone.now()):
        record_change(agent, by=by, old=APPOINTED, new=DISMISSED)
