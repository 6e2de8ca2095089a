from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MarketConfig(AppConfig):
    name = "market"
    verbose_name = _("Market")

    def ready(self):
        from accounts import personal_data, waiting
        from council import effects
        from filing import access
        from market import firm_export
        from market.cases import own_views as cases_own
        from market.cases import queues as case_queues
        from market.cases.firm_views import firm_panel as cases_panel
        from market.findings import queues as finding_queues
        from market.models import CaseEvidence
        from market.needs import erasing, files
        from market.needs import queues as needs
        from market.needs.firm.panel import firm_panel as needs_panel
        from market.services.case_figures import publish_nightly
        from market.services.findings import settle_decided_plans
        from market.services.needs import close_needs, write_letters
        from members.desk import export
        from members.panels import desk_panels
        from post import clock

        effects.register("findings", settle_decided_plans)
        waiting.register(23, finding_queues.waiting_items)
        waiting.register_desks(45, finding_queues.desks)
        access.register("papers of cases", lambda user: CaseEvidence.objects.visible_to(user).values("file_id"))
        clock.register("figures of cases", publish_nightly)
        desk_panels.register(40, cases_panel)
        waiting.register(24, case_queues.waiting_items)
        waiting.register_desks(46, case_queues.desks)
        waiting.register_own_pages(20, cases_own.own_pages)
        personal_data.register("needs", erasing.erase_person)
        access.register("needs", files.need_files)
        access.register("answers to needs", files.answer_files)
        clock.register("needs past their deadline", close_needs)
        clock.register_work("letters about needs", write_letters)
        desk_panels.register(30, needs_panel)
        waiting.register(30, needs.waiting_items)
        waiting.register_desks(50, needs.desks)
        waiting.register_own_pages(10, needs.own_pages)
        export.register("cases", firm_export.cases)
        export.register("answers_to_needs", firm_export.answers)
