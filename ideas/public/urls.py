"""Addresses that everybody reads."""

from django.urls import path

from ideas.public import views

urlpatterns = [
    path("", views.idea_list, name="idea_list"),
    path("calls/", views.call_list, name="call_list"),
    path("calls/<slug:slug>/", views.call_detail, name="call_detail"),
    path("<int:pk>/", views.idea_detail, name="idea_detail"),
]
