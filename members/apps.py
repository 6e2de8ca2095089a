from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MembersConfig(AppConfig):
    name = "members"
    verbose_name = _("Member firms")

    def ready(self):
        from accounts import personal_data, waiting
        from filing import access
        from members import confirmation_clock, erasing
        from members.desk.returns import desk_panel
        from members.exchange import firms, lists
        from members.models import FirmDocument
        from members.notices import returns
        from members.panels import desk_panels
        from members.queues import desks, waiting_items
        from members.return_queues import waiting_items as return_items
        from members.services import exports
        from members.services.drafts import forget_drafts
        from members.services.imports import forget_files, run_waiting
        from post import clock

        access.register("firm documents", lambda user: FirmDocument.objects.visible_to(user).values("file_id"))
        access.register("exports of lists", exports.files_visible_to)
        clock.register("expired profiles", confirmation_clock.publish_what_expired)
        clock.register("confirmation of profiles", confirmation_clock.ask_for_confirmations)
        clock.register("registration drafts", forget_drafts)
        clock.register("files of imports", forget_files)
        clock.register("files of exports", exports.forget_files)
        clock.register("yearly returns", returns.remind)
        clock.register_work("imports of firms", run_waiting)
        clock.register_work("exports of lists", exports.run_waiting)
        lists.register(firms.FIRMS, lists.Kind("members.export_firm", _("Firms"), firms.open_firms))
        personal_data.register("firms", erasing.erase_person)
        waiting.register(15, waiting_items)
        waiting.register(27, return_items)
        waiting.register_desks(30, desks)
        desk_panels.register(10, desk_panel)
