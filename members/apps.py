from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MembersConfig(AppConfig):
    name = "members"
    verbose_name = _("Member firms")

    def ready(self):
        from accounts import waiting
        from filing import access
        from members.models import FirmDocument
        from members.notices import returns
        from members.return_queues import waiting_items as return_items
        from members.services.imports import run_waiting
        from post import clock

        access.register("firm documents", lambda user: FirmDocument.objects.visible_to(user).values("file_id"))
        waiting.register(27, return_items)
        clock.register("yearly returns", returns.remind)
        clock.register_work("imports of firms", run_waiting)
