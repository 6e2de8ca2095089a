from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CouncilConfig(AppConfig):
    name = "council"
    verbose_name = _("Steering council")

    def ready(self):
        from accounts import waiting
        from council.queues import waiting_items

        waiting.register(10, waiting_items)
