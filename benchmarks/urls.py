"""The portal's addresses, and beside the yearly page its bare twin."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import path

from benchmarks.bare import bare_year
from cluster_portal.urls import urlpatterns as real

urlpatterns = [
    *i18n_patterns(path("bare/<int:year>/", bare_year, name="bare_year"), prefix_default_language=False),
    *real,
]
