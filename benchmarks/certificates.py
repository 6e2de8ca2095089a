"""A thousand certificates of one course: how long the worker takes, letters and PDFs included, and how much memory.

Run as ``python -m benchmarks.certificates``, on a database of its own. Promised: at most 60 s, and no more memory for
the second half than for the first.
"""

import datetime as dt
import os
import resource
import sys
import time

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"

import django

django.setup()

from django.core.management import call_command
from django.utils import timezone

from accounts.models import User
from accounts.roles import apply_roles
from post.models import Message
from tests import build
from tests.trainings import build_trainings
from trainings.certifying import jobs
from trainings.models import Certificate, CertificateJob, Course, Enrolment, Learner, SessionAttendance

PEOPLE, SECONDS, MEGABYTES = 1000, 60, 15
FIRST = ["زهرا", "حسین", "مینا", "علی", "نرگس", "رضا", "سارا", "امیر"]
LAST = ["کریمی", "نوری", "صالحی", "مرادی", "احمدی", "رستمی", "قاسمی"]


def main():
    call_command("migrate", verbosity=0)
    apply_roles()
    by = User.objects.create_user(email="issue@bench.example", full_name="سنجش")
    build.cluster()
    warm(by)
    course = crowded_course(PEOPLE)
    marks = watch()
    base, start, cpu = peak(), time.monotonic(), time.process_time()
    job = jobs.begin_issue(course=course, by=by)
    jobs.run_waiting()
    spent, cpu, grown = time.monotonic() - start, time.process_time() - cpu, peak() - base
    job.refresh_from_db()
    count = Certificate.objects.count()
    letters = Message.objects.filter(key__startswith="certificate/").count()
    if (job.state, count, letters) != (CertificateJob.State.DONE, PEOPLE + 3, PEOPLE + 3):
        sys.exit(f"The job ended as {job.state} with {count} certificates and {letters} letters: {job.problem}")
    later = marks[-1] - marks[len(marks) // 2]
    print(f"{PEOPLE} certificates with letters, {job.file.size / 1e6:.1f} MB: {spent:.1f} s (budget {SECONDS}), "
          f"CPU {cpu:.1f} s, memory +{grown:.0f} MB, of it +{later:.1f} MB in the second half "
          f"(budget {MEGABYTES})")  # fmt: skip
    if spent > SECONDS or later > MEGABYTES:
        sys.exit("The certificates cost more than was promised.")


def crowded_course(people):
    """A course that has ended, with so many who were in all of its four sessions."""
    course = build_trainings.course(state=Course.State.CLOSED, seats=people, days=(-10, -9, -8, -7))
    learners = Learner.objects.bulk_create(
        Learner(full_name=f"{FIRST[place % 8]} {LAST[place % 7]} {place}", email=f"{course.pk}-{place}@bench.example")
        for place in range(people)
    )
    ended = timezone.now() - dt.timedelta(days=5)
    enrolments = Enrolment.objects.bulk_create(
        Enrolment(course=course, learner=learner, number=number, state="completed", door="staff", ended_at=ended)
        for number, learner in enumerate(learners, 1)
    )
    SessionAttendance.objects.bulk_create(
        SessionAttendance(session=session, enrolment=enrolment, is_present=True)
        for session in course.sessions.all()
        for enrolment in enrolments
    )
    return course


def warm(by):
    """What is read once: typst, its fonts, the templates of the letters."""
    jobs.begin_issue(course=crowded_course(3), by=by)
    jobs.run_waiting()


def watch():
    """The memory at each word of the job to its page."""
    marks, tell = [], jobs.tell

    def noted(job, **values):
        marks.append(peak())
        tell(job, **values)

    jobs.tell = noted
    return marks


def peak():
    """Megabytes: the highest so far of this process."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
