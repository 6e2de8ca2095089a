"""Addresses under a firm's own desk; the members' own patterns stand before them and know none of these."""

from django.urls import path

from trainings.firm_desk import views

DESK = "members/desk/<slug:tracking>/trainings/"
urlpatterns = [
    path(DESK, views.firm_courses, name="firm_courses"),
    path(f"{DESK}<slug:slug>/", views.firm_course, name="firm_course"),
    path(f"{DESK}<slug:slug>/<int:number>/withdraw/", views.firm_withdraw, name="firm_withdraw"),
    path(f"{DESK}<slug:slug>/<int:number>/accept/", views.firm_accept, name="firm_accept"),
]
