"""The addresses of the findings."""

urlpatterns = []
