"""The account's own pages. allauth's stand below the same ``accounts/`` under names that it looks up itself; the rooms
say ``accounts:login`` and ``accounts:logout``."""

from allauth.account.views import login, logout
from django.urls import path
from django.views.decorators.http import require_POST

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("accounts/", views.account_home, name="home"),
    path("accounts/name/", views.account_name, name="name"),
    path("accounts/login/", login, name="login"),
    path("accounts/logout/", require_POST(logout), name="logout"),
]
