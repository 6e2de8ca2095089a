"""The council's part of loading a cluster from its data files, and of taking the sample away."""

from council.loading import reported, sample
from council.loading.context import Context
from council.loading.files import DataFile, DataFileError, Place
from council.loading.removal import remove_council, reopen_years
from council.loading.reported import text_path, year_of
from council.loading.sample import Motion, publish_meetings, settle

SCHEMAS = {"reported": reported.SCHEMA, "sample": sample.SCHEMA}

__all__ = [
    "SCHEMAS",
    "Context",
    "DataFile",
    "DataFileError",
    "Motion",
    "Place",
    "load",
    "publish_meetings",
    "remove_council",
    "reopen_years",
    "settle",
    "text_path",
    "year_of",
]


def load(data, *, context):
    """Load files of facts or, if the context says so, of sample. Raises DataFileError."""
    if context.is_sample:
        sample.load_sample(data, context=context)
    else:
        reported.load_reported(data, context=context)
