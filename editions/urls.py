"""The addresses of frozen editions, below those of the year. They are stable: printed reports point to them."""

app_name = "editions"
urlpatterns = []
