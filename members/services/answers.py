"""A firm has the next word: it answers what a reviewer asked, or applies again after a rejection."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from members.models import Firm, FirmReview
from members.services.documents import keep_document
from members.services.states import lock_firm, move_firm


@transaction.atomic
def send_answer(*, firm, by, message, documents=()):
    """From «more information asked» back to «waiting for review», with its place by ``applied_at`` kept.

    ``documents``: pairs of a kind and a stored file. Gives the review row. Raises ValidationError when nothing is
    asked, or nothing is said and sent.
    """
    firm = lock_firm(firm)
    if firm.state != Firm.State.MORE_INFORMATION:
        raise ValidationError(_("Nothing is asked of this firm now."), code="wrong_state")
    if not message.strip() and not documents:
        raise ValidationError(_("Write an answer or add a document."), code="empty")
    for kind, file in documents:
        keep_document(firm, kind=kind, file=file, by=by)
    return move_firm(firm, state=Firm.State.APPLIED, act=FirmReview.Act.ANSWERED, by=by, message=message)


@transaction.atomic
def apply_again(*, firm, by, message=""):
    """A rejected firm begins its next application, at the end of the queue. Gives the review row. ValidationError."""
    firm = lock_firm(firm)
    if firm.state != Firm.State.REJECTED:
        raise ValidationError(_("Only a rejected firm applies again."), code="wrong_state")
    firm.round += 1
    firm.applied_at = timezone.now()
    return move_firm(firm, state=Firm.State.APPLIED, act=FirmReview.Act.APPLIED_AGAIN, by=by, message=message)
