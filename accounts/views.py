"""The person's own account: what is known of it, and where each part is changed."""

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.own_form import OwnNameForm
from accounts.services import describe_oneself
from accounts.waiting import own_pages_for


@require_safe
@login_required
def account_home(request):
    factors = Authenticator.objects.filter(user=request.user).values_list("type", flat=True)
    context = {"factors": set(factors), "own_pages": own_pages_for(request.user)}
    return render(request, "accounts/home.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def account_name(request):
    """One's own name, and the language of one's letters."""
    user = request.user
    known = {"full_name": user.full_name, "language": user.language}
    form = OwnNameForm(request.POST if request.method == "POST" else None, initial=known)
    if request.method == "POST" and form.is_valid():
        describe_oneself(user=user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("accounts:home")
    return render(request, "accounts/name.html", {"form": form}, status=422 if form.errors else 200)
