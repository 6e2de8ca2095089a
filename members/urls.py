"""The firms' addresses. The slugs `register`, `desk`, `networks`, `confirm` and `firms.csv` are reserved."""

from members.desk.urls import urlpatterns as desk
from members.directory.urls import urlpatterns as directory
from members.registration.urls import urlpatterns as registration

app_name = "members"
urlpatterns = [*registration, *desk, *directory]
