"""The courses' part of loading a cluster: courses, people and what came of them, as sample only."""

from trainings.loading.removal import remove_courses
from trainings.loading.sample import SCHEMA, load_sample

SCHEMAS = {"reported": {}, "sample": SCHEMA}

__all__ = ["SCHEMAS", "load", "remove_courses"]


def load(data, *, context):
    """Files of facts hold nothing of this room: the source names no course. Raises DataFileError."""
    if context.is_sample:
        load_sample(data, context=context)
