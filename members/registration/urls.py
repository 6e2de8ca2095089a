"""Addresses of the registration: `/members/register/…`. The fixed words stand before the signed links."""

from django.urls import path

from members.registration import tracking, views

urlpatterns = [
    path("register/", views.register_start, name="register_start"),
    path("register/track/", tracking.register_track_form, name="register_track_form"),
    path("register/track/<str:code>/", tracking.register_track, name="register_track"),
    path("register/track/<str:code>/continue/", tracking.register_reopen, name="register_reopen"),
    path("register/<str:token>/", views.register_open, name="register_open"),
    path("register/<str:token>/contact/", views.register_contact, name="register_contact"),
    path("register/<str:token>/<str:step>/", views.register_step, name="register_step"),
]
