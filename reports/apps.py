from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = _("Reports")

    def ready(self):
        from actionplans import measures
        from council.panels import decision_filters, decision_panels, institution_panels, proposal_panels
        from reports import panels
        from reports.measures import MEASURES

        decision_panels.register(10, panels.decision_plans)
        decision_panels.register(20, panels.decision_money)
        proposal_panels.register(10, panels.proposal_plans)
        proposal_panels.register(20, panels.proposal_money)
        institution_panels.register(10, panels.institution_plans)
        institution_panels.register(20, panels.institution_money)
        decision_filters.register(panels.plan_filter)
        decision_filters.register_institution(panels.decisions_on_plans_of)
        for measure in MEASURES:
            measures.register(measure)
