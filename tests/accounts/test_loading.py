"""The sample accounts: one per role, for one's own machine only."""

import pytest
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.utils import translation

from accounts.loading import load_accounts, remove_accounts
from accounts.models import User
from tests import build

pytestmark = pytest.mark.django_db
ADDRESSES = {
    "facilitator@sample.example": "facilitator",
    "supervisor@sample.example": "technical supervisor",
    "council@sample.example": "council member",
    "staff@sample.example": "industrial-towns staff",
    "admin@sample.example": "administrator",
    "firm@sample.example": "firm representative",
    "buyer@sample.example": None,
}


@pytest.fixture(autouse=True)
def demo(settings, groups):
    settings.DEMO = True


def opens(address, password):
    return authenticate(username=address, password=password) is not None


def test_there_is_one_account_per_role_with_the_desk():
    load_accounts()

    made = User.objects.values_list("email", "groups__name", "is_staff", "is_superuser", "is_sample", "is_active")
    has_desk = {email: email not in ("firm@sample.example", "buyer@sample.example") for email in ADDRESSES}
    assert set(made) == {(email, role, has_desk[email], False, True, True) for email, role in ADDRESSES.items()}


def test_the_password_is_that_of_the_environment(monkeypatch):
    monkeypatch.setenv("SAMPLE_PASSWORD", "a password from outside")

    _accounts, made_up = load_accounts()

    assert made_up is None
    assert all(opens(address, "a password from outside") for address in ADDRESSES)


def test_else_one_is_made_up_and_told_once():
    _accounts, made_up = load_accounts()

    assert len(made_up) >= 12
    assert all(opens(address, made_up) for address in ADDRESSES)
    assert load_accounts()[1] is None
    assert opens("staff@sample.example", made_up)


def test_the_accounts_follow_a_new_password_of_the_environment(monkeypatch):
    load_accounts()
    monkeypatch.setenv("SAMPLE_PASSWORD", "a password from outside")

    load_accounts()

    assert all(opens(address, "a password from outside") for address in ADDRESSES)


def test_a_second_run_writes_nothing_and_keeps_what_was_changed(monkeypatch):
    monkeypatch.setenv("SAMPLE_PASSWORD", "a password from outside")
    load_accounts()
    User.objects.filter(email="staff@sample.example").update(full_name="نام دیگر", language="en")
    before = list(User.objects.order_by("pk").values())

    load_accounts()

    assert list(User.objects.order_by("pk").values()) == before


def test_outside_the_demo_no_account_is_made(settings):
    settings.DEMO = settings.DEBUG = False

    with translation.override("en"), pytest.raises(ValidationError) as caught:
        load_accounts()

    assert caught.value.messages == [
        "The sample with its accounts is for demonstrations only: set DEMO=1 (or DEBUG=1), or load without it."
    ]
    assert User.objects.count() == 0


def test_with_debug_they_are_allowed(settings):
    settings.DEMO, settings.DEBUG = False, True

    load_accounts()

    assert User.objects.count() == 7


def test_somebody_elses_account_with_such_an_address_is_never_taken_over():
    build.user(email="staff@sample.example")

    with pytest.raises(ValidationError):
        load_accounts()


def test_accounts_that_nothing_names_are_deleted():
    load_accounts()
    other = build.user()

    assert remove_accounts() == (7, 0)
    assert list(User.objects.all()) == [other]


def test_an_account_that_somebody_elses_row_names_is_emptied():
    accounts, _password = load_accounts()
    build.entry(build.activity(), by=accounts["facilitator"])

    assert remove_accounts() == (6, 1)
    left = User.objects.get(is_sample=True)
    assert (left.is_active, left.is_staff, left.groups.count(), left.email) == (
        False,
        False,
        0,
        f"removed-{left.pk}@sample.invalid",
    )
    assert remove_accounts() == (0, 0)
