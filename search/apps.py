from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("Search")

    def ready(self):
        from post import clock
        from search.indexing import refresh_entries

        clock.register("what the search knows", refresh_entries)
