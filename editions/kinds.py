"""The kind of decision that publishes an edition, as the council lists it."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from council.effects import Kind
from council.models import Decision


def publish_url(decision):
    """The page on which an edition is tied to a proposed decision; None once it is decided."""
    if decision.state != Decision.State.PROPOSED:
        return None
    return reverse("admin:editions_propose", args=[decision.pk])


PUBLISH_EDITION = Kind(
    "publish_edition", _("publication of a yearly edition"), Q(editions__isnull=False), publish_url, order=70
)
