from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EditionsConfig(AppConfig):
    name = "editions"
    verbose_name = _("Editions")

    def ready(self):
        from council import effects
        from council.panels import decision_panels, proposal_panels
        from editions import kinds, loading, panels
        from editions.models import EditionFile
        from editions.services import publishing
        from filing import access
        from reports.loading import register

        register(loading)
        effects.register("publish an edition", publishing.run_publication, kinds=[kinds.PUBLISH_EDITION])
        decision_panels.register(60, panels.decision_editions)
        proposal_panels.register(60, panels.proposal_editions)
        access.register("files of editions", lambda user: EditionFile.objects.visible_to(user).values("file_id"))
