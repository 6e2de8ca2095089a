from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MarketConfig(AppConfig):
    name = "market"
    verbose_name = _("Market")

    def ready(self):
        from council import effects
        from market.services.findings import settle_decided_plans

        effects.register("findings", settle_decided_plans)
