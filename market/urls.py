"""The addresses of the market; each folder brings its own."""

from django.urls import include, path

app_name = "market"
urlpatterns = [
    path("cases/", include("market.cases.urls")),
    path("needs/", include("market.needs.urls")),
    path("", include("market.findings.urls")),
]
