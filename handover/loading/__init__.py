"""The hand-over's part of loading a cluster: criteria, scores, duties and officers, as sample only."""

from handover.loading.removal import remove_sample
from handover.loading.sample import SCHEMA, load_sample

SCHEMAS = {"reported": {}, "sample": SCHEMA}

__all__ = ["SCHEMAS", "load", "remove_sample"]


def load(data, *, context):
    """Files of facts hold nothing of this room: the source names no criterion and no duty. Raises DataFileError."""
    if context.is_sample:
        load_sample(data, context=context)
