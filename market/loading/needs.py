"""The sample's needs: what a file may hold, how it is written, how it goes again."""

SCHEMA = {}


def load(data, *, context):
    """Write the needs of the files. Raises DataFileError."""


def remove():
    """Delete the needs of the sample; gives the ids of the files that hung on them."""
    return []
