"""The addresses of the hand-over."""

app_name = "handover"
urlpatterns = []
