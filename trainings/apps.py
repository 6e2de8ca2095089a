from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrainingsConfig(AppConfig):
    name = "trainings"
    verbose_name = _("Trainings")

    def ready(self):
        from accounts import personal_data
        from filing import access
        from post import clock
        from trainings.certifying import jobs
        from trainings.services import bundles, courses, learners, places

        clock.register("courses that begin", courses.start_courses)
        clock.register("offered places", places.settle_courses)
        clock.register("bundles of certificates", bundles.forget_bundles)
        clock.register_work("certificates", jobs.run_waiting)
        access.register("bundles of certificates", bundles.bundles_visible_to)
        personal_data.register("learners", learners.erase_person)
