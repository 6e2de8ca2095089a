"""Writing to the outbox."""

from dataclasses import dataclass

from post.models import Message


@dataclass(frozen=True)
class Attachment:
    """A small text file that goes with a mail, such as a calendar entry."""

    name: str
    content_type: str
    content: str


def send_later(*, channel, to, subject, body, key, language="fa", attachment=None, secret_until=None):
    """Put a message into the outbox, in the caller's transaction: it is sent only if its cause was written.

    The same ``key`` again is the same message: nothing is written, the first row is given back. ``secret_until``: the
    text opens a door until then; staff never see it, and it is emptied once it was sent or is void.
    """
    subject = " ".join(subject.split())  # a newline in a firm's or course's name must not become a header
    values = {"channel": channel, "to": to, "subject": subject, "body": body, "language": language}
    values["secret_until"] = secret_until
    if attachment:
        values |= {
            "attachment_name": attachment.name,
            "attachment_type": attachment.content_type,
            "attachment": attachment.content,
        }
    return Message.objects.get_or_create(key=key, defaults=values)[0]
