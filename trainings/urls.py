"""The addresses of the courses; each folder brings its own. The fixed words stand before the slugs."""

from django.urls import include, path

app_name = "trainings"
urlpatterns = [
    path("", include("trainings.firm_desk.urls")),
    path("certificates/", include("trainings.certifying.urls")),
    path("trainings/", include("trainings.asking.urls")),
    path("trainings/", include("trainings.door.urls")),
    path("trainings/", include("trainings.mine.urls")),
    path("trainings/", include("trainings.enrolling.urls")),
    path("trainings/", include("trainings.public.urls")),
]
