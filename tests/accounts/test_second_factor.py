"""The second factor: staff must have one, everybody may; apps, recovery codes, passkeys."""

import datetime as dt
import re
import time

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client
from django.urls import reverse

from accounts import words
from accounts.adapters import SecondFactorAdapter
from accounts.services import remove_second_factors
from filing.models import StateChange
from persian.digits import to_persian
from tests import build

pytestmark = pytest.mark.django_db
PASSWORD = "a long test password"
NOON = dt.datetime(2026, 9, 21, 12, 0, tzinfo=dt.UTC)


@pytest.fixture
def strict(settings):
    settings.STAFF_SECOND_FACTOR = True


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def app_code(secret):
    """What an authenticator app shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def sign_in(client, person):
    return client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})


def set_up_app(client):
    """Set up an app as a person does; gives its secret."""
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    done = client.post(reverse("mfa_activate_totp"), {"code": to_persian(app_code(secret))})
    assert done.url == reverse("mfa_view_recovery_codes")
    return secret


# Staff must ----------------------------------------------------------------------


def test_staff_are_led_to_set_one_up_before_the_desk_opens(client, facilitator, strict, clock):
    assert sign_in(client, facilitator).url == reverse("admin:index")

    led = client.get(reverse("admin:index"), follow=True)

    assert [to for to, _status in led.redirect_chain][-1] == reverse("mfa_index")
    assert "میز کار پس از تنظیم عامل دوم باز می‌شود." in led.text
    set_up_app(client)
    assert client.get(reverse("admin:index")).status_code == 200


@pytest.mark.parametrize("address", ["admin:index", "admin:council_meeting_add", "council:desk"])
def test_without_it_they_are_nobody_wherever_they_knock(client, staff, strict, address):
    client.force_login(staff)

    assert client.get(reverse(address)).status_code == 302
    assert client.post(reverse(address), {"x": "y"}).status_code in {302, 405}


def test_a_page_that_asks_for_nobody_looks_at_nobody(client, facilitator, strict, django_assert_num_queries):
    build.cluster()
    client.force_login(facilitator)
    with django_assert_num_queries(1):  # the cluster's row, for the frame
        page = client.get("/nothing/here/")

    assert "Cookie" not in page.headers.get("Vary", "")


def test_others_may_do_without(client, firm_a, strict):
    client.force_login(firm_a)
    assert client.get(reverse("accounts:home")).status_code == 200


def test_the_setting_turns_it_off(client, facilitator):
    client.force_login(facilitator)
    assert client.get(reverse("admin:index")).status_code == 200


def test_the_second_factor_of_somebody_else_is_none_of_mine(client, facilitator, staff, strict):
    Authenticator.objects.create(user=facilitator, type=Authenticator.Type.TOTP, data={})
    client.force_login(staff)

    assert client.get("/admin/").status_code == 302


def test_recovery_codes_alone_are_no_second_factor(client, facilitator, strict):
    Authenticator.objects.create(user=facilitator, type="recovery_codes", data={"seed": "x", "used_mask": 0})
    client.force_login(facilitator)
    assert client.get(reverse("admin:index")).status_code == 302


def test_who_removes_the_last_one_is_outside_again(client, facilitator, strict, clock):
    sign_in(client, facilitator)
    set_up_app(client)
    client.post(reverse("mfa_deactivate_totp"))

    assert Authenticator.objects.count() == 0
    assert client.get(reverse("admin:index")).status_code == 302


# Apps and recovery codes ------------------------------------------------------------


def test_the_password_opens_only_with_the_app_s_code(client, facilitator, strict, clock):
    sign_in(client, facilitator)
    secret = set_up_app(client)
    clock.shift(60)
    other = Client()

    asked = sign_in(other, facilitator)
    assert asked.url == reverse("mfa_authenticate")
    assert other.get(reverse("admin:index")).status_code == 302
    wrong = other.post(asked.url, {"code": "000000" if app_code(secret) != "000000" else "111111"})
    assert wrong.context["form"].errors["code"] == ["کد درست نیست. آن را بررسی کنید و دوباره بکوشید."]

    opened = other.post(asked.url, {"code": to_persian(app_code(secret))})

    assert opened.url == reverse("admin:index")
    assert other.get(reverse("admin:index")).status_code == 200


def test_a_code_of_the_app_opens_once(client, facilitator, clock):
    sign_in(client, facilitator)
    secret = set_up_app(client)
    clock.shift(60)
    first, second = Client(), Client()
    for visitor in (first, second):
        sign_in(visitor, facilitator)

    met = [
        visitor.post(reverse("mfa_authenticate"), {"code": app_code(secret)}).status_code for visitor in (first, second)
    ]

    assert met == [302, 200]


def test_a_recovery_code_opens_once(client, facilitator, clock):
    sign_in(client, facilitator)
    set_up_app(client)
    page = client.get(reverse("mfa_view_recovery_codes"))
    codes = re.findall(r"<code>(\d{8})</code>", page.text)
    assert len(codes) == 10
    assert client.get(reverse("mfa_download_recovery_codes")).text.split() == codes
    met = []
    for _time in range(2):
        visitor = Client()
        sign_in(visitor, facilitator)
        met.append(visitor.post(reverse("mfa_authenticate"), {"code": to_persian(codes[3])}).status_code)

    assert met == [302, 200]


def test_a_sign_in_by_code_needs_the_second_factor_too(client, facilitator, clock):
    sign_in(client, facilitator)
    set_up_app(client)
    visitor = Client()
    asked = visitor.post(reverse("account_request_login_code"), {"login": facilitator.email})
    code = visitor.session["account_login"]["state"]["stages"]["login_by_code"]["data"]["code"]

    assert visitor.post(asked.url, {"code": code}).url == reverse("mfa_authenticate")
    assert "_auth_user_id" not in visitor.session


def test_guesses_at_the_second_factor_are_throttled(client, facilitator, clock):
    sign_in(client, facilitator)
    secret = set_up_app(client)
    clock.shift(60)
    visitor = Client()
    sign_in(visitor, facilitator)
    wrong = "000000" if app_code(secret) != "000000" else "111111"
    for _time in range(10):
        visitor.post(reverse("mfa_authenticate"), {"code": wrong})

    late = visitor.post(reverse("mfa_authenticate"), {"code": app_code(secret)})

    assert late.context["form"].errors["code"] == [words.TOO_MANY]


def test_a_copy_of_the_database_opens_no_door(client, facilitator, clock, settings):
    sign_in(client, facilitator)
    secret = set_up_app(client)
    kept = Authenticator.objects.get(type="totp").data["secret"]

    assert secret not in str(Authenticator.objects.values_list("data", flat=True))
    assert SecondFactorAdapter().decrypt(kept) == secret
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "a new key of the site"
    assert SecondFactorAdapter().decrypt(kept) == secret


def test_setting_one_up_asks_who_it_is_once_the_sign_in_is_old(client, facilitator, clock):
    sign_in(client, facilitator)
    clock.shift(dt.timedelta(minutes=11))

    assert client.get(reverse("mfa_activate_totp")).url.startswith(reverse("account_reauthenticate"))


def test_an_administrator_takes_away_what_was_lost(client, facilitator, administrator, clock):
    sign_in(client, facilitator)
    set_up_app(client)
    Authenticator.objects.create(user=administrator, type=Authenticator.Type.TOTP, data={})
    desk = Client()
    desk.force_login(administrator)

    desk.post(
        reverse("admin:accounts_user_changelist"),
        {"action": "remove_second_factors", "_selected_action": [facilitator.pk]},
    )

    assert list(Authenticator.objects.values_list("user", flat=True)) == [administrator.pk]
    assert client.get(reverse("accounts:home")).status_code == 302
    line = StateChange.objects.get(model="accounts.user")
    assert (line.object_key, line.by, line.new) == (str(facilitator.pk), administrator, "no second factor")


def test_nothing_is_written_where_nothing_was_lost(facilitator, administrator):
    assert remove_second_factors(user=facilitator, by=administrator) == 0
    assert StateChange.objects.count() == 0


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize(
    "name",
    ["mfa_index", "mfa_list_webauthn", "mfa_add_webauthn", "mfa_activate_totp", "mfa_view_recovery_codes",
     "mfa_generate_recovery_codes", "usersessions_list", "account_email", "account_change_phone",
     "account_change_password", "accounts:home"],
)  # fmt: skip
def test_every_page_of_the_account_opens_in_our_frame_and_is_never_kept(client, facilitator, name, prefix):
    sign_in(client, facilitator)
    if "recovery" in name:
        Authenticator.objects.create(
            user=facilitator,
            type="recovery_codes",
            data={"seed": SecondFactorAdapter().encrypt("ab"), "used_mask": 0},
        )
    page = client.get(prefix + reverse(name))

    assert page.status_code == 200
    assert page.text.count("<h1>") == 1
    assert '<header class="site">' in page.text
    assert "no-store" in page.headers["Cache-Control"]
