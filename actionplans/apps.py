from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ActionplansConfig(AppConfig):
    name = "actionplans"
    verbose_name = _("Action plans")

    def ready(self):
        from accounts import waiting
        from actionplans import kinds, visits
        from actionplans.models import Evidence, Payment, SupervisionVisit
        from actionplans.queues import desks, waiting_items
        from actionplans.services import accept_fundings, run_plan_proposals
        from council import effects
        from filing import access
        from post import clock

        effects.register("plans", run_plan_proposals, kinds=kinds.plan_kinds())
        effects.register("accept_fundings", accept_fundings, kinds=[kinds.ACCEPT_FUNDING])
        access.register("evidence", lambda user: Evidence.objects.visible_to(user).values("file_id"))
        access.register("payments", lambda user: Payment.objects.with_file_for(user).values("file_id"))
        access.register("visits", lambda user: SupervisionVisit.objects.with_file_for(user).values("file_id"))
        waiting.register(20, waiting_items)
        waiting.register_desks(20, desks)
        waiting.register(25, visits.waiting_items)
        clock.register("visits", visits.remind_of_visits)
