"""What people see and set of their own account: name, language of letters, the browsers in which they are signed in."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from accounts.browsers import browser_words
from accounts.services import describe_oneself
from filing.models import StateChange
from tests import build

PATH = "/accounts/name/"


def state(user):
    return get_user_model().objects.filter(pk=user.pk).values().get()


@pytest.mark.django_db
def test_a_person_sets_name_and_language_and_nothing_else(client, firm_a):
    client.force_login(firm_a)
    before = state(firm_a)
    assert PATH in client.get(reverse("accounts:home")).content.decode()
    assert firm_a.full_name in client.get(PATH).content.decode()

    typed = {"full_name": "  مريم  كارون ", "language": "en", "is_staff": "on", "email": "x@example.org"}
    response = client.post(PATH, typed)

    assert (response.status_code, response.headers["Location"]) == (302, reverse("accounts:home"))
    assert state(firm_a) == before | {"full_name": "مریم کارون", "language": "en"}
    assert StateChange.objects.count() == 0  # the book names people by number only
    page = client.get(reverse("accounts:home")).content.decode()
    assert all(words in page for words in ("مریم کارون", "انگلیسی", "ذخیره شد."))


@pytest.mark.django_db
def test_what_moved_meanwhile_stays(client, firm_a):
    """The row is not written as it was read: an address that was changed in another tab is kept."""
    get_user_model().objects.filter(pk=firm_a.pk).update(mobile="+989161234567")
    before = state(firm_a)

    describe_oneself(user=firm_a, full_name="مریم", language="fa")

    assert state(firm_a) == before | {"full_name": "مریم"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "fields"),
    [
        ({"full_name": "", "language": "fa"}, ["full_name"]),
        ({"full_name": "م" * 121, "language": "fa"}, ["full_name"]),
        ({"full_name": "مریم", "language": "de"}, ["language"]),
        ({}, ["full_name", "language"]),
    ],
)
def test_what_cannot_be_is_refused_and_stays_typed(client, firm_a, typed, fields):
    client.force_login(firm_a)
    before = state(firm_a)

    response = client.post(PATH, typed)

    assert (response.status_code, list(response.context["form"].errors)) == (422, fields)
    assert state(firm_a) == before


@pytest.mark.django_db
def test_the_page_speaks_both_languages_and_asks_who_it_is(client):
    assert client.get(PATH).headers["Location"] == f"/accounts/login/?next={PATH}"
    client.force_login(build.user())

    assert "نام و زبان" in client.get(PATH).content.decode()
    assert "Name and language" in client.get(f"/en{PATH}").content.decode()


CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36"
)
PHONE = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36"
)
APPLE = (
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605"
)
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (CHROME, "Chrome، Windows"),
        (f"{CHROME} Edg/131.0.0.0", "Edge، Windows"),
        (f"{CHROME} OPR/116.0.0.0", "Opera، Windows"),
        (PHONE, "Chrome، Android"),
        (PHONE.replace("Chrome/", "SamsungBrowser/27.0 Chrome/"), "Samsung Internet، Android"),
        (f"{PHONE} EdgA/131.0.0.0", "Edge، Android"),
        (APPLE, "Safari، macOS"),
        (f"{IPHONE}Version/18.1 Mobile/15E148 Safari/604.1", "Safari، iOS"),
        (f"{IPHONE}CriOS/131.0.6778.73 Mobile/15E148 Safari/604.1", "Chrome، iOS"),
        (f"{IPHONE}FxiOS/133.0 Mobile/15E148 Safari/605.1.15", "Firefox، iOS"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0", "Firefox، Linux"),
        ("curl/8.5.0", "مرورگر ناشناخته"),
        ("", "مرورگر ناشناخته"),
        ("Something/1.0 (Windows NT 10.0)", "مرورگر ناشناخته، Windows"),
        ("Chrome/131 (Plan 9)", "Chrome، سیستم ناشناخته"),
    ],
)
def test_a_browser_is_named_by_two_words(text, words):
    assert browser_words(text) == words


@pytest.mark.django_db
def test_the_list_of_sessions_names_browsers_and_never_shows_what_they_sent(client):
    user = build.user()
    client.post(
        "/accounts/login/",
        {"login": user.email, "password": "a long test password"},
        headers={"user-agent": f"{CHROME} <b>"},
    )

    page = client.get("/accounts/sessions/", headers={"user-agent": f"{CHROME} <b>"}).content.decode()

    assert "<bdi>Chrome، Windows</bdi>" in page
    assert [text for text in ("Mozilla", "AppleWebKit", "131.0") if text in page] == []
