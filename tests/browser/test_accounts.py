"""The account in a real browser: signed up by mobile number, protected by a passkey that then opens the door alone."""

import pytest
from django.urls import reverse

from accounts.models import User
from tests import build
from tests.accounts.codes import code_sent_to

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
BUTTON = "main form button"


@pytest.fixture(autouse=True)
def plain_http_on_localhost(settings):
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True


@pytest.fixture
def open_browser(visit, axe, no_horizontal_scroll):
    """A browser with a device that holds passkeys; ``look(page)`` checks what is shown."""

    def start(**options):
        page = visit(**options).page
        device = page.context.new_cdp_session(page)
        device.send("WebAuthn.enable")
        device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})

        def look(path=None):
            if path:
                page.goto(path)
            assert axe(page) == []
            no_horizontal_scroll(page)

        return page, look

    return start


@pytest.mark.parametrize(
    ("prefix", "options"),
    [("", {"width": 360, "dark": True}), ("/en", {"width": 1280, "language": "en-GB"})],
)
def test_a_person_signs_up_adds_a_passkey_and_comes_back_with_it_alone(open_browser, prefix, options):
    page, look = open_browser(**options)
    for path in ("/accounts/login/", "/accounts/login/code/", "/accounts/password/reset/", "/accounts/signup/"):
        look(prefix + path)
    page.fill("#id_full_name", "سارا کاظمی")
    page.fill("#id_login", "۰۹۱۲۳۴۵۶۷۸۹")
    page.fill("#id_password1", "a fresh long phrase")
    page.click(BUTTON)
    look()
    page.fill("#id_code", code_sent_to("+989123456789"))
    page.click(BUTTON)
    page.wait_for_url(f"**{prefix}/accounts/")
    for path in ("/accounts/", "/accounts/email/", "/accounts/phone/change/", "/accounts/password/change/",
                 "/accounts/sessions/", "/accounts/2fa/", "/accounts/2fa/totp/activate/"):  # fmt: skip
        look(prefix + path)

    look(prefix + "/accounts/2fa/webauthn/add/")
    page.click("#passkey_button")
    page.wait_for_url("**/recovery-codes/")
    look()
    look(prefix + "/accounts/2fa/webauthn/")
    page.goto(prefix + "/accounts/")
    page.click(BUTTON)
    page.goto(prefix + "/accounts/login/")
    page.click("#passkey_button")

    page.wait_for_url(f"**{prefix}/accounts/")
    assert "سارا کاظمی" in page.inner_text("main")


def test_a_passkey_follows_the_password_of_staff(open_browser, settings, facilitator):
    settings.STAFF_SECOND_FACTOR = True
    page, look = open_browser()
    credentials = {"#id_login": facilitator.email, "#id_password": "a long test password"}

    def by_password():
        page.goto("/accounts/login/")
        for box, value in credentials.items():
            page.fill(box, value)
        page.click(BUTTON)

    by_password()
    page.wait_for_url("**/accounts/2fa/")
    look()
    page.goto(reverse("mfa_add_webauthn"))
    page.click("#passkey_button")
    page.wait_for_url("**/recovery-codes/")
    page.goto("/admin/")
    assert page.url.endswith("/admin/")
    page.context.clear_cookies()

    by_password()
    page.wait_for_url("**/accounts/2fa/authenticate/")
    look()
    page.click("#passkey_button")
    page.wait_for_url("**/admin/")


def test_without_script_no_passkey_is_offered_and_everything_else_works(visit):
    build.user(email="person@example.org")
    page = visit(script=False).page
    page.goto("/accounts/login/")
    assert page.locator("#passkey_button").is_hidden()
    page.fill("#id_login", "person@example.org")
    page.fill("#id_password", "a long test password")
    page.click(BUTTON)

    assert page.url.endswith("/accounts/")
    assert User.objects.get().last_login is not None
