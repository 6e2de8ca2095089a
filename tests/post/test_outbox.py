"""The outbox: written with its cause, delivered by the worker, tried again, seen by staff as it was sent."""

import datetime as dt

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from post import channels, clock, delivery
from post.delivery import deliver_due
from post.models import Message
from post.services import send_later

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2024, 9, 21, 12, 0, tzinfo=dt.UTC)


def letter(key="invite/1", **fields):
    values = {"channel": "mail", "to": "a@example.org", "subject": "دعوت‌نامه", "body": "به جلسه دعوت می‌شوید."}
    return send_later(key=key, **(values | fields))


def broken(message):
    raise OSError("mailbox full")


def test_a_message_is_sent_once_with_its_own_id():
    letter()

    assert (deliver_due(), deliver_due()) == (1, 0)
    sent = mail.outbox[0]
    assert (sent.subject, sent.body, sent.to) == ("دعوت‌نامه", "به جلسه دعوت می‌شوید.", ["a@example.org"])
    assert sent.extra_headers["Message-ID"] == f"<{channels.message_id(Message.objects.get())}>"
    assert Message.objects.values_list("state", "attempts", "last_error").get() == ("sent", 1, "")


def test_the_same_key_is_the_same_message():
    assert letter().pk == letter(subject="دیگر").pk
    assert Message.objects.get().subject == "دعوت‌نامه"


def test_a_message_goes_with_its_cause():
    with transaction.atomic():
        letter()
        transaction.set_rollback(True)
    assert Message.objects.count() == 0


def test_a_newline_in_a_subject_makes_no_header():
    letter(subject="نام\r\nBcc: evil@example.org")

    assert deliver_due() == 1
    assert mail.outbox[0].subject == "نام Bcc: evil@example.org"
    assert mail.outbox[0].bcc == []


def test_a_failure_waits_longer_each_time_and_is_given_up_at_last(monkeypatch):
    monkeypatch.setitem(delivery.SENDERS, "mail", broken)
    waits = []
    with time_machine.travel(NOON, tick=False) as traveller:
        letter()
        for _round in range(9):
            assert deliver_due() == 0
            message = Message.objects.get()
            waits.append((message.next_try_at - timezone.now()).total_seconds() // 60)
            traveller.move_to(message.next_try_at)
        assert (message.state, message.attempts, message.last_error) == ("failed", 9, "OSError: mailbox full")
        assert deliver_due() == 0
    assert waits[:8] == [1, 5, 15, 60, 180, 360, 720, 1440]


def test_one_bad_message_does_not_stop_the_next(monkeypatch):
    letter("bad", to="bad@example.org")
    letter("good")
    really = channels.send_mail
    monkeypatch.setitem(delivery.SENDERS, "mail", lambda m: broken(m) if m.to.startswith("bad") else really(m))

    assert deliver_due() == 1
    assert dict(Message.objects.values_list("key", "state")) == {"bad": "waiting", "good": "sent"}


def test_a_message_is_claimed_by_one_worker_only():
    message = letter()
    twin = Message.objects.get()

    assert (delivery.claim(message), delivery.claim(twin)) == (True, False)


def test_a_worker_that_died_gives_the_message_back():
    with time_machine.travel(NOON, tick=False) as traveller:
        delivery.claim(letter())
        assert deliver_due() == 0
        traveller.shift(delivery.LEASE)
        assert deliver_due() == 1


def test_sms_leaves_through_the_gateway_of_the_settings(settings):
    settings.SMS_GATEWAY = "tests.post.test_outbox.Gateway"
    letter(channel="sms", to="+989123456789", body="کد ۱۲۳۴")

    assert deliver_due() == 1
    assert Gateway.sent == [("+989123456789", "کد ۱۲۳۴")]


class Gateway:
    sent = []

    def send(self, *, to, body, message_id):
        self.sent.append((to, body))


def test_the_console_gateway_keeps_numbers_and_codes_out_of_the_log(caplog):
    caplog.set_level("INFO")
    letter(channel="sms", to="+989123456789", body="کد ۱۲۳۴")
    deliver_due()

    assert "left" in caplog.text
    assert "989123456789" not in caplog.text
    assert "۱۲۳۴" not in caplog.text


def test_the_worker_delivers_and_runs_the_clock(monkeypatch):
    ran = []
    monkeypatch.setattr(clock, "_jobs", {"job": lambda: ran.append(1)})
    letter()

    call_command("worker", once=True)

    assert (len(mail.outbox), ran) == (1, [1])


def test_one_failing_job_of_the_clock_does_not_stop_the_others(monkeypatch, capsys):
    ran = []
    monkeypatch.setattr(clock, "_jobs", {"bad": lambda: 1 / 0, "good": lambda: ran.append(1)})

    with pytest.raises(SystemExit):
        call_command("tick")

    assert ran == [1]
    assert capsys.readouterr().err.strip().endswith("failed: bad")


def test_the_worker_survives_a_failing_clock(monkeypatch):
    monkeypatch.setattr(clock, "_jobs", {"bad": lambda: 1 / 0})
    call_command("worker", once=True)


def test_the_worker_survives_a_database_that_is_away(monkeypatch):
    monkeypatch.setattr("post.management.commands.worker.deliver_due", lambda: 1 / 0)
    call_command("worker", once=True)


def test_staff_read_every_message_as_it_was_sent(client, staff):
    message = letter()
    client.force_login(staff)

    page = client.get(reverse("admin:post_message_change", args=[message.pk])).content.decode()
    listed = client.get(reverse("admin:post_message_changelist")).content.decode()

    assert "به جلسه دعوت می‌شوید." in page
    assert "a@example.org" in page
    assert "دعوت‌نامه" in listed


def test_a_message_is_not_edited_added_or_deleted_by_hand(client, administrator):
    message = letter()
    client.force_login(administrator)
    change = reverse("admin:post_message_change", args=[message.pk])

    client.post(change, {"subject": "دیگر", "body": "دیگر"})

    assert Message.objects.get().body == "به جلسه دعوت می‌شوید."
    assert client.get(reverse("admin:post_message_add")).status_code == 403
    assert client.post(reverse("admin:post_message_delete", args=[message.pk]), {"post": "yes"}).status_code == 403


def test_an_administrator_sends_again_only_what_was_given_up(client, administrator):
    sent, failed = letter("sent", to="s@example.org"), letter("failed")
    Message.objects.filter(pk=sent.pk).update(state="sent", sent_at=timezone.now())
    Message.objects.filter(pk=failed.pk).update(state="failed", attempts=9)
    client.force_login(administrator)

    client.post(
        reverse("admin:post_message_changelist"), {"action": "send_again", "_selected_action": [sent.pk, failed.pk]}
    )

    assert dict(Message.objects.values_list("key", "state")) == {"sent": "sent", "failed": "waiting"}


def test_staff_without_the_right_do_not_send_again(client, staff):
    failed = letter("failed")
    Message.objects.filter(pk=failed.pk).update(state="failed", attempts=9)
    client.force_login(staff)

    client.post(reverse("admin:post_message_changelist"), {"action": "send_again", "_selected_action": [failed.pk]})

    assert Message.objects.get().state == "failed"
