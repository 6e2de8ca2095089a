"""The headers of production, on a page of the portal."""

import pytest

PRODUCTION = {
    "SECURE_SSL_REDIRECT": True,
    "SECURE_HSTS_SECONDS": 63072000,
    "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_SECURE": True,
}
CSP = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}


@pytest.fixture
def production(settings):
    for name, value in PRODUCTION.items():
        setattr(settings, name, value)


def test_a_page_carries_every_header_that_protects_it(client, db, production):
    headers = client.get("/accounts/login/", secure=True).headers

    assert set(headers["Content-Security-Policy"].split("; ")) == CSP
    assert headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains; preload"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_plain_http_is_led_to_https_save_for_the_machine_s_questions(client, db, production):
    assert client.get("/accounts/login/").headers["Location"] == "https://testserver/accounts/login/"
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 200


def test_the_session_cookie_is_closed_to_scripts_and_to_plain_http(client, staff, production):
    client.post("/accounts/login/", {"login": staff.email, "password": "a long test password"}, secure=True)

    cookie = client.cookies["sessionid"]
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Lax")


@pytest.mark.parametrize("header", ["HTTP_HOST", "HTTP_X_FORWARDED_HOST"])
def test_a_foreign_host_is_refused_or_not_heeded(client, db, header):
    response = client.get("/sitemap.xml", **{header: "evil.example"})

    assert response.status_code == (400 if header == "HTTP_HOST" else 200)
    assert "evil.example" not in response.text
