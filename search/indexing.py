"""Keeping what the search compares: the clock writes what changed, every minute.

A row is searchable within a minute after it became public. In between nothing can be shown that is not public, because
``finding`` reads the rows themselves once more.
"""

import datetime as dt
import hashlib
import json

from django.db import transaction

from search.models import SearchEntry
from search.rows import keys_of
from search.sources import SOURCES

BATCH = 500


def refresh_entries():
    """Write the entries whose rows changed, take out those whose rows are gone; gives how many were touched.

    Two queries for each kind and two writes where something changed. The words of unchanged rows are not made anew.
    """
    return sum(refresh_kind(kind, source) for kind, source in SOURCES.items())


@transaction.atomic
def refresh_kind(kind, source):
    known = dict(SearchEntry.objects.filter(kind=kind).values_list("row", "digest"))
    changed, public = [], set()
    for row, data in source().values_list("pk", "data"):
        public.add(row)
        digest = digest_of(data)
        if known.get(row) != digest:
            changed.append(entry(kind, row, data, digest))
    SearchEntry.objects.bulk_create(
        changed,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["kind", "row"],
        update_fields=["code", "title_key", "title_en_key", "search_text", "day", "digest"],
    )
    gone = [row for row in known if row not in public]
    for start in range(0, len(gone), BATCH):
        SearchEntry.objects.filter(kind=kind, row__in=gone[start : start + BATCH]).delete()
    return len(changed) + len(gone)


def digest_of(data):
    return hashlib.sha256(json.dumps(data, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def entry(kind, row, data, digest):
    code, title, title_en, everything = keys_of(kind, data)
    return SearchEntry(
        kind=kind,
        row=row,
        code=code,
        title_key=title,
        title_en_key=title_en,
        search_text=everything,
        day=dt.date.fromisoformat(data["date"]) if data["date"] else None,
        digest=digest,
    )
