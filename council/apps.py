from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CouncilConfig(AppConfig):
    name = "council"
    verbose_name = _("Steering council")

    def ready(self):
        from accounts import waiting
        from council import effects
        from council.elections import elected_seats, election_kind, proposed_seats
        from council.panels import decision_panels, proposal_panels
        from council.queues import waiting_items
        from council.services.elections import run_elections

        effects.register("elections", run_elections, kinds=[election_kind()])
        decision_panels.register(20, elected_seats)
        proposal_panels.register(20, proposed_seats)
        waiting.register(10, waiting_items)
