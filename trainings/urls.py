"""The addresses of the courses; each folder brings its own. The fixed words stand before the slugs."""

from trainings.firm_desk.urls import urlpatterns as firm_desk

app_name = "trainings"
urlpatterns = [*firm_desk]
