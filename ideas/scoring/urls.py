"""Addresses of the scorers' desk."""

from django.urls import path

from ideas.scoring import views

urlpatterns = [
    path("scoring/", views.scoring_list, name="scoring_list"),
    path("scoring/<int:pk>/", views.scoring_idea, name="scoring_idea"),
]
