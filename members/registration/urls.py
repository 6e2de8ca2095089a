"""Addresses of the registration: `/members/register/…`."""

urlpatterns = []
