"""The courses' part of the desk of staff, a file for each desk."""

from trainings.admin import certificates
from trainings.admin.courses import CourseAdmin
from trainings.admin.people import EnrolmentAdmin, LearnerAdmin

__all__ = ["CourseAdmin", "EnrolmentAdmin", "LearnerAdmin", "certificates"]
