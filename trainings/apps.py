from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrainingsConfig(AppConfig):
    name = "trainings"
    verbose_name = _("Trainings")

    def ready(self):
        from accounts import personal_data
        from members.panels import desk_panels
        from post import clock
        from trainings.firm_desk.panel import firm_panel
        from trainings.services import courses, learners, places

        clock.register("courses that begin", courses.start_courses)
        clock.register("offered places", places.settle_courses)
        personal_data.register("learners", learners.erase_person)
        desk_panels.register(20, firm_panel)
