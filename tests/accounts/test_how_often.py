"""How often strangers may try the doors besides the password, and how long a code opens one."""

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from tests import build
from tests.accounts.codes import code_sent_to, letters_to

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 9, 21, 12, 0, tzinfo=dt.UTC)
PERSON = {"full_name": "سارا کاظمی", "password1": "a fresh long phrase"}
DOORS = {
    "account_signup": ("login", 429),
    "account_request_login_code": ("login", 200),  # said in the form
    "account_reset_password": ("email", 429),
}


def knock(name, address, place="10.0.0.1"):
    field, _refused = DOORS[name]
    return Client().post(reverse(name), PERSON | {field: address}, REMOTE_ADDR=place).status_code


@pytest.mark.parametrize("name", DOORS)
def test_twenty_addresses_from_one_place_are_enough_for_ten_minutes(name):
    with time_machine.travel(NOON, tick=False) as traveller:
        codes = [knock(name, f"person{number}@example.org") for number in range(21)]
        elsewhere = knock(name, "person21@example.org", "10.0.0.2")
        traveller.shift(dt.timedelta(minutes=10, seconds=1))
        later = knock(name, "person22@example.org")

    assert (codes, elsewhere, later) == ([302] * 20 + [DOORS[name][1]], 302, 302)


@pytest.mark.parametrize("name", ["account_request_login_code", "account_reset_password"])
def test_twenty_letters_to_one_address_are_enough_for_a_day(name):
    build.user(email="known@example.org")
    with time_machine.travel(NOON, tick=False) as traveller:
        for number in range(21):
            knock(name, "known@example.org", f"10.0.1.{number}")
            traveller.shift(dt.timedelta(minutes=6))
        assert letters_to("known@example.org").count() == 20
        traveller.shift(dt.timedelta(days=1))
        knock(name, "known@example.org")

    assert letters_to("known@example.org").count() == 21


@pytest.mark.parametrize(
    ("address", "kept", "seconds"), [("new@example.org", "new@example.org", 11), ("09123456789", "+989123456789", 31)]
)
def test_a_new_code_is_not_sent_again_at_once(client, address, kept, seconds):
    with time_machine.travel(NOON, tick=False) as traveller:
        asked = client.post(reverse("account_signup"), PERSON | {"login": address})
        client.post(asked.url, {"action": "resend"})
        client.post(asked.url, {"action": "resend"})
        at_once = letters_to(kept).count()
        traveller.shift(dt.timedelta(seconds=seconds))
        client.post(asked.url, {"action": "resend"})

    assert (at_once, letters_to(kept).count()) == (1, 2)


@pytest.mark.parametrize(
    ("name", "in_time", "too_late"),
    [
        ("account_request_login_code", "accounts:home", "account_request_login_code"),
        ("account_reset_password", "account_complete_password_reset", "account_login"),
    ],
)
def test_a_code_is_open_for_ten_minutes(name, in_time, too_late):
    build.user(email="known@example.org")
    leads = []
    for minutes in (9, 11):
        client = Client()
        with time_machine.travel(NOON + dt.timedelta(days=minutes), tick=False) as traveller:
            asked = client.post(reverse(name), {DOORS[name][0]: "known@example.org"})
            code = code_sent_to("known@example.org")
            traveller.shift(dt.timedelta(minutes=minutes))
            leads.append(client.post(asked.url, {"code": code}).headers.get("Location"))

    assert leads == [reverse(in_time), reverse(too_late)]
