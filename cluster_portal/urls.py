"""Every address of the portal. Persian has no prefix; English stands below ``/en/``."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.sitemaps.views import index, sitemap
from django.urls import include, path
from django.views.decorators.http import require_safe

from cluster_portal import health
from cluster_portal.sitemaps import SITEMAPS

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("robots.txt", health.robots_txt, name="robots"),
    path(
        "sitemap.xml",
        require_safe(index),
        {"sitemaps": SITEMAPS, "sitemap_url_name": "sitemap_section"},
        name="sitemap",
    ),
    path("sitemap-<section>.xml", require_safe(sitemap), {"sitemaps": SITEMAPS}, name="sitemap_section"),
    path(".well-known/security.txt", health.security_txt, name="security_txt"),
    path("", include("opendata.fixed_urls")),  # the API and whole tables: the same in every language
    *i18n_patterns(
        path("admin/", admin.site.urls),
        path("", include("filing.urls")),
        path("", include("accounts.urls")),
        path("accounts/", include("allauth.urls")),
        path("", include("council.urls")),
        path("members/", include("members.urls")),
        path("", include("trainings.urls")),
        path("market/", include("market.urls")),
        path("ideas/", include("ideas.urls")),
        path("handover/", include("handover.urls")),
        path("progress/", include("editions.urls")),
        path("", include("opendata.urls")),
        path("search/", include("search.urls")),
        path("", include("reports.urls")),
        prefix_default_language=False,
    ),
]
