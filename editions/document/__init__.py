"""One document with every figure of a year and what each rests on; from it alone come page, files and API."""

from editions.document.building import SCHEMA, edition_document

__all__ = ["SCHEMA", "edition_document"]
