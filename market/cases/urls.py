"""The addresses of the procurement cases."""

urlpatterns = []
