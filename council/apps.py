from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CouncilConfig(AppConfig):
    name = "council"
    verbose_name = _("Steering council")

    def ready(self):
        from accounts import personal_data, waiting
        from council import effects, erasing, reminders
        from council.elections import elected_seats, election_kind, proposed_seats
        from council.models import Agreement
        from council.panels import decision_panels, proposal_panels
        from council.queues import desks, waiting_items
        from council.services.elections import run_elections
        from filing import access
        from post import clock

        effects.register("elections", run_elections, kinds=[election_kind()])
        decision_panels.register(20, elected_seats)
        proposal_panels.register(20, proposed_seats)
        access.register("agreements", lambda user: Agreement.objects.with_file_for(user).values("file_id"))
        personal_data.register("council", erasing.erase_person)
        clock.register("action items", reminders.remind)
        waiting.register(10, waiting_items)
        waiting.register_desks(10, desks)
