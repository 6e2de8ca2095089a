from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HandoverConfig(AppConfig):
    name = "handover"
    verbose_name = _("Hand-over")

    def ready(self):
        from accounts import personal_data, waiting
        from council import effects
        from council.panels import decision_panels, proposal_panels
        from filing import access
        from handover import kinds, panels, queues
        from handover.models import AssessmentEvidence
        from handover.pack import jobs
        from handover.services import closing, duties
        from post import clock

        effects.register("close the hand-over", closing.run_closing, kinds=[kinds.CLOSE_HANDOVER])
        access.register(
            "evidence of assessments", lambda user: AssessmentEvidence.objects.visible_to(user).values("file_id")
        )
        access.register("exports of everything", jobs.exports_visible_to)
        clock.register("exports of everything", jobs.forget_exports)
        clock.register_work("export of everything", jobs.run_waiting)
        decision_panels.register(40, panels.decision_handover)
        proposal_panels.register(40, panels.proposal_handover)
        waiting.register(27, queues.waiting_items)
        waiting.register_desks(60, queues.desks)
        waiting.register_own_pages(50, queues.own_pages)
        personal_data.register("offices of networks", duties.end_offices)
