"""The address of a sheet of questions."""

from django.urls import path

from trainings.asking import views

urlpatterns = [path("feedback/<str:token>/", views.feedback, name="feedback")]
