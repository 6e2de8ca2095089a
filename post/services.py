"""Writing to the outbox."""

from dataclasses import dataclass

from post.models import Message


@dataclass(frozen=True)
class Attachment:
    """A small text file that goes with a mail, such as a calendar entry."""

    name: str
    content_type: str
    content: str


def message(*, channel, to, subject, body, key, language="fa", attachment=None, secret_until=None):
    """A message that is not in the outbox yet; ``key`` says what it is about, once and for all.

    ``secret_until``: the text opens a door until then; staff never see it, and it is emptied once it was sent or void.
    """
    made = Message(channel=channel, to=to, body=body, key=key, language=language, secret_until=secret_until)
    made.subject = " ".join(subject.split())  # a newline in a firm's or course's name must not become a header
    if attachment:
        made.attachment_name, made.attachment_type = attachment.name, attachment.content_type
        made.attachment = attachment.content
    return made


def send_later(*, key, **content):
    """Put a message into the outbox, in the caller's transaction: it is sent only if its cause was written.

    The same ``key`` again is the same message: nothing is written, the first row is given back. Other arguments as
    those of ``message``.
    """
    made = message(key=key, **content)
    fields = {field.name: getattr(made, field.name) for field in Message._meta.fields if not field.primary_key}
    return Message.objects.get_or_create(key=key, defaults=fields)[0]


def written(keys):
    """Those of the keys that the outbox holds, sent or not. One query."""
    return set(Message.objects.filter(key__in=list(keys)).values_list("key", flat=True))


def send_missing(messages):
    """Put many into the outbox at once; one whose key another worker wrote meanwhile is left out. One query."""
    Message.objects.bulk_create(messages, ignore_conflicts=True)
