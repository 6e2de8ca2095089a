"""What a firm keeps itself: saved at once, and in the directory at once."""

from django.db import transaction

from members.matching import match_key
from members.models import Firm
from members.services.directory import publish_firm

# While a reviewer reads it nothing moves below their eyes; what has left stays as it was.
CLOSED = (Firm.State.APPLIED, Firm.State.LEFT)
# Nothing of these firms is accepted or public yet: what a reviewer will check is corrected in place.
UNREVIEWED = (Firm.State.DRAFT, Firm.State.MORE_INFORMATION, Firm.State.REJECTED)


@transaction.atomic
def save_profile(form):
    """Save a valid versioned form of a firm, and its directory entry. Raises RowChanged: then nothing was saved."""
    form.instance.match_key = match_key(form.instance.name)
    firm = form.save()
    publish_firm(firm)
    return firm
