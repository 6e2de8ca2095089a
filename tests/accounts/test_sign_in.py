"""The door: by password and by code, where it leads, how often one may knock (G06, G07, G08), a new password."""

import datetime as dt
import re

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts import words
from accounts.models import CacheRow
from persian.digits import to_persian
from tests import build
from tests.accounts.codes import code_sent_to, letters_to

pytestmark = pytest.mark.django_db
PASSWORD = "a long test password"
NEW = "another long phrase"
NOON = dt.datetime(2026, 9, 21, 12, 0, tzinfo=dt.UTC)
EVIL = ["//evil.example", "/\\evil.example", "https:evil.example", "http:///evil.example", "/\n/evil.example",
        "https://localhost/", "javascript:alert(1)"]  # fmt: skip


def sign_in(client, name="person@example.org", password=PASSWORD, **extra):
    return client.post(reverse("account_login"), {"login": name, "password": password}, **extra)


@pytest.fixture
def person():
    return build.user(email="person@example.org", mobile="09120000001")


# Where it leads (G06) -----------------------------------------------------------


@pytest.mark.parametrize("target", EVIL)
def test_signing_in_leads_to_no_other_host(client, person, target):
    response = client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD, "next": target})
    assert response.url == reverse("accounts:home")


@pytest.mark.parametrize("target", EVIL)
def test_signing_in_by_code_leads_to_no_other_host(client, person, target):
    asked = client.post(reverse("account_request_login_code"), {"login": person.email, "next": target})
    response = client.post(asked.url, {"code": code_sent_to(person.email), "next": target})
    assert response.url == reverse("accounts:home")


@pytest.mark.parametrize("target", EVIL)
def test_signing_out_leads_to_no_other_host(client, person, target):
    client.force_login(person)
    response = client.post(reverse("accounts:logout"), {"next": target})
    assert response.url == reverse("reports:home")


def test_a_place_in_the_house_is_where_it_leads(client, person):
    response = client.post(
        reverse("account_login"), {"login": person.email, "password": PASSWORD, "next": "/council/meetings/"}
    )
    assert response.url == "/council/meetings/"


@pytest.mark.parametrize("path", ["//evil.example/", "///evil.example/", "/\\evil.example/"])
def test_the_other_language_is_a_page_of_this_house(client, db, path):
    page = client.get("/", PATH_INFO=path)

    links = set(re.findall(r'<(?:link|a)[^>]* href="([^"]*)"[^>]*>', page.text))
    assert page.status_code == 404
    assert "/en/" in links
    assert [link for link in links if "evil" in link or link.startswith("//")] == []


def test_staff_come_to_the_desk_and_others_to_their_account(client, person, facilitator):
    assert sign_in(client).url == reverse("accounts:home")
    assert sign_in(Client(), facilitator.email).url == reverse("admin:index")


# The session (G07) ----------------------------------------------------------------


@pytest.mark.parametrize("way", ["password", "code"])
def test_the_session_gets_a_new_key(client, person, way):
    asked = client.post(reverse("account_request_login_code"), {"login": person.email})
    before = client.session.session_key
    if way == "code":
        client.post(asked.url, {"code": code_sent_to(person.email)})
    else:
        client.post(reverse("accounts:logout"))
        sign_in(client)

    assert client.session["_auth_user_id"] == str(person.pk)
    assert client.session.session_key != before


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one(client, person):
    other = Client()
    sign_in(other)
    sign_in(client)
    passwords = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}

    client.post(reverse("account_change_password"), passwords)

    assert client.get(reverse("accounts:home")).status_code == 200
    assert other.get(reverse("accounts:home")).status_code == 302
    notice = letters_to(person.email).get()
    assert (notice.secret_until, notice.subject) == (None, "حساب شما تغییر کرد")


