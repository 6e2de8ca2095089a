"""Taking the sample's courses away, with everything that hangs on them."""

from django.db.models import Q

from council.loading.removal import delete_with_history
from trainings.models import (
    Certificate,
    CertificateJob,
    Course,
    CourseFeedback,
    Enrolment,
    Learner,
    SessionAttendance,
)


def remove_courses():
    """Delete every sample row of this room, before the firms'; gives the ids of the files that hung on it.

    Whoever enrolled in a course of the sample goes with it, as a line of it. Raises ProtectedError when a person of the
    sample stands in a real course.
    """
    courses = Course.objects.filter(is_sample=True)
    enrolments = Enrolment.objects.filter(course__in=courses)
    jobs = CertificateJob.objects.filter(course__in=courses)
    file_ids = list(jobs.exclude(file=None).values_list("file_id", flat=True))
    jobs.delete()
    for model in (CourseFeedback, Certificate, SessionAttendance):
        model.objects.filter(enrolment__in=enrolments).delete()
    enrolments.delete()
    delete_with_history(courses)
    Learner.objects.filter(Q(is_sample=True) | Q(user__is_sample=True)).delete()
    return file_ids
