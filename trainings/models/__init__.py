"""Courses, who takes them, and what came of it."""

from trainings.models.attendance import SessionAttendance
from trainings.models.certificate import Certificate, CertificateJob
from trainings.models.course import Course, CourseSession
from trainings.models.enrolment import Enrolment, EnrolmentRequest
from trainings.models.feedback import CourseFeedback
from trainings.models.learner import Learner

__all__ = [
    "Certificate",
    "CertificateJob",
    "Course",
    "CourseFeedback",
    "CourseSession",
    "Enrolment",
    "EnrolmentRequest",
    "Learner",
    "SessionAttendance",
]
