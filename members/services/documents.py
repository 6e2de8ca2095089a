"""The papers of a firm: added by its representatives, taken back by them, never deleted."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from members.models import Firm, FirmDocument
from members.services.states import lock_firm
from persian.digits import localised

MOST_DOCUMENTS = 30


@transaction.atomic
def add_document(*, firm, kind, file, by):
    """Add a stored file to the firm's papers. Raises ValidationError."""
    firm = lock_firm(firm)
    if firm.state == Firm.State.LEFT:
        raise ValidationError(_("The firm has left the cluster; its papers stay as they are."), code="wrong_state")
    return keep_document(firm, kind=kind, file=file, by=by)


def keep_document(firm, *, kind, file, by):
    """One more paper of a locked firm, up to a limit that no honest firm meets."""
    if FirmDocument.objects.filter(firm=firm, removed_at=None).count() >= MOST_DOCUMENTS:
        raise ValidationError(
            _("A firm keeps at most %(limit)s documents. Take back those that are no longer needed.")
            % {"limit": localised(MOST_DOCUMENTS)},
            code="too_many",
        )
    return FirmDocument.objects.create(firm=firm, kind=kind, file=file, added_by=by)


@transaction.atomic
def take_back_document(*, document, by):
    """The reviewers still see that it was there; the firm no longer does. Not while its application is read.

    ``by`` is whoever takes it back, a representative of the firm. Raises ValidationError.
    """
    firm = lock_firm(document.firm)
    if firm.state in (Firm.State.APPLIED, Firm.State.LEFT):
        raise ValidationError(
            _("The firm is «%(state)s»: its documents stay as they are.") % {"state": firm.get_state_display()},
            code="wrong_state",
        )
    if not FirmDocument.objects.filter(pk=document.pk, removed_at=None).update(removed_at=timezone.now()):
        raise ValidationError(_("The document was taken back already."), code="gone")
