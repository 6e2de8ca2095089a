"""The person's own account: what is known of it, and where each part is changed."""

from allauth.mfa.models import Authenticator
from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
@login_required
def account_home(request):
    factors = Authenticator.objects.filter(user=request.user).values_list("type", flat=True)
    return render(request, "accounts/home.html", {"factors": set(factors)})
