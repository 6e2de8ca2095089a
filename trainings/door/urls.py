from django.urls import path

from trainings.door import views

urlpatterns = [
    path("trainings/door/<slug:slug>/", views.door_course, name="door"),
    path("trainings/door/<slug:slug>/<int:session>/", views.door_session, name="door_session"),
    path("trainings/door/<slug:slug>/<int:session>/list.pdf", views.door_list, name="door_list"),
]
