"""Addresses of a person's own courses: `/trainings/mine/…`, `/trainings/stop/…`."""

from django.urls import path

from trainings.mine import views

urlpatterns = [
    path("mine/", views.mine, name="mine"),
    path("mine/<str:token>/", views.mine_open, name="mine_open"),
    path("stop/<str:token>/", views.stop, name="stop"),
]
