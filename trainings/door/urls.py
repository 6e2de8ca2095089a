"""Below ``/trainings/``."""

from django.urls import path

from trainings.door import views

urlpatterns = [
    path("door/<slug:slug>/", views.door_course, name="door"),
    path("door/<slug:slug>/<int:session>/", views.door_session, name="door_session"),
    path("door/<slug:slug>/<int:session>/list.pdf", views.door_list, name="door_list"),
]
