"""Writing to the outbox."""

from post.models import Message


def send_later(*, channel, to, subject, body, key, language="fa"):
    """Put a message into the outbox, in the caller's transaction: it is sent only if its cause was written.

    The same ``key`` again is the same message: nothing is written, the first row is given back.
    """
    subject = " ".join(subject.split())  # a newline in a firm's or course's name must not become a header
    return Message.objects.get_or_create(
        key=key, defaults={"channel": channel, "to": to, "subject": subject, "body": body, "language": language}
    )[0]