def test_the_list_shows_the_sessions_and_ends_the_others(client, person):
    other = Client()
    sign_in(other, HTTP_USER_AGENT="Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0")
    sign_in(client)

    page = client.get(reverse("usersessions_list"))
    client.post(reverse("usersessions_list"))

    assert "Firefox، Linux" in page.text
    assert page.text.count("<li><b>") == 2
    assert client.get(reverse("accounts:home")).status_code == 200
    assert other.get(reverse("accounts:home")).status_code == 302


# How often (G08) --------------------------------------------------------------------


def test_guesses_at_one_account_are_stopped_from_wherever_they_come(person):
    with time_machine.travel(NOON, tick=False) as traveller:
        names = ["person@example.org", "PERSON@example.org", "09120000001", "۰۹۱۲۰۰۰۰۰۰۱"]
        pages = [sign_in(Client(), names[number % 4], "wrong", REMOTE_ADDR=f"10.0.0.{number}") for number in range(20)]
        said = [page.context["form"].non_field_errors()[0] for page in pages]
        locked = sign_in(Client(), REMOTE_ADDR="10.0.1.1")
        traveller.shift(dt.timedelta(minutes=10, seconds=1))
        opened = sign_in(Client(), REMOTE_ADDR="10.0.1.1")

    assert said == [words.WRONG] * 10 + [words.TOO_MANY] * 10
    assert locked.context["form"].non_field_errors() == [words.TOO_MANY]
    assert opened.status_code == 302


def test_guesses_from_one_place_are_stopped_whoever_is_named(person):
    with time_machine.travel(NOON, tick=False) as traveller:
        pages = [sign_in(Client(), f"somebody{number}@example.org", "wrong") for number in range(21)]
        locked = sign_in(Client())
        elsewhere = sign_in(Client(), REMOTE_ADDR="10.0.0.9")
        traveller.shift(dt.timedelta(minutes=10, seconds=1))
        opened = sign_in(Client())

    assert [page.context["form"].non_field_errors()[0] for page in pages] == [words.WRONG] * 20 + [words.TOO_MANY]
    assert locked.context["form"].non_field_errors() == [words.TOO_MANY]
    assert (elsewhere.status_code, opened.status_code) == (302, 302)


def test_a_visitor_cannot_name_another_place(settings, person):
    """Without a proxy nobody may say where they come from; behind one, the proxy's own word counts, the last."""
    said = {"HTTP_X_FORWARDED_FOR": "10.9.9.9"}
    for number in range(20):
        sign_in(
            Client(), f"somebody{number}@example.org", "wrong", **said | {"HTTP_X_FORWARDED_FOR": f"10.9.9.{number}"}
        )
    assert sign_in(Client(), **said).status_code == 200

    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert sign_in(Client(), HTTP_X_FORWARDED_FOR="127.0.0.1, 10.9.9.9").status_code == 302
    assert sign_in(Client(), HTTP_X_FORWARDED_FOR="10.9.9.9, 127.0.0.1").status_code == 200


def test_right_passwords_do_not_count(person):
    assert [sign_in(Client()).status_code for _time in range(25)] == [302] * 25


def test_the_admin_has_no_door_of_its_own(facilitator):
    credentials = {"username": facilitator.email, "password": PASSWORD, "next": "/admin/"}
    for _time in range(20):
        response = Client().post(reverse("admin:login"), credentials)
        assert response.url.startswith(reverse("account_login"))
    visitor = Client()
    visitor.post(reverse("admin:login"), credentials)
    assert "_auth_user_id" not in visitor.session


def test_the_counters_stand_in_the_database(person):
    sign_in(Client(), password="wrong")

    keys = list(CacheRow.objects.values_list("cache_key", flat=True))
    assert len(keys) == 2
    assert [key for key in keys if person.email in key or "person" in key] == []


# By code --------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["Person@example.org", "۰۹۱۲۰۰۰۰۰۰۱"])
def test_by_code_in_any_digits(client, person, typed):
    asked = client.post(reverse("account_request_login_code"), {"login": typed})
    code = code_sent_to("person@example.org" if "@" in typed else "+989120000001")

    response = client.post(asked.url, {"code": to_persian(f"{code[:3]} {code[3:]}")})

    assert response.url == reverse("accounts:home")
    assert client.session["_auth_user_id"] == str(person.pk)


