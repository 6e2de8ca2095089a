"""Staff without a second factor are nobody outside the account pages, and are led to set one up."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.middleware import get_user
from django.contrib.auth.models import AnonymousUser
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils.cache import add_never_cache_headers
from django.utils.functional import SimpleLazyObject

DOOR = ("account_", "mfa_", "usersessions_", "accounts:")
SIGN_IN = {"account_login", "accounts:login"}
FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


class SecondFactorMiddleware:
    """Whatever asks ``request.user`` who is there gets the answer: no page can forget the second factor.

    The user is looked at only when a page asks, so public pages cost nothing and stay cacheable; for staff it is one
    query more. Pages of the account are never cached.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if settings.STAFF_SECOND_FACTOR:
            request.user = SimpleLazyObject(lambda: admitted(request))
        response = self.get_response(request)
        if at_the_door(request):
            add_never_cache_headers(response)
        return response

    def process_view(self, request, view, args, kwargs):
        """Who is sent to sign in because the second factor is missing is sent on to the page where it is set up."""
        if settings.STAFF_SECOND_FACTOR and request.resolver_match.view_name in SIGN_IN:
            user = get_user(request)
            if user.is_authenticated and lacks_second_factor(user):
                return redirect("mfa_index")
        return None


def admitted(request):
    user = get_user(request)
    if user.is_authenticated and not at_the_door(request) and lacks_second_factor(user):
        return AnonymousUser()
    return user


def lacks_second_factor(user):
    """True for staff who have neither an authenticator app nor a passkey. One query for staff."""
    return user.is_staff and not Authenticator.objects.filter(user=user, type__in=FACTORS).exists()


def at_the_door(request):
    """Whether the address is one of the account's own pages."""
    try:
        match = request.resolver_match or resolve(request.path_info)
    except Resolver404:
        return False
    return match.view_name.startswith(DOOR)
