"""The addresses of the findings."""

from django.urls import path

from market.findings import views

urlpatterns = [
    path("", views.board, name="board"),
    path("findings/", views.finding_list, name="finding_list"),
    path("findings/<int:number>/", views.finding_detail, name="finding_detail"),
]
