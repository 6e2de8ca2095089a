"""Addresses of the submission and of the tracking page."""

from django.urls import path

from ideas.submitting import tracking, views

urlpatterns = [
    path("submit/", views.submit_start, name="submit_start"),
    path("submit/<str:token>/", views.submit_draft, name="submit_draft"),
    path("submit/<str:token>/send/", views.submit_send, name="submit_send"),
    path("track/", tracking.track_form, name="track_form"),
    path("track/<str:code>/", tracking.track, name="track"),
    path("track/<str:code>/answer/", tracking.track_answer, name="track_answer"),
]
