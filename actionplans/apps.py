from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ActionplansConfig(AppConfig):
    name = "actionplans"
    verbose_name = _("Action plans")

    def ready(self):
        from accounts import waiting
        from actionplans.models import Evidence
        from actionplans.queues import waiting_items
        from filing import access

        access.register("evidence", lambda user: Evidence.objects.visible_to(user).values("file_id"))
        waiting.register(20, waiting_items)
