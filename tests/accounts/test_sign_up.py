"""Making an account: one address, a code, and in."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from accounts.models import User
from persian.digits import to_persian
from post.models import Message
from tests.accounts.codes import code_sent_to, letters_to

pytestmark = pytest.mark.django_db
PASSWORD = "a fresh long phrase"
NOON = dt.datetime(2026, 9, 21, 12, 0, tzinfo=dt.UTC)


def sign_up(client, address, **fields):
    values = {"full_name": "سارا كاظمی", "login": address, "password1": PASSWORD}
    return client.post(reverse("account_signup"), values | fields)


def test_by_mobile_number_with_persian_digits_all_the_way(client):
    asked = sign_up(client, "۰۹۱۲ ۳۴۵ ۶۷۸۹")
    assert asked.url == reverse("account_verify_phone")
    assert "_auth_user_id" not in client.session

    confirmed = client.post(asked.url, {"code": to_persian(code_sent_to("+989123456789"))})

    assert confirmed.url == reverse("accounts:home")
    person = User.objects.get()
    assert (person.full_name, person.email, person.mobile, person.is_mobile_verified) == (
        "سارا کاظمی",
        None,
        "+989123456789",
        True,
    )
    assert client.session["_auth_user_id"] == str(person.pk)
    assert (person.is_staff, person.emailaddress_set.count()) == (False, 0)


def test_by_mail_and_back_in_by_password(client):
    asked = sign_up(client, "Sara@Example.org")
    assert asked.url == reverse("account_email_verification_sent")

    confirmed = client.post(asked.url, {"code": code_sent_to("sara@example.org")})

    assert confirmed.url == reverse("accounts:home")
    person = User.objects.get()
    assert (person.email, person.mobile) == ("sara@example.org", None)
    assert list(person.emailaddress_set.values_list("email", "verified")) == [("sara@example.org", True)]
    client.post(reverse("accounts:logout"))
    back = client.post(reverse("account_login"), {"login": "sara@example.org", "password": PASSWORD})
    assert back.url == reverse("accounts:home")


def test_a_mobile_person_comes_back_by_password(client):
    asked = sign_up(client, "09123456789")
    client.post(asked.url, {"code": code_sent_to("+989123456789")})
    client.post(reverse("accounts:logout"))

    back = client.post(reverse("account_login"), {"login": "۰۹۱۲۳۴۵۶۷۸۹", "password": PASSWORD})

    assert back.url == reverse("accounts:home")


def test_who_never_typed_the_code_is_asked_for_it_at_the_next_sign_in(client):
    sign_up(client, "sara@example.org")
    client.cookies.clear()
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(minutes=1)):
        back = client.post(reverse("account_login"), {"login": "sara@example.org", "password": PASSWORD})

    assert back.url == reverse("account_email_verification_sent")
    assert "_auth_user_id" not in client.session
    assert letters_to("sara@example.org").count() == 2


def test_three_wrong_codes_end_the_attempt(client):
    asked = sign_up(client, "09123456789")
    right = code_sent_to("+989123456789")
    wrong = "000000" if right != "000000" else "111111"

    met = [client.post(asked.url, {"code": wrong}).status_code for _attempt in range(3)]
    late = client.post(asked.url, {"code": right})

    assert met == [200, 200, 302]
    assert late.url == reverse("account_login")
    assert "_auth_user_id" not in client.session


def test_a_code_is_void_after_ten_minutes(client):
    with time_machine.travel(NOON, tick=False) as traveller:
        asked = sign_up(client, "09123456789")
        code = code_sent_to("+989123456789")
        traveller.shift(dt.timedelta(minutes=10, seconds=1))
        late = client.post(asked.url, {"code": code})

    assert late.url == reverse("account_login")
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    ("address", "field"), [("", "login"), ("nobody", "login"), ("021123456", "login"), ("a@b", "login")]
)
def test_what_is_no_address_is_refused_in_the_form(client, address, field):
    response = sign_up(client, address)

    assert (response.status_code, list(response.context["form"].errors)) == (200, [field])
    assert (User.objects.count(), Message.objects.count()) == (0, 0)


@pytest.mark.parametrize("password", ["short", "1234567890", "password123"])
def test_a_weak_password_is_refused(client, password):
    response = sign_up(client, "sara@example.org", password1=password)

    assert list(response.context["form"].errors) == ["password1"]


@pytest.mark.parametrize("field", ["is_staff", "is_superuser", "groups", "is_mobile_verified"])
def test_nobody_makes_themselves_more_than_they_are(client, groups, field):
    sign_up(client, "sara@example.org", **{field: "1"})

    person = User.objects.get()
    assert (person.is_staff, person.is_superuser, person.groups.count(), person.is_mobile_verified) == (
        False,
        False,
        0,
        False,
    )
