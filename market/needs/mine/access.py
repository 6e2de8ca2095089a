"""Who may work at the needs of buyers, and for which of them. Nothing of it is kept by a cache."""

from functools import wraps

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.views.decorators.cache import never_cache

from council.models import Institution, InstitutionAgent
from market.models.need import POST


def buyers_of(user):
    """The institutions for which this person may post needs."""
    if user.has_perm(POST):
        return Institution.objects.all()
    return Institution.objects.filter(pk__in=InstitutionAgent.objects.institutions_of(user))


def for_buyers(view):
    """403 for who acts for no institution and posts for none. The view finds up to three in ``request.buyers``."""

    @never_cache
    @login_required
    @wraps(view)
    def guarded(request, *args, **kwargs):
        request.buyers = list(buyers_of(request.user)[:3])
        if not request.buyers and not request.user.has_perm(POST):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded
