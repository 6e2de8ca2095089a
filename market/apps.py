from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MarketConfig(AppConfig):
    name = "market"
    verbose_name = _("Market")

    def ready(self):
        from accounts import waiting
        from filing import access
        from market.needs import files
        from market.needs import queues as needs
        from market.needs.firm.panel import firm_panel as needs_panel
        from market.services.needs import close_needs, write_letters
        from members.panels import desk_panels
        from post import clock

        access.register("needs", files.need_files)
        access.register("answers to needs", files.answer_files)
        clock.register("needs past their deadline", close_needs)
        clock.register_work("letters about needs", write_letters)
        desk_panels.register(30, needs_panel)
        waiting.register(30, needs.waiting_items)
        waiting.register_desks(50, needs.desks)
        waiting.register_own_pages(10, needs.own_pages)
