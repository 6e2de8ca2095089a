from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HandoverConfig(AppConfig):
    name = "handover"
    verbose_name = _("Hand-over")

    def ready(self):
        from accounts import personal_data
        from council import effects
        from filing import access
        from handover import kinds
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
        personal_data.register("offices of networks", duties.end_offices)
