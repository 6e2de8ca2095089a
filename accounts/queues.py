"""What waits in the outbox: the letters that did not arrive. Said here, because the outbox knows no desk."""

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.waiting import WaitingItem
from post.models import Message


def waiting_items(user):
    """Messages that were given up, for who reads the outbox. One query."""
    if not user.has_perm("post.view_message"):
        return []
    # A void code and a letter to a removed person are empty: nobody can send them again.
    count = Message.objects.filter(state=Message.State.FAILED).exclude(body="").count()
    url = f"{reverse('admin:post_message_changelist')}?{urlencode({'state__exact': Message.State.FAILED})}"
    may_send = user.has_perm("post.change_message")
    hint = _("Correct the cause, then send them again.") if may_send else _("An administrator can send them again.")
    return [WaitingItem(count, _("Messages that did not arrive"), url, hint, urgent=True)]
