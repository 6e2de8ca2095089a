from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PersianConfig(AppConfig):
    name = "persian"
    verbose_name = _("Persian")

    def ready(self):
        from persian import formats

        formats.install()
