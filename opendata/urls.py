"""The pages of open data, in both languages: the dictionary. Addresses without a language stand in ``fixed_urls``."""

from django.urls import path

from opendata import views

app_name = "opendata"
urlpatterns = [
    path("open-data/", views.data_index, name="data_index"),
    path("open-data/<slug:table>/", views.table_detail, name="table_detail"),
]
