"""The sample's findings: what a file may hold, how it is written, how it goes again."""

SCHEMA = {}


def load(data, *, context):
    """Write the findings of the files. Raises DataFileError."""


def remove():
    """Delete the findings of the sample; gives the ids of the files that hung on them."""
    return []
