"""Every address of the portal. Persian has no prefix; English stands below ``/en/``."""

from importlib import import_module

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path
from django.views.decorators.http import require_safe

from cluster_portal import health
from cluster_portal.sitemaps import SITEMAPS

ROOMS = ["filing", "post", "accounts", "council", "actionplans", "reports"]


def _is_there(room):
    """While the rooms are being built: a room without addresses is left out."""
    try:
        import_module(f"{room}.urls")
    except ImportError:
        return False
    return True


urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("robots.txt", health.robots_txt, name="robots"),
    path("sitemap.xml", require_safe(sitemap), {"sitemaps": SITEMAPS}, name="sitemap"),
    path(".well-known/security.txt", health.security_txt, name="security_txt"),
    *i18n_patterns(
        path("admin/", admin.site.urls),
        *[path("", include(f"{room}.urls")) for room in ROOMS if _is_there(room)],
        prefix_default_language=False,
    ),
]
