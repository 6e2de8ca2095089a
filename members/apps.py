from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MembersConfig(AppConfig):
    name = "members"
    verbose_name = _("Member firms")

    def ready(self):
        from accounts import waiting
        from filing import access
        from members.models import FirmDocument
        from members.queues import desks, waiting_items

        access.register("firm documents", lambda user: FirmDocument.objects.visible_to(user).values("file_id"))
        waiting.register(15, waiting_items)
        waiting.register_desks(30, desks)
