from django.urls import path

from filing import views

app_name = "filing"
urlpatterns = [path("files/<uuid:pk>/", views.file_download, name="file")]
