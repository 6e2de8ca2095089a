"""The addresses of open data: the API, whole tables, the dictionary."""

app_name = "opendata"
urlpatterns = []
