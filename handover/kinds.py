"""The kind of decision that closes the hand-over, as the council lists it."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from council.effects import Kind
from council.models import Decision


def closing_url(decision):
    """The page on which the closing is tied to a proposed decision; None once it is decided."""
    if decision.state != Decision.State.PROPOSED:
        return None
    return reverse("admin:handover_closing", args=[decision.pk])


CLOSE_HANDOVER = Kind(
    "close_handover", _("closing of the hand-over"), Q(handover_closing__isnull=False), closing_url, order=80
)
