"""The addresses of the ideas; each folder brings its own."""

from django.urls import include, path

app_name = "ideas"
urlpatterns = [
    path("", include("ideas.submitting.urls")),
    path("", include("ideas.scoring.urls")),
    path("", include("ideas.public.urls")),
]
