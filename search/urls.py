"""The address of the search."""

app_name = "search"
urlpatterns = []
