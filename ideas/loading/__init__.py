"""The ideas' part of loading a cluster: calls, ideas and what became of them, as sample only."""

from ideas.loading.removal import remove_sample
from ideas.loading.sample import load_sample
from ideas.loading.schema import SCHEMA

SCHEMAS = {"reported": {}, "sample": SCHEMA}

__all__ = ["SCHEMAS", "load", "remove_sample"]


def load(data, *, context):
    """Files of facts hold nothing of this room: the source names no idea. Raises DataFileError."""
    if context.is_sample:
        load_sample(data, context=context)
