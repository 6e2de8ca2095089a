"""The sample's cases: what a file may hold, how it is written, how it goes again."""

SCHEMA = {}


def load(data, *, context):
    """Write the cases of the files. Raises DataFileError."""


def remove():
    """Delete the cases of the sample; gives the ids of the files that hung on them."""
    return []
