"""An idea on its way in: begun with an address or by who is signed in, kept as it is typed, forgotten in time."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.contact_codes import new_code
from accounts.services import confirmed_addresses
from filing.loading import remove_bytes
from filing.models import StoredFile
from filing.uploads import store_file
from ideas.models import IdeaAttachment, IdeaDraft
from ideas.notices.letters import send_draft_link
from members.models import Firm
from persian.digits import localised

KEPT_FOR = dt.timedelta(days=30)
MOST_FILES = 5
AT_ONCE = 100  # drafts that one tick forgets


class AlreadySent(ValidationError):  # noqa: N818  (what happened, not a fault)
    """The draft was sent before; ``idea`` is what it became."""

    def __init__(self, draft):
        self.idea = draft.idea
        super().__init__(_("This idea was sent already."), code="sent")


class DraftChanged(ValidationError):  # noqa: N818  (an event between two tabs)
    """Another tab saved the draft since this page was shown. Nothing was written."""

    def __init__(self):
        text = _(
            "This was changed in another tab or on another device meanwhile. Your text stands below: keep it once more "
            "to put it in place of the other."
        )
        super().__init__(text, code="changed")


@transaction.atomic
def begin_draft(*, contact, language):
    """A new draft, and its link and code on their way to the contact, known or not."""
    draft = IdeaDraft.objects.create(contact=contact, language=language)
    send_code(draft=draft)
    return draft


def begin_own_draft(*, user, language, firm=None):
    """A draft of who is signed in, whose address is confirmed, so that no code is needed. Raises ValidationError.

    ``firm``: an active firm for which this person acts.
    """
    confirmed = confirmed_addresses(user)
    contact = next((address for address in (user.email, user.mobile) if address in confirmed), None)
    if contact is None:
        raise ValidationError(_("No address of your account is confirmed. Confirm one first."), code="unconfirmed")
    require_representative(user, firm)
    return IdeaDraft.objects.create(
        contact=contact,
        language=language,
        user=user,
        firm=firm,
        confirmed_at=timezone.now(),
        payload={} if firm else {"name": [user.full_name]},
    )


def require_representative(user, firm):
    """Raises ValidationError unless the firm is an active member for which this person acts now."""
    if firm is not None and not Firm.objects.of(user).active().filter(pk=firm.pk).exists():
        text = _("You do not act for an active member firm of this name. Submit the idea in your own name.")
        raise ValidationError(text, code="firm")


@transaction.atomic
def send_code(*, draft):
    """A new code and the link to the contact; the earlier code is void. False within a minute of the last one."""
    code = new_code(draft, sent_at=None)
    if code is None:
        return False
    send_draft_link(draft, code)
    return True


def hold_draft(draft):
    """The draft, locked and not sent yet. Raises AlreadySent."""
    fresh = IdeaDraft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    if fresh.sent_at:
        raise AlreadySent(fresh)
    return fresh


@transaction.atomic
def save_draft(*, draft, typed, seen):
    """Keep what was typed, right or wrong. ``seen``: the version that was shown. Raises DraftChanged, AlreadySent.

    The same text again is no change, whatever the page showed.
    """
    fresh = hold_draft(draft)
    if fresh.payload != typed:
        if fresh.row_version != seen:
            raise DraftChanged
        fresh.payload = typed
        fresh.row_version += 1
    fresh.touched_at = timezone.now()
    fresh.save(update_fields=["payload", "row_version", "touched_at"])
    return fresh


@transaction.atomic
def add_file(*, draft, upload):
    """Check and keep one file of a draft. Raises ValidationError that says what to do."""
    fresh = hold_draft(draft)
    if fresh.attachments.count() >= MOST_FILES:
        text = _("At most %(limit)s files can be sent. Remove one first.") % {"limit": localised(MOST_FILES)}
        raise ValidationError(text, code="too_many")
    made = IdeaAttachment.objects.create(draft=fresh, file=store_file(upload, by=fresh.user))
    IdeaDraft.objects.filter(pk=fresh.pk).update(touched_at=timezone.now())
    return made


@transaction.atomic
def remove_file(*, draft, pk):
    """Take a file out of an unsent draft, bytes and all; of another draft nothing happens."""
    delete_attachments(hold_draft(draft).attachments.filter(pk=pk))


def delete_attachments(attachments):
    """Rows now, bytes once that is committed."""
    files = list(StoredFile.objects.filter(pk__in=attachments.values("file_id")))
    attachments.delete()
    for file in files:
        file.delete()
    transaction.on_commit(lambda: remove_bytes(files))


def forget_drafts():
    """What the clock does: drafts that nobody touched for thirty days and never sent go, with their files."""
    before = timezone.now() - KEPT_FOR
    for pk in IdeaDraft.objects.filter(sent_at=None, touched_at__lt=before).values_list("pk", flat=True)[:AT_ONCE]:
        forget_draft(pk, before)


@transaction.atomic
def forget_draft(pk, before):
    """Looked at once more under lock: somebody may be typing again."""
    delete_drafts(IdeaDraft.objects.filter(pk=pk, sent_at=None, touched_at__lt=before))


def delete_drafts(drafts):
    """With their files, under lock. Call it in a transaction."""
    for draft in drafts.select_for_update(of=("self",)):
        delete_attachments(draft.attachments.all())
        draft.delete()