def test_a_code_opens_once(client, person):
    asked = client.post(reverse("account_request_login_code"), {"login": person.email})
    code = code_sent_to(person.email)
    client.post(asked.url, {"code": code})
    client.post(reverse("accounts:logout"))

    assert client.post(asked.url, {"code": code}).url == reverse("account_request_login_code")
    assert "_auth_user_id" not in client.session


def test_a_code_of_somebody_else_does_not_open(client, person):
    build.user(email="thief@example.org")
    client.post(reverse("account_request_login_code"), {"login": "thief@example.org"})
    code = code_sent_to("thief@example.org")
    victim = Client()
    asked = victim.post(reverse("account_request_login_code"), {"login": person.email})
    code = code if code != code_sent_to(person.email) else "000000"

    assert victim.post(asked.url, {"code": code}).status_code == 200
    assert "_auth_user_id" not in victim.session


# A forgotten password ----------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["person@example.org", "۰۹۱۲۰۰۰۰۰۰۱"])
def test_a_forgotten_password_is_replaced_by_either_address(client, person, typed):
    elsewhere = Client()
    sign_in(elsewhere)
    asked = client.post(reverse("account_reset_password"), {"email": typed})
    code = code_sent_to("person@example.org" if "@" in typed else "+989120000001")

    confirmed = client.post(asked.url, {"code": to_persian(code)})
    done = client.post(confirmed.url, {"password1": NEW, "password2": NEW})

    assert done.url == reverse("account_password_reset_completed")
    assert "_auth_user_id" not in client.session
    assert elsewhere.get(reverse("accounts:home")).status_code == 302
    assert sign_in(client, password=PASSWORD).status_code == 200
    assert sign_in(client, password=NEW).url == reverse("accounts:home")


def test_a_new_password_needs_the_code_first(client, person):
    client.post(reverse("account_reset_password"), {"email": person.email})
    skipped = client.post(reverse("account_complete_password_reset"), {"password1": NEW, "password2": NEW})

    assert skipped.url == reverse("account_confirm_password_reset_code")
    assert sign_in(Client(), password=NEW).status_code == 200


# Addresses -------------------------------------------------------------------------------------


def test_a_mobile_person_adds_an_address_and_replaces_it(client):
    person = build.user(email=None, mobile="09120000005")
    sign_in(client, "09120000005")
    for address in ("first@example.org", "second@example.org"):
        asked = client.post(reverse("account_email"), {"email": address, "action_add": ""})
        person.refresh_from_db()
        assert person.email != address
        client.post(asked.url, {"code": code_sent_to(address)})
    person.refresh_from_db()

    assert (person.email, person.mobile) == ("second@example.org", "+989120000005")
    assert list(person.emailaddress_set.values_list("email", "verified")) == [("second@example.org", True)]


def test_the_address_in_use_is_not_dropped(client, person):
    sign_in(client)
    client.post(reverse("account_email"), {"email": person.email, "action_remove": ""})
    person.refresh_from_db()
    assert (person.email, person.emailaddress_set.count()) == ("person@example.org", 1)


def test_a_new_mobile_number_counts_once_it_is_confirmed(client, person):
    sign_in(client)
    asked = client.post(reverse("account_change_phone"), {"phone": "۰۹۱۲۰۰۰۰۰۰۷"})
    person.refresh_from_db()
    assert person.mobile == "+989120000001"

    client.post(asked.url, {"code": code_sent_to("+989120000007")})

    person.refresh_from_db()
    assert (person.mobile, person.is_mobile_verified) == ("+989120000007", True)


def test_changing_an_address_asks_who_it_is_once_the_sign_in_is_old(client, person):
    with time_machine.travel(NOON, tick=False) as traveller:
        sign_in(client)
        traveller.shift(dt.timedelta(minutes=11))
        asked = client.post(reverse("account_change_phone"), {"phone": "09120000007"})

    assert asked.url.startswith(reverse("account_reauthenticate"))
