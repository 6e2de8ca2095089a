"""Forgetting who had an idea: the idea stays, the person goes."""

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.personal_data import blank_letters
from accounts.services import confirmed_addresses
from filing.services import record_change
from ideas.models import Idea, IdeaDraft, removed_contact
from ideas.services.drafts import delete_attachments, delete_drafts
from ideas.services.states import lock_idea
from persian.digits import localised
from post.models import Message


@transaction.atomic
def erase_submitter(*, idea, by):
    """Replace the person by a number, for good (G38): name, address, account, files, what was asked and answered.

    A firm's idea stays the firm's. Letters about it lose their text.
    """
    idea = lock_idea(idea)
    if idea.is_removed:
        return idea
    delete_drafts(IdeaDraft.objects.filter(contact=idea.contact).exclude(contact=""))
    delete_attachments(idea.attachments.all())
    if not idea.firm_id:
        with translation.override(settings.LANGUAGE_CODE):
            idea.name = _("Removed person %(number)s") % {"number": localised(idea.pk)}
    idea.contact, idea.user, idea.is_named = removed_contact(idea.pk), None, bool(idea.firm_id and idea.is_named)
    idea.question = idea.answer = ""
    idea.save(update_fields=["name", "contact", "user", "is_named", "question", "answer"])
    blank_letters(Message.objects.filter(key__startswith=f"idea/{idea.pk}/"), to=idea.contact)
    record_change(idea, by=by, old="person", new="number")
    return idea


def erase_person(user):
    """What ``accounts.personal_data`` calls for a user who is removed: also ideas that only bear their addresses."""
    addresses = confirmed_addresses(user)
    delete_drafts(IdeaDraft.objects.filter(Q(user=user) | Q(contact__in=addresses), sent_at=None))
    for idea in Idea.objects.filter(Q(user=user) | Q(contact__in=addresses)).order_by("pk"):
        erase_submitter(idea=idea, by=None)
