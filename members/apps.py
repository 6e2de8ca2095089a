from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MembersConfig(AppConfig):
    name = "members"
    verbose_name = _("Member firms")

    def ready(self):
        from filing import access
        from members.models import FirmDocument
        from members.services.drafts import forget_drafts
        from post import clock

        access.register("firm documents", lambda user: FirmDocument.objects.visible_to(user).values("file_id"))
        clock.register("registration drafts", forget_drafts)
