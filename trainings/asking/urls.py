from django.urls import path

from trainings.asking import views

urlpatterns = [path("trainings/feedback/<str:token>/", views.feedback, name="feedback")]
