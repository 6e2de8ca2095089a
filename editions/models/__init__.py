"""The tables of frozen editions."""

from editions.models.edition import EditionFile, EditionNote, YearEdition
from editions.models.job import EditionJob

__all__ = ["EditionFile", "EditionJob", "EditionNote", "YearEdition"]
