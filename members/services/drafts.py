"""A registration on its way: begun with a contact, kept step by step, its contact confirmed, forgotten in time."""

import hashlib
import json

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.contact_codes import new_code
from filing.loading import remove_bytes
from filing.models import StoredFile
from filing.uploads import store_file
from members.links import KEPT_FOR
from members.models import FirmDocument, RegistrationDraft
from members.notices.registration import send_draft_link
from persian.digits import localised

MOST_DOCUMENTS = 10
AT_ONCE = 100  # drafts that one tick forgets


class AlreadySent(ValidationError):  # noqa: N818  (what happened, not a fault)
    """The draft was sent before; ``firm`` is what it became."""

    def __init__(self, draft):
        self.firm = draft.firm
        super().__init__(_("This registration was sent already."), code="sent")


class StepChanged(ValidationError):  # noqa: N818  (an event between two tabs)
    """Another tab saved this step since it was shown; ``stored`` is what stands there now. Nothing was written."""

    def __init__(self, stored=None):
        self.stored = stored or {}
        super().__init__(_("This was changed in another tab or on another device meanwhile."), code="changed")


@transaction.atomic
def begin_draft(*, contact, language):
    """A new draft, and its link and code on their way to the contact, known or not."""
    draft = RegistrationDraft.objects.create(contact=contact, language=language)
    send_code(draft=draft)
    return draft


@transaction.atomic
def send_code(*, draft):
    """A new code and the link to the contact; the earlier code is void. False within a minute of the last one."""
    code = new_code(draft, sent_at=None)
    if code is None:
        return False
    send_draft_link(draft, code, earlier=earlier_draft(draft))
    return True


def earlier_draft(draft):
    """What the same contact filled in before and did not send: its link goes out with the new one."""
    rows = RegistrationDraft.objects.filter(contact=draft.contact, sent_at=None, firm=None)
    return rows.exclude(pk=draft.pk).exclude(payload={}).order_by("-touched_at").first()


@transaction.atomic
def change_contact(*, draft, contact):
    """Another address for this draft: not proved yet, whatever was proved before; a new link and code go there."""
    rows = RegistrationDraft.objects.filter(pk=draft.pk, sent_at=None, firm=None)
    if not rows.update(contact=contact, confirmed_at=None, code_hash="", code_sent_at=None, code_tries=0):
        raise AlreadySent(RegistrationDraft.objects.get(pk=draft.pk))
    draft.refresh_from_db()
    send_code(draft=draft)


def mark_of(typed):
    """A short name for what stands in a step: a page carries that of what it showed."""
    if not typed:
        return "-"
    return hashlib.sha256(json.dumps(typed, sort_keys=True).encode()).hexdigest()[:16]


@transaction.atomic
def save_step(*, draft, step, typed, seen):
    """Keep what was typed in one step, right or wrong. Another step that changed meanwhile is no conflict.

    Raises StepChanged when this step holds something else than the page showed, AlreadySent.
    """
    fresh = RegistrationDraft.objects.select_for_update().get(pk=draft.pk)
    if fresh.sent_at:
        raise AlreadySent(fresh)
    stored = fresh.payload.get(step, {})
    if stored != typed and mark_of(stored) != seen:
        raise StepChanged(stored)
    draft.payload, draft.row_version = fresh.payload, fresh.row_version
    if stored != typed:
        draft.payload[step] = typed
        draft.row_version += 1
    draft.touched_at = timezone.now()
    draft.save(update_fields=["payload", "row_version", "touched_at"])


@transaction.atomic
def add_draft_document(*, draft, kind, upload):
    """Check and keep one file of a draft. Raises ValidationError that says what to do."""
    fresh = RegistrationDraft.objects.select_for_update().get(pk=draft.pk)
    if fresh.sent_at:
        raise AlreadySent(fresh)
    if fresh.documents.count() >= MOST_DOCUMENTS:
        raise ValidationError(
            _("At most %(limit)s documents can be sent. Remove one first.") % {"limit": localised(MOST_DOCUMENTS)},
            code="too_many",
        )
    document = FirmDocument.objects.create(draft=fresh, kind=kind, file=store_file(upload, by=None))
    touch(fresh)
    return document


@transaction.atomic
def remove_draft_document(*, draft, pk):
    """Take a file out of an unsent draft, bytes and all; of another draft nothing happens."""
    fresh = RegistrationDraft.objects.select_for_update().get(pk=draft.pk)
    if fresh.sent_at is None:
        delete_documents(fresh.documents.filter(pk=pk))
        touch(fresh)


def touch(draft):
    """The documents are part of what is sent, so the version that is sent must have seen them."""
    RegistrationDraft.objects.filter(pk=draft.pk).update(row_version=F("row_version") + 1, touched_at=timezone.now())


def delete_documents(documents):
    """Rows now, bytes once that is committed."""
    files = list(StoredFile.objects.filter(pk__in=documents.values("file_id")))
    documents.delete()
    for file in files:
        file.delete()
    transaction.on_commit(lambda: remove_bytes(files))


def forget_drafts():
    """What the clock does: drafts that nobody touched for thirty days and never sent go, with their documents."""
    before = timezone.now() - KEPT_FOR
    for pk in RegistrationDraft.objects.filter(sent_at=None, touched_at__lt=before).values_list("pk")[:AT_ONCE]:
        forget_draft(pk[0], before)


@transaction.atomic
def forget_draft(pk, before):
    """Looked at once more under lock: somebody may be typing again."""
    rows = RegistrationDraft.objects.select_for_update().filter(pk=pk, sent_at=None, touched_at__lt=before)
    for draft in rows:
        delete_documents(draft.documents.all())
        draft.delete()
