"""A draft becomes an idea: the address is proved, the call is open, the submitter gets the way to follow it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from filing.services import record_change
from ideas.models import Idea, IdeaAttachment
from ideas.notices.letters import tell_submitter
from ideas.services.drafts import AlreadySent, hold_draft, require_representative
from persian.jalali import today


@transaction.atomic
def submit_idea(*, draft, sections, **values):
    """The idea of a draft whose contact is proved; twice is once. ``values``: the checked fields of the form.

    The letter with its tracking page is written in the same transaction. Raises ValidationError.
    """
    try:
        fresh = hold_draft(draft)
    except AlreadySent as sent:
        return sent.idea
    require_proof(fresh)
    require_representative(fresh.user, fresh.firm)
    require_open(values.get("call"))
    idea = Idea(contact=fresh.contact, user=fresh.user, firm=fresh.firm, language=fresh.language, **values)
    idea.full_clean()
    idea.save()
    idea.sections.set(sections)
    IdeaAttachment.objects.filter(draft=fresh).update(idea=idea, draft=None)
    fresh.idea, fresh.sent_at, fresh.payload = idea, timezone.now(), {}
    fresh.save(update_fields=["idea", "sent_at", "payload"])
    record_change(idea, by=fresh.user, old="", new=idea.state)
    tell_submitter(idea, "submitted")
    return idea


def require_proof(draft):
    if draft.confirmed_at is None:
        raise ValidationError(_("Type the code that was sent to you first."), code="unproved")


def require_open(call):
    """An idea may answer a call on its days only; without a call it may come on any day."""
    if call is not None and not call.is_open_on(today()):
        text = _("The call «%(call)s» is not open today. Choose another one, or send the idea without a call.")
        raise ValidationError(text % {"call": call}, code="closed")
