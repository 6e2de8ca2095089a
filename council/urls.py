"""Addresses of the council. They are stable: minutes and reports point to them."""

from django.urls import path, re_path

from council import views

app_name = "council"
urlpatterns = [
    path("council/", views.composition, name="composition"),
    path("council/meetings/", views.meeting_list, name="meeting_list"),
    re_path(r"^council/meetings/(?P<slug>\d{4}-\d{2})/$", views.meeting_detail, name="meeting_detail"),
    path("council/decisions/", views.decision_list, name="decision_list"),
    path("council/decisions.csv", views.decision_csv, name="decision_csv"),
    re_path(r"^council/decisions/(?P<slug>\d{4}-\d{2}-\d{2})/$", views.decision_detail, name="decision_detail"),
    path("council/institutions/<slug:key>/", views.institution_detail, name="institution_detail"),
]
