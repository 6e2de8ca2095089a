"""The courses' part of the desk of staff."""

from trainings.admin.courses import CourseAdmin
from trainings.admin.people import EnrolmentAdmin, LearnerAdmin

__all__ = ["CourseAdmin", "EnrolmentAdmin", "LearnerAdmin"]
