"""The members' part of loading a cluster: what firms can do and the reasons of reviews, in every load."""

from members.loading.capabilities import load_lists, read_lists

SCHEMAS = {"reported": {}, "sample": {}}

__all__ = ["SCHEMAS", "load", "load_lists", "read_lists"]


def load(data, *, context):
    """Files of facts or of sample; the lists come from a file of their own. Raises DataFileError."""
