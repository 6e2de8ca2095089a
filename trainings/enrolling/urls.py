"""Addresses of the public enrolment: `/trainings/<course>/enrol/…`."""

from django.urls import path

from trainings.enrolling import views

urlpatterns = [
    path("<slug:slug>/enrol/", views.enrol, name="enrol"),
    path("<slug:slug>/enrol/<uuid:pk>/", views.enrol_code, name="enrol_code"),
]
