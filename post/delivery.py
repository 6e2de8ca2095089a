"""Emptying the outbox: each due message is claimed, sent, and marked; a failure waits longer and longer."""

import datetime as dt
import logging

from django.db.models import F
from django.utils import timezone

from post.channels import SENDERS
from post.models import Message

logger = logging.getLogger(__name__)

LEASE = dt.timedelta(minutes=5)
WAITS = [dt.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720, 1440)]


def deliver_due(limit=100):
    """Send what is due, oldest first, at most ``limit``; gives the number sent. Never run by a request."""
    empty_void_secrets()
    sent = 0
    for message in Message.objects.due()[:limit]:
        if claim(message):
            sent += deliver(message)
    return sent


def claim(message):
    """Take a message for one try: of several workers only one gets it; the lease gives it back if it dies."""
    taken = Message.objects.filter(
        pk=message.pk, state=Message.State.WAITING, next_try_at=message.next_try_at, attempts=message.attempts
    ).update(next_try_at=timezone.now() + LEASE, attempts=F("attempts") + 1)
    message.attempts += taken
    return bool(taken)


def deliver(message):
    """One try. Whatever the channel raises is kept in the row: a failed mail must never stop the next one."""
    try:
        SENDERS[message.channel](message)
    except Exception as error:  # noqa: BLE001  (a mail library may raise anything; the row keeps it)
        logger.warning("message %s not sent: %s", message.pk, type(error).__name__)
        after_failure(message, error)
        return 0
    fields = {"state": Message.State.SENT, "sent_at": timezone.now(), "last_error": ""}
    Message.objects.filter(pk=message.pk).update(**fields | emptied(message))
    return 1


def emptied(message):
    """What is taken out of a secret message once it waits no longer."""
    return {"body": ""} if message.secret_until else {}


def empty_void_secrets():
    """Give up the codes that can no longer be used, and forget them."""
    Message.objects.void().update(state=Message.State.FAILED, body="")


def after_failure(message, error):
    """Wait for the next try, or give up after the last one; staff see both in the outbox."""
    fields = {"last_error": type(error).__name__}
    if not message.secret_until:  # a gateway may repeat the text that it refused
        fields["last_error"] = f"{type(error).__name__}: {error}"[:500]
    if message.attempts > len(WAITS):
        fields |= {"state": Message.State.FAILED} | emptied(message)
    else:
        fields["next_try_at"] = timezone.now() + WAITS[message.attempts - 1]
    Message.objects.filter(pk=message.pk).update(**fields)


def try_again(message):
    """Put a message that was given up back into the queue, for now. A secret one is gone: its owner asks anew."""
    return Message.objects.filter(pk=message.pk, state=Message.State.FAILED, secret_until__isnull=True).update(
        state=Message.State.WAITING, attempts=0, next_try_at=timezone.now()
    )
