from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ActionplansConfig(AppConfig):
    name = "actionplans"
    verbose_name = _("Action plans")

    def ready(self):
        from accounts import waiting
        from actionplans.kinds import plan_kinds
        from actionplans.models import Evidence
        from actionplans.queues import desks, waiting_items
        from actionplans.services import run_plan_proposals
        from council import effects
        from filing import access

        effects.register("plans", run_plan_proposals, kinds=plan_kinds())
        access.register("evidence", lambda user: Evidence.objects.visible_to(user).values("file_id"))
        waiting.register(20, waiting_items)
        waiting.register_desks(20, desks)
