"""Nobody learns from the door who has an account (G09), and no secret lies about (G10, G37)."""

import datetime as dt
import re

import pytest
import time_machine
from django.contrib.auth import hashers
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from post.delivery import deliver_due
from post.models import Message
from tests import build
from tests.accounts.codes import code_sent_to, letters_to

pytestmark = pytest.mark.django_db
PASSWORD = "a fresh long phrase"
PAIRS = {
    "mail": ("known@example.org", "unknown@example.org"),
    "mobile": ("+989120000001", "+989120000002"),
}


@pytest.fixture(params=PAIRS)
def pair(request):
    """A known address and an unknown one of the same kind."""
    known, unknown = PAIRS[request.param]
    build.user(**({"email": known} if request.param == "mail" else {"email": None, "mobile": known}))
    return known, unknown


@pytest.fixture
def hashings(monkeypatch):
    """One entry for each password that was hashed: that is what takes the time."""
    done, encode = [], hashers.MD5PasswordHasher.encode

    def counted(self, *args, **kwargs):
        done.append(1)
        return encode(self, *args, **kwargs)

    monkeypatch.setattr(hashers.MD5PasswordHasher, "encode", counted)
    return done


def answer(name, address, hashings, **fields):
    """Everything that a stranger can see and weigh of one form that is sent and the page that follows."""
    visitor = Client()
    hashings.clear()
    first = visitor.post(reverse(name), {"login": address, "email": address} | fields)
    follow = visitor.get(first.url) if first.status_code == 302 else first
    page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", follow.text).replace(address, "…")
    return first.status_code, first.headers.get("Location"), follow.status_code, page, len(hashings)


@pytest.mark.parametrize(
    ("name", "fields", "hashed"),
    [
        ("account_signup", {"full_name": "کسی", "password1": PASSWORD}, 1),
        ("account_request_login_code", {}, 0),
        ("account_reset_password", {}, 0),
        ("account_login", {"password": "wrong"}, 1),
    ],
)
def test_a_known_address_is_answered_as_an_unknown_one(pair, hashings, name, fields, hashed):
    known, unknown = (answer(name, address, hashings, **fields) for address in pair)

    assert known == unknown
    assert known[-1] == hashed
    assert [letters_to(address).count() for address in pair] == ([0, 0] if name == "account_login" else [1, 1])


@pytest.mark.parametrize("name", ["account_request_login_code", "account_reset_password"])
def test_the_work_for_both_is_about_the_same(pair, hashings, name):
    """Queries instead of seconds, so that no busy machine decides: the answers differ by three at most."""
    counts = []
    for address in pair:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            answer(name, address, hashings)
        counts.append(len(queries))

    assert abs(counts[0] - counts[1]) <= 3, counts


@pytest.mark.parametrize("name", ["account_request_login_code", "account_reset_password"])
def test_wrong_codes_end_alike_for_both(pair, name):
    ends = []
    for address in pair:
        visitor = Client()
        asked = visitor.post(reverse(name), {"login": address, "email": address})
        met = [visitor.post(asked.url, {"code": "abcdef"}) for _attempt in range(3)]
        ends.append([(one.status_code, one.headers.get("Location")) for one in met])

    assert ends[0] == ends[1]
    assert [status for status, _to in ends[0]] == [200, 200, 302]


@pytest.mark.parametrize("name", ["account_request_login_code", "account_reset_password"])
def test_a_closed_account_is_answered_as_an_unknown_one(hashings, name):
    build.user(email="closed@example.org", is_active=False)

    closed, unknown = (answer(name, address, hashings) for address in ("closed@example.org", "unknown@example.org"))

    assert closed == unknown
    assert letters_to("closed@example.org").get().subject == letters_to("unknown@example.org").get().subject


def test_asking_for_codes_is_throttled_by_address_known_or_not(pair):
    for address in pair:
        asked = [Client().post(reverse("account_request_login_code"), {"login": address}).status_code for _ in range(4)]
        assert asked == [302, 302, 302, 200]
        assert letters_to(address).count() == 3
        reset = [Client().post(reverse("account_reset_password"), {"email": address}).status_code for _ in range(4)]
        assert reset == [302, 302, 302, 429]


# The host that is asked for (G10) ---------------------------------------------


@pytest.mark.parametrize("name", ["account_reset_password", "account_signup"])
def test_a_foreign_host_never_stands_in_a_letter(client, name):
    build.user(email="known@example.org")
    fields = {"login": "known@example.org", "full_name": "ک", "password1": PASSWORD}

    refused = client.post(reverse(name), fields | {"email": "unknown@example.org"}, HTTP_HOST="evil.example")
    sent = client.post(reverse(name), fields | {"email": "unknown@example.org"}, HTTP_X_FORWARDED_HOST="evil.example")

    assert (refused.status_code, sent.status_code) == (400, 302)
    body = Message.objects.get().body
    assert "https://portal.example/accounts/" in body
    assert "evil" not in body


# What lies about (G37) --------------------------------------------------------


def test_staff_never_read_a_code(client, administrator):
    build.user(email="known@example.org")
    Client().post(reverse("account_request_login_code"), {"login": "known@example.org"})
    code, message = code_sent_to("known@example.org"), Message.objects.get()
    client.force_login(administrator)

    page = client.get(reverse("admin:post_message_change", args=[message.pk])).text
    found = client.get(reverse("admin:post_message_changelist"), {"q": code}).context["cl"]

    assert "«…»" in page
    assert code not in page
    assert code not in message.subject + message.key
    assert list(found.result_list) == []


def test_a_code_is_gone_once_it_was_sent(mailoutbox):
    build.user(email="known@example.org")
    Client().post(reverse("account_request_login_code"), {"login": "known@example.org"})
    code = code_sent_to("known@example.org")

    assert deliver_due() == 1

    assert "۱۰ دقیقه" in mailoutbox[0].body
    assert len(code) == 6
    assert Message.objects.values_list("state", "body").get() == ("sent", "")


def test_the_log_holds_neither_passwords_nor_codes(caplog):
    caplog.set_level("DEBUG")
    build.user(email="known@example.org")
    Client().post(reverse("account_login"), {"login": "known@example.org", "password": "not-the-password"})
    visitor = Client()
    asked = visitor.post(reverse("account_request_login_code"), {"login": "known@example.org"})
    code = code_sent_to("known@example.org")
    visitor.post(asked.url, {"code": code})
    deliver_due()

    said = "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith("django.db"))
    assert visitor.session["_auth_user_id"]
    assert [secret for secret in ("not-the-password", code, visitor.session.session_key) if secret in said] == []


def test_codes_may_be_asked_for_again_later(pair):
    known, _unknown = pair
    with time_machine.travel(dt.datetime(2026, 9, 21, 12, tzinfo=dt.UTC), tick=False) as traveller:
        for _time in range(4):
            Client().post(reverse("account_request_login_code"), {"login": known})
        traveller.shift(dt.timedelta(minutes=5, seconds=1))
        assert Client().post(reverse("account_request_login_code"), {"login": known}).status_code == 302
