"""Finding and opening accounts, as the rooms above do it."""

import pytest
from django.core.exceptions import ValidationError

from accounts.models import User
from accounts.services import open_account
from tests import build

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "typed", ["Person@Example.ORG ", "۰۹۱۲۳۴۵۶۷۸۹", "٠٩١٢ ٣٤٥ ٦٧٨٩", "+98 912 345 6789", "9123456789"]
)
def test_a_person_is_found_by_either_address_in_any_digits_and_case(typed):
    person = build.user(email="person@example.org", mobile="09123456789")
    build.user(email="other@example.org")

    assert User.objects.find(typed) == person


@pytest.mark.parametrize("typed", ["nobody@example.org", "09129999999", "", None, "@", "\0", "۱"])
def test_nobody_is_found_by_what_is_nobodys(typed):
    build.user(email="person@example.org")

    assert User.objects.find(typed) is None


def test_an_opened_account_has_its_address_confirmed():
    by_mail = open_account(identifier="Firm@Example.org", full_name="نماینده", password="a fresh long phrase")
    by_mobile = open_account(identifier="۰۹۱۲۱۱۱۲۲۲۲", full_name="نماینده دیگر")

    assert list(by_mail.emailaddress_set.values_list("email", "verified", "primary")) == [
        ("firm@example.org", True, True)
    ]
    assert (by_mail.check_password("a fresh long phrase"), by_mail.mobile, by_mail.is_mobile_verified) == (
        True,
        None,
        False,
    )
    assert (by_mobile.mobile, by_mobile.is_mobile_verified, by_mobile.email) == ("+989121112222", True, None)
    assert by_mobile.has_usable_password() is False
    assert (by_mobile.is_staff, by_mobile.groups.count(), by_mobile.emailaddress_set.count()) == (False, 0, 0)


@pytest.mark.parametrize("identifier", ["FIRM@example.org", "۰۹۱۲۱۱۱۲۲۲۲"])
def test_an_account_is_not_opened_twice(identifier):
    build.user(email="firm@example.org", mobile="09121112222")

    with pytest.raises(ValidationError) as caught:
        open_account(identifier=identifier, full_name="دوم")
    assert caught.value.code == "taken"
    assert User.objects.count() == 1


@pytest.mark.parametrize("identifier", ["no address", "12345", "a@b", ""])
def test_an_account_is_not_opened_for_what_is_no_address(identifier):
    with pytest.raises(ValidationError):
        open_account(identifier=identifier, full_name="کسی")
    assert User.objects.count() == 0
