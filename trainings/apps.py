from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrainingsConfig(AppConfig):
    name = "trainings"
    verbose_name = _("Trainings")

    def ready(self):
        from accounts import personal_data, waiting
        from post import clock
        from trainings import queues
        from trainings.services import courses, learners, places

        clock.register("courses that begin", courses.start_courses)
        clock.register("offered places", places.settle_courses)
        personal_data.register("learners", learners.erase_person)
        waiting.register(22, queues.waiting_items)
        waiting.register_desks(40, queues.desks)
