"""Freezing: the document is built once, hashed and chained, and its files are made from it alone."""

from io import BytesIO

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from council.documents.canonical import canonical
from council.models import Cluster
from editions.book import FrozenWords, files_digest
from editions.document import edition_document
from editions.document.building import edition_facts, note_rows
from editions.models import EditionFile, YearEdition
from editions.outputs import made_files
from editions.services.preparing import lock_draft, renewed
from editions.sums import sha256_of
from editions.todo import missing_of
from filing.made import keep_made
from filing.models import Seal
from filing.moment import one_moment
from filing.services import record_change, seal_changes

State = YearEdition.State
TRIES = 3


def freeze_edition(*, edition, by, tell=lambda _share: None, at=None):
    """Freeze an edition that is in preparation; gives it. Raises ValidationError with everything that is missing.

    The book is sealed first, so that the edition carries a seal over all that led to it, and once more afterwards, so
    that from the first moment nobody can drop it unseen together with its line. The slow part, the files, is
    made outside of any transaction; ``tell(share)`` hears how much of it is done, 0 to 1. When the chain went on or a
    note was written meanwhile, the document is read anew. ``at`` is for loading past records; else it is now.
    """
    seal_changes()
    for _try in range(TRIES):
        document, notes = read_document(edition)
        seal = newest_seal()
        text = canonical(document)
        files = made_files(text, sha256_of(text), seal, tell)
        frozen = keep(edition, document, text, seal, files, notes=notes, by=by, at=at)
        if frozen is not None:
            seal_changes()
            return frozen
    raise ValidationError(_("Somebody else changes or freezes editions at this moment. Try again."), code="busy")


def read_document(edition):
    """The document as the tables stand at one moment, and all notes then. ValidationError with what is missing."""
    with one_moment():
        edition = renewed(YearEdition.objects.select_related("year").get(pk=edition.pk))
        missing = missing_of(edition)
        if missing:
            raise ValidationError([refusal(), *missing], code="missing")
        return edition_document(edition, tail_of), note_rows(edition)


def refusal():
    return _("The edition cannot be frozen yet. Do what the list names first:")


def tail_of(is_sample):
    """(hash, place) of the newest edition of a chain; ("", 0) of an empty one."""
    newest = YearEdition.objects.frozen().filter(is_sample=is_sample).order_by("-place").first()
    return (newest.sha256, newest.place) if newest else ("", 0)


def newest_seal():
    seal = Seal.objects.order_by("-pk").first()
    return seal.root if seal else ""


@transaction.atomic
def keep(edition, document, text, seal, files, *, notes, by, at=None):
    """Write the edition and its files; None when the chain, the erratum or a note moved on since the document was read.

    Editions of all years are kept one after the other, because each holds the hash of the one before.
    """
    hold_chains()
    held = lock_draft(edition)
    is_sample = document["edition"]["is_sample"]
    tail = (document["chain"]["previous"] or "", document["chain"]["place"] - 1)
    said = (edition_facts(held, is_sample), note_rows(held))
    if tail != tail_of(is_sample) or said != (document["edition"], notes):
        return None
    held.document, held.sha256, held.seal = text, sha256_of(text), seal
    (held.previous, held.place), held.is_sample = (tail[0], tail[1] + 1), is_sample
    held.state, held.frozen_by, held.frozen_at = State.FROZEN, by, at or timezone.now()
    held.save()
    kept = [keep_file(held, made) for made in files]
    line = FrozenWords(document["chain"]["kind"], held.sha256, files_digest(kept))
    record_change(held, by=by, old=State.DRAFT, new=State.FROZEN, why=str(line), at=held.frozen_at)
    return held


def hold_chains():
    """Until the transaction ends nobody else adds to a chain: the cluster's one row is held."""
    list(Cluster.objects.select_for_update().values_list("pk"))


def keep_file(edition, made):
    stored = keep_made(
        BytesIO(made.content), name=made.name, content_type=made.content_type, is_sample=edition.is_sample
    )
    return EditionFile.objects.create(
        edition=edition, kind=made.kind, language=made.language, sha256=stored.sha256, file=stored
    )
