"""The addresses of the courses; each folder brings its own. The fixed words stand before the slugs."""

app_name = "trainings"
urlpatterns = []
