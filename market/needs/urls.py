"""The addresses of the needs of buyers."""

urlpatterns = []
