from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IdeasConfig(AppConfig):
    name = "ideas"
    verbose_name = _("Ideas")

    def ready(self):
        from accounts import personal_data, waiting
        from council import effects
        from council.panels import decision_panels, proposal_panels
        from filing import access
        from ideas import kinds, queues
        from ideas.firm_desk.export import ideas as ideas_of_firm
        from ideas.firm_desk.panel import firm_panel
        from ideas.models import IdeaAttachment
        from ideas.services import deciding, drafts, erasing
        from members.desk import export
        from members.panels import desk_panels
        from post import clock

        access.register("ideas", lambda user: IdeaAttachment.objects.visible_to(user).values("file_id"))
        clock.register("drafts of ideas", drafts.forget_drafts)
        decision_panels.register(40, kinds.decided_ideas)
        proposal_panels.register(40, kinds.proposed_ideas)
        effects.register("ideas", deciding.decide_ideas, kinds=[kinds.idea_kind()])
        personal_data.register("ideas", erasing.erase_person)
        desk_panels.register(40, firm_panel)
        waiting.register(24, queues.waiting_items)
        waiting.register_desks(50, queues.desks)
        export.register("ideas", ideas_of_firm)
