"""The tables of frozen editions."""

from editions.models.edition import EditionFile, EditionNote, YearEdition

__all__ = ["EditionFile", "EditionNote", "YearEdition"]
