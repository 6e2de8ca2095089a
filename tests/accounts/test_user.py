"""A person has an e-mail address, a mobile number, or both."""

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts import words
from accounts.models import User, canonical_address, canonical_mobile
from accounts.roles import ROLES, WORDS, apply_roles
from tests import build

pytestmark = pytest.mark.django_db
PERMISSION = ("content_type__app_label", "codename")


@pytest.mark.parametrize(
    "typed",
    ["09123456789", "۰۹۱۲۳۴۵۶۷۸۹", "٠٩١٢٣٤٥٦٧٨٩", "0912 345 6789", "+98 912 345 6789", "00989123456789", "9123456789"],
)
def test_a_mobile_number_is_kept_in_one_form(typed):
    assert canonical_mobile(typed) == "+989123456789"
    assert build.user(email=None, mobile=typed).mobile == "+989123456789"


@pytest.mark.parametrize("typed", ["0912345678", "12345", "+14155550100", "۰۲۱۱۲۳۴۵۶۷۸"])
def test_another_number_is_refused(typed):
    with pytest.raises(ValidationError) as caught:
        build.user(email=None, mobile=typed)
    assert list(caught.value.message_dict) == ["mobile"]


def test_one_of_the_two_is_required():
    with pytest.raises(ValidationError):
        build.user(email="", mobile="")
    with pytest.raises(IntegrityError, match=r"(?i)user_email_or_mobile"), transaction.atomic():
        User.objects.bulk_create([User(full_name="بی‌نشان")])


@pytest.mark.parametrize("field", ["email", "mobile"])
def test_empty_is_null_never_an_empty_text(field):
    other = {"email": "x@example.org", "mobile": "+989120000000"} | {field: ""}
    with pytest.raises(IntegrityError, match=f"(?i)user_{field}_null_not_empty"), transaction.atomic():
        User.objects.bulk_create([User(full_name="خالی", **other)])
    one = build.user(email="one@example.org", mobile="")
    two = build.user(email="two@example.org", mobile="")
    assert [one.mobile, two.mobile] == [None, None]


def test_each_is_unique():
    build.user(email="a@example.org", mobile="09120000001")
    with pytest.raises(ValidationError):
        build.user(email="A@Example.org")
    with pytest.raises(ValidationError):
        build.user(email="b@example.org", mobile="۰۹۱۲۰۰۰۰۰۰۱")


@pytest.mark.parametrize("name", ["Person@Example.org ", "۰۹۱۲۰۰۰۰۰۰۲", "0912 000 0002"])
def test_sign_in_by_either_in_any_digits(client, name):
    person = build.user(email="person@example.org", mobile="09120000002", is_staff=True)

    response = client.post(reverse("accounts:login"), {"login": name, "password": "a long test password"})

    assert response.status_code == 302
    assert client.session["_auth_user_id"] == str(person.pk)


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("person@example.org", "wrong"),
        ("nobody@example.org", "a long test password"),
        ("closed@example.org", "a long test password"),
        ("09129999999", "a long test password"),
        ("\0", "x"),
    ],
)
def test_a_wrong_sign_in_says_the_same_to_all(client, name, password):
    build.user(email="person@example.org")
    build.user(email="closed@example.org", is_active=False)

    response = client.post(reverse("accounts:login"), {"login": name, "password": password})

    assert response.status_code == 200
    assert "_auth_user_id" not in client.session
    if "\0" not in name:
        assert response.context["form"].non_field_errors() == [str(words.WRONG)]


def test_the_admin_uses_the_same_door(client):
    response = client.get(reverse("admin:index"), follow=True)
    assert response.redirect_chain[-1][0] == "/accounts/login/?next=%2Fadmin%2F"


@pytest.mark.parametrize("target", ["//evil.example", "/\\evil.example", "https:evil.example", "http:///evil.example"])
def test_sign_in_leads_to_no_other_host(client, target):
    build.user(email="person@example.org", is_staff=True)
    response = client.post(
        f"{reverse('accounts:login')}?next={target}",
        {"login": "person@example.org", "password": "a long test password", "next": target},
    )
    assert response.url == reverse("admin:index")


