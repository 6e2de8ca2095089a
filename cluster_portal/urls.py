"""Every address of the portal. Persian has no prefix; English stands below ``/en/``."""

from importlib.util import find_spec

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from cluster_portal import health

ROOMS = ["filing", "post", "accounts", "council", "actionplans", "reports"]

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("robots.txt", health.robots_txt, name="robots"),
    path(".well-known/security.txt", health.security_txt, name="security_txt"),
    *i18n_patterns(
        path("admin/", admin.site.urls),
        *[path("", include(f"{room}.urls")) for room in ROOMS if find_spec(f"{room}.urls")],
        prefix_default_language=False,
    ),
]
