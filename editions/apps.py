from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EditionsConfig(AppConfig):
    name = "editions"
    verbose_name = _("Editions")

    def ready(self):
        from accounts import waiting
        from council import effects
        from council.panels import decision_panels, proposal_panels
        from editions import compared, freezing_jobs, kinds, loading, panels, queues, year_editions
        from editions.models import EditionFile
        from editions.services import publishing
        from filing import access
        from post import clock
        from reports import comparing
        from reports.loading import register
        from reports.pages import year_notices
        from reports.year_counts import register_count

        register(loading)
        comparing.register_frozen(compared.frozen_figures)
        effects.register("publish an edition", publishing.run_publication, kinds=[kinds.PUBLISH_EDITION])
        decision_panels.register(60, panels.decision_editions)
        proposal_panels.register(60, panels.proposal_editions)
        access.register("files of editions", lambda user: EditionFile.objects.visible_to(user).values("file_id"))
        register_count("editions_published", year_editions.published)
        year_notices.register(year_editions.notice)
        clock.register_work("freezing of editions", freezing_jobs.run_waiting)
        waiting.register(28, queues.waiting_items)
        waiting.register_desks(65, queues.desks)
