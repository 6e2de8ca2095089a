"""The needs on the overview of a firm's own desk."""

from django.urls import reverse

from market.needs.firm.reading import IN_THE_PANEL, open_needs
from members.models import Firm


def firm_panel(firm, user):
    """The needs that the firm can supply, the soonest first; None while it is no active member. Two queries."""
    if firm.state != Firm.State.ACTIVE:
        return None
    context = {"needs": list(open_needs(firm)[:IN_THE_PANEL]), "firm": firm}
    context["url"] = reverse("market:firm_needs", args=[firm.tracking_code])
    return {"template": "market/needs/firm/panel.html", "context": context}
