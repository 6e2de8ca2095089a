"""Taking the sample's files away: the rows in the transaction, the bytes once it is committed."""

from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import ProtectedError

from filing.models import StoredFile


def remove_files(ids):
    """Delete sample files and those with these ids, unless somebody else's record still shows them. Gives how many.

    Raises nothing for a file that is kept: it belongs to that record from now on.
    """
    removed = []
    rows = StoredFile.objects.filter(is_sample=True) | StoredFile.objects.filter(pk__in=ids)
    for row in rows:
        try:
            with transaction.atomic():
                row.delete()
            removed.append(row)
        except ProtectedError:
            continue
    transaction.on_commit(lambda: remove_bytes(removed))
    return len(removed)


def remove_bytes(rows):
    """The content of deleted rows, unless another row holds the same."""
    for row in rows:
        if not StoredFile.objects.filter(sha256=row.sha256).exists():
            (Path(settings.MEDIA_ROOT) / row.path).unlink(missing_ok=True)
