from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MarketConfig(AppConfig):
    name = "market"
    verbose_name = _("Market")

    def ready(self):
        from accounts import waiting
        from council import effects
        from market.findings import queues as finding_queues
        from market.services.findings import settle_decided_plans

        effects.register("findings", settle_decided_plans)
        waiting.register(23, finding_queues.waiting_items)
        waiting.register_desks(45, finding_queues.desks)
