"""Only an active firm sends people to courses."""

from functools import wraps

from django.http import Http404

from members.desk.access import own_firm
from members.models import Firm


def active_firm(view):
    """As ``own_firm``; 404 also for one's own firm while it is no active member."""

    @own_firm
    @wraps(view)
    def guarded(request, firm, *args, **kwargs):
        if firm.state != Firm.State.ACTIVE:
            raise Http404
        return view(request, firm, *args, **kwargs)

    return guarded
