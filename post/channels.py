"""How a message leaves: e-mail through Django's backend, SMS through the gateway that the settings name."""

import hashlib
import logging

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.module_loading import import_string

logger = logging.getLogger(__name__)


class ConsoleSms:
    """The default gateway: notes in the log that a message left, without text or number."""

    def send(self, *, to, body, message_id):
        logger.info("SMS %s left (%d characters)", message_id, len(body))


class PrintedSms:
    """The gateway of the demo: shows each SMS where `make run` was started. Nobody else's codes go this way."""

    def send(self, *, to, body, message_id):
        logger.info("SMS to %s:\n%s", to, body)


def message_id(message):
    """The same id at every try, so that a receiver can drop a repeated delivery."""
    return f"{hashlib.sha256(message.key.encode()).hexdigest()[:32]}@{settings.DEFAULT_FROM_EMAIL.rpartition('@')[2]}"


def send_mail(message):
    mail = EmailMessage(
        subject=message.subject,
        body=message.body,
        to=[message.to],
        headers={"Message-ID": f"<{message_id(message)}>", "Content-Language": message.language},
    )
    if message.attachment:
        mail.attach(message.attachment_name, message.attachment, message.attachment_type)
    mail.send()


def send_sms(message):
    import_string(settings.SMS_GATEWAY)().send(to=message.to, body=message.body, message_id=message_id(message))


SENDERS = {"mail": send_mail, "sms": send_sms}
