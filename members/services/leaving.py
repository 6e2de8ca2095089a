"""A firm leaves the cluster: by its own wish or by staff."""

from django.db import transaction

from members.models import Firm, FirmChange, FirmReview
from members.services.changes import decide
from members.services.directory import publish_firm
from members.services.review import told
from members.services.states import lock_firm, move_firm


@transaction.atomic
def leave_cluster(*, firm, by, reason=""):
    """The membership ends and the entry goes; the data stays. An open change falls away. Raises ValidationError."""
    firm = lock_firm(firm)
    review = move_firm(firm, state=Firm.State.LEFT, act=FirmReview.Act.LEFT, by=by, message=reason)
    for change in firm.changes.filter(state=FirmChange.State.PENDING):
        decide(change, by=by, state=FirmChange.State.WITHDRAWN)
    publish_firm(firm)
    return told(review)
