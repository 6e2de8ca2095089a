"""Messages that open a door: nobody reads them at the desk, and they are emptied once they served."""

import datetime as dt

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from post import delivery
from post.channels import PrintedSms
from post.delivery import deliver_due, try_again
from post.models import Message
from post.services import send_later

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 9, 21, 12, 0, tzinfo=dt.UTC)
TEN_MINUTES = dt.timedelta(minutes=10)


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def secret(**fields):
    values = {"channel": "mail", "to": "a@example.org", "subject": "کد", "body": "کد ۱۲۳۴۵۶", "key": "code/1"}
    return send_later(**values | {"secret_until": timezone.now() + TEN_MINUTES} | fields)


def test_a_secret_is_sent_whole_and_then_empty(clock, mailoutbox):
    secret()

    assert deliver_due() == 1
    assert mailoutbox[0].body == "کد ۱۲۳۴۵۶"
    assert Message.objects.values_list("state", "body").get() == ("sent", "")


def test_a_secret_that_is_void_is_neither_sent_nor_kept(clock, mailoutbox):
    secret()
    clock.shift(TEN_MINUTES)

    assert deliver_due() == 0
    assert mailoutbox == []
    assert Message.objects.values_list("state", "body").get() == ("failed", "")
    assert try_again(Message.objects.get()) == 0


def test_a_failure_does_not_write_down_what_the_gateway_repeats(clock, monkeypatch):
    def refuse(message):
        raise OSError(f"refused: {message.body}")

    monkeypatch.setitem(delivery.SENDERS, "mail", refuse)
    secret()
    deliver_due()

    assert Message.objects.values_list("state", "last_error").get() == ("waiting", "OSError")


def test_other_messages_keep_their_text(clock):
    secret(secret_until=None)
    deliver_due()

    assert Message.objects.get().body == "کد ۱۲۳۴۵۶"


@pytest.mark.parametrize("state", ["sent", "failed"])
def test_the_database_refuses_a_secret_that_served_and_is_kept(clock, state):
    message = secret()

    with pytest.raises(IntegrityError, match=r"(?i)message_secret_is_emptied"), transaction.atomic():
        Message.objects.filter(pk=message.pk).update(state=state, sent_at=timezone.now())


def test_the_demo_shows_what_would_be_sent(caplog):
    caplog.set_level("INFO")
    PrintedSms().send(to="+989120000001", body="کد: 123456", message_id="x")

    assert "کد: 123456" in caplog.text
