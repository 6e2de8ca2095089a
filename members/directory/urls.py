"""Addresses of the public directory: `/members/…`. They come last: a firm's slug matches what nothing else did."""

from django.urls import path

from members.directory import confirming, networks, views

urlpatterns = [
    path("", views.firm_list, name="firm_list"),
    path("firms.csv", views.firms_csv, name="firms_csv"),
    path("networks/", networks.network_list, name="network_list"),
    path("networks/<slug:key>/", networks.network_detail, name="network_detail"),
    path("confirm/<str:token>/", confirming.confirm, name="confirm"),
    path("<slug:slug>/", views.firm_detail, name="firm_detail"),
]
