from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrainingsConfig(AppConfig):
    name = "trainings"
    verbose_name = _("Trainings")

    def ready(self):
        from accounts import personal_data
        from filing import access
        from post import clock
        from trainings.asking import clock as asking_clock
        from trainings.asking.panels import feedback_panel
        from trainings.certifying import jobs
        from trainings.notices import reminders
        from trainings.public.panels import course_panels
        from trainings.services import bundles, courses, learners, places

        clock.register("courses that begin", courses.start_courses)
        clock.register("offered places", places.settle_courses)
        clock.register("reminders of courses", reminders.remind)
        clock.register("questions to learners", asking_clock.ask)
        course_panels.register(40, feedback_panel)
        clock.register("bundles of certificates", bundles.forget_bundles)
        clock.register_work("certificates", jobs.run_waiting)
        access.register("bundles of certificates", bundles.bundles_visible_to)
        personal_data.register("learners", learners.erase_person)
