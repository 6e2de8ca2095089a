import multiprocessing
import os

from django.apps import AppConfig

WAIT = 60  # seconds; a process of the portal that got no request by then breaks the control


class UnguardedConfig(AppConfig):
    """No lock on the course, and «is a place free?» asked before it is written: as one would do it at first.

    The queue numbers stay unique by themselves: they are counted up by the database, as a sequence would. On
    PostgreSQL the first request of each process waits between asking and writing until every process has asked, so
    that the control needs no luck; SQLite has one writer at a time, and there the others could not come so far.
    """

    name = "tests.unguarded"

    def ready(self):
        from django.db import connection
        from django.db.models import F

        from trainings.models import Course
        from trainings.services import enrolling, places

        # Made before gunicorn forks: its processes share it.
        everybody = multiprocessing.get_context("fork").Barrier(int(os.environ["WEB_CONCURRENCY"]), timeout=WAIT)
        met = set()

        def wait_for_the_others():
            if connection.vendor == "postgresql" and os.getpid() not in met:
                met.add(os.getpid())
                everybody.wait()

        def take_place(course):
            if course.taken >= course.seats:
                return False
            wait_for_the_others()
            course.taken += 1
            course.save(update_fields=["taken"])
            return True

        def next_number(course):
            Course.objects.filter(pk=course.pk).update(last_number=F("last_number") + 1)
            return Course.objects.values_list("last_number", flat=True).get(pk=course.pk)

        places.lock_course = enrolling.lock_course = lambda course: Course.objects.get(pk=course.pk)
        places.take_place, places.next_number = take_place, next_number
