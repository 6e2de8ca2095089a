from django.apps import AppConfig


class UnguardedConfig(AppConfig):
    """No lock on the course, and «is a place free?» asked before it is written: as one would do it at first.

    The queue numbers stay unique by themselves: they are counted up by the database, as a sequence would.
    """

    name = "tests.unguarded"

    def ready(self):
        from django.db.models import F

        from trainings.models import Course
        from trainings.services import enrolling, places

        def take_place(course):
            if course.taken >= course.seats:
                return False
            course.taken += 1
            course.save(update_fields=["taken"])
            return True

        def next_number(course):
            Course.objects.filter(pk=course.pk).update(last_number=F("last_number") + 1)
            return Course.objects.values_list("last_number", flat=True).get(pk=course.pk)

        places.lock_course = enrolling.lock_course = lambda course: Course.objects.get(pk=course.pk)
        places.take_place, places.next_number = take_place, next_number
