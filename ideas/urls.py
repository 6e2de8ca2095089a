"""The addresses of the ideas."""

app_name = "ideas"
urlpatterns = []
