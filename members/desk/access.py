"""Who may open which firm's desk: whoever acts for it now. Everybody else learns nothing, not even that it is there."""

from functools import wraps

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache

from members.models import Firm


def own_firm(view):
    """The view gets the firm in the place of its tracking code. 404 for another's firm (G02); never cached."""

    @never_cache
    @login_required
    @wraps(view)
    def guarded(request, tracking, *args, **kwargs):
        firm = get_object_or_404(Firm.objects.of(request.user), tracking_code=tracking)
        return view(request, firm, *args, **kwargs)

    return guarded


def posted(request):
    """What was sent, be it nothing; None when the page is only opened."""
    return request.POST if request.method == "POST" else None
