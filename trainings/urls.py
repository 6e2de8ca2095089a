"""The addresses of the courses; each folder brings its own. The fixed words stand before the slugs."""

from django.urls import include, path

app_name = "trainings"
urlpatterns = [
    path("", include("trainings.certifying.urls")),
    path("", include("trainings.asking.urls")),
]
urlpatterns += [
    path(f"trainings/{name}/<str:token>/", lambda request, token: None, name=url)
    for name, url in [("mine", "mine_open"), ("stop", "stop"), ("", "course_detail")]
]  # STANDIN
