"""The addresses of the courses; each folder brings its own. The fixed words stand before the slugs."""

from trainings.door.urls import urlpatterns as door

app_name = "trainings"
urlpatterns = [*door]
