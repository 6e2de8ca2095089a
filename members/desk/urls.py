"""Addresses of a firm's own desk: `/members/desk/…`."""

from django.urls import path

from members.desk import returns

urlpatterns = [
    path("desk/<slug:tracking>/returns/<int:year>/", returns.firm_return, name="firm_return"),
]
