"""The hand-over's part of loading a cluster, as sample only."""

SCHEMAS = {"reported": {}, "sample": {}}


def load(data, *, context):
    """Files of facts hold nothing of this room. Raises DataFileError."""


def remove_sample():
    """Delete every sample row of this room; gives the ids of the files that hung on them."""
    return []
