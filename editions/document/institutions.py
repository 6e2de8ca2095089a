"""The names of all institutions that a document speaks of: its readers ask no table what a key is called."""

from council.models import Institution
from editions.document.plans import institution

SEAT, PARTNERS = {"seat", "institution"}, "partners"


def institution_rows(document):
    """Each institution that is named in full or by its key, in the order of the keys. One query."""
    rows = Institution.objects.filter(key__in=set(keys_in(document)))
    return sorted(map(institution, rows), key=lambda row: row["key"])


def keys_in(value):
    """Keys of institutions below a value: of those named in full, of seats, of partners."""
    if isinstance(value, list):
        for part in value:
            yield from keys_in(part)
    elif isinstance(value, dict):
        if value.keys() == {"key", "name"}:
            yield value["key"]
        elif value.keys() == SEAT and value["institution"]:
            yield value["institution"]
        yield from value.get(PARTNERS, [])
        for part in value.values():
            yield from keys_in(part)
