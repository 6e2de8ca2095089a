"""The members' part of loading a cluster: what firms can do and reasons of reviews always, firms as sample."""

from members.loading.capabilities import load_lists, read_lists
from members.loading.removal import remove_firms
from members.loading.sample import SCHEMA, load_sample

SCHEMAS = {"reported": {}, "sample": SCHEMA}

__all__ = ["SCHEMAS", "load", "load_lists", "read_lists", "remove_firms"]


def load(data, *, context):
    """Files of facts hold nothing of this room; those of sample hold firms and networks. Raises DataFileError."""
    if context.is_sample:
        load_sample(data, context=context)