def test_the_session_key_changes_at_sign_in(client):
    build.user(email="person@example.org")
    client.get(reverse("accounts:login"))
    session = client.session
    session["before"] = 1
    session.save()
    before = session.session_key
    client.cookies["sessionid"] = before

    client.post(reverse("accounts:login"), {"login": "person@example.org", "password": "a long test password"})

    assert client.session.session_key != before


def test_sign_out_is_a_post(client, facilitator):
    client.force_login(facilitator)
    assert client.get(reverse("accounts:logout")).status_code == 405
    client.post(reverse("accounts:logout"))
    assert "_auth_user_id" not in client.session


def test_roles_are_applied_exactly_and_again(groups):
    Group.objects.get(name="facilitator").permissions.clear()
    group = Group.objects.get(name="council member")
    group.permissions.add(*Group.objects.get(name="administrator").permissions.all())

    call_command("apply_roles", verbosity=0)
    apply_roles()

    in_force = {
        group.name: {
            f"{p.content_type.app_label}.{p.codename}" for p in group.permissions.select_related("content_type")
        }
        for group in Group.objects.all()
    }
    assert in_force == ROLES


def test_an_administrator_makes_a_user_with_a_mobile_only(client, administrator):
    client.force_login(administrator)
    response = client.post(
        reverse("admin:accounts_user_add"),
        {
            "full_name": "كاربر نو",
            "email": "",
            "mobile": "۰۹۱۲۱۱۱۲۲۲۲",
            "usable_password": "true",
            "password1": "a fresh long phrase",
            "password2": "a fresh long phrase",
        },
    )
    assert response.status_code == 302, response.context["adminform"].form.errors
    assert User.objects.filter(mobile="+989121112222").values_list("full_name", "email").get() == ("کاربر نو", None)


def test_an_administrator_is_told_that_one_identifier_is_needed(client, administrator):
    client.force_login(administrator)
    response = client.post(
        reverse("admin:accounts_user_add"),
        {"full_name": "کاربر", "email": "", "mobile": "", "usable_password": "false"},
    )
    assert response.status_code == 200
    assert User.objects.filter(full_name="کاربر").count() == 0
    assert len(response.context["adminform"].form.non_field_errors()) == 1


def test_nobody_deletes_a_user(client, administrator, facilitator):
    client.force_login(administrator)
    response = client.post(reverse("admin:accounts_user_delete", args=[facilitator.pk]), {"post": "yes"})
    assert response.status_code == 403


def test_an_administrator_does_not_make_superusers(client, administrator, facilitator):
    client.force_login(administrator)
    page = reverse("admin:accounts_user_change", args=[facilitator.pk])
    client.post(page, {"full_name": "ن", "email": facilitator.email, "language": "fa", "is_superuser": "on"})
    facilitator.refresh_from_db()
    assert (facilitator.full_name, facilitator.is_superuser) == ("ن", False)


def test_roles_are_shown_in_words_and_can_be_filtered_by(client, administrator, facilitator, supervisor):
    client.force_login(administrator)
    form = client.get(reverse("admin:accounts_user_change", args=[facilitator.pk])).text
    users = client.get(reverse("admin:accounts_user_changelist"), {"role": "facilitator"}).context["cl"]

    assert "عامل توسعه خوشه" in form
    assert "industrial-towns staff" not in form
    assert list(users.result_list) == [facilitator]
    assert ("firm representative", "نماینده بنگاه") in [(key, str(word)) for key, word in WORDS.items()]
    assert set(WORDS) == set(ROLES)


def test_a_person_without_a_desk_is_told_so(client, firm_a):
    client.force_login(firm_a)
    assert client.get(reverse("admin:index"), follow=True).status_code == 403


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Ali.۱۲@Sample.Example\u200f\n", "ali.12@sample.example"),
        ("٠٩١٢ ٣٤٥-٦٧٨٩", "+989123456789"),
        ("0098 912 345 6789", "+989123456789"),
    ],
)
def test_an_address_is_kept_in_one_form(typed, kept):
    assert canonical_address(typed) == kept


@pytest.mark.parametrize("typed", ["", None, "@", "ali", "ali@", "ali@example", "0912345678", "06133330000", "۰۹۱۲x"])
def test_what_is_no_address_is_refused(typed):
    with pytest.raises(ValidationError):
        canonical_address(typed)
