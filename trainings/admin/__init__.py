"""The courses' part of the admin, a file for each desk."""

from trainings.admin import certificates

__all__ = ["certificates"]
