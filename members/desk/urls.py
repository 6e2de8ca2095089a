"""Addresses of a firm's own desk: `/members/desk/…`."""

urlpatterns = []
