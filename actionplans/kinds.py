"""Which decisions are about money, for the council's register and its meeting editor."""

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actionplans.models import Funding
from council.effects import Kind
from council.models import Decision


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
