from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrainingsConfig(AppConfig):
    name = "trainings"
    verbose_name = _("Trainings")

    def ready(self):
        from accounts import personal_data, waiting
        from council.panels import institution_panels
        from filing import access
        from members.exchange import lists
        from members.panels import desk_panels
        from post import clock
        from trainings import queues
        from trainings.admin import export
        from trainings.asking import clock as asking_clock
        from trainings.asking.panels import feedback_panel
        from trainings.certifying import jobs
        from trainings.firm_desk.panel import firm_panel
        from trainings.notices import reminders
        from trainings.public.panels import course_panels, institution_courses
        from trainings.services import bundles, courses, learners, places, requests

        access.register("bundles of certificates", bundles.bundles_visible_to)
        clock.register("courses that begin", courses.start_courses)
        clock.register("offered places", places.settle_courses)
        clock.register("requests for places", requests.forget_requests)
        clock.register("reminders of courses", reminders.remind)
        clock.register("questions to learners", asking_clock.ask)
        clock.register("bundles of certificates", bundles.forget_bundles)
        clock.register_work("certificates", jobs.run_waiting)
        institution_panels.register(30, institution_courses)
        course_panels.register(40, feedback_panel)
        personal_data.register("learners", learners.erase_person)
        desk_panels.register(20, firm_panel)
        lists.register(export.PEOPLE, lists.Kind(export.EXPORT, _("People of a course"), export.open_people))
        waiting.register(22, queues.waiting_items)
        waiting.register_desks(40, queues.desks)
