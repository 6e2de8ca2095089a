"""A person is removed, what they did stays (G38); and what signing in leaves behind is forgotten in time."""

import datetime as dt

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import personal_data
from accounts.models import CacheRow, User
from accounts.personal_data import blank_history, pseudonymise_user
from accounts.retention import forget
from actionplans.models import ActionPlan, ProgressEntry
from filing.models import StateChange
from filing.services import record_change
from post.models import Message
from post.services import send_later
from tests import build

pytestmark = pytest.mark.django_db
PASSWORD = "a long test password"


@pytest.fixture
def leaver(facilitator):
    """A facilitator with a past: mobile number, entries, a line of the book, a letter, a session, a second factor."""
    facilitator.mobile, facilitator.is_mobile_verified = "+989120000001", True
    facilitator.full_name = "مهتاب آزمایشی"
    facilitator.save()
    return facilitator


def is_told(leaver, text):
    return send_later(channel="mail", to=leaver.email, subject=text, body=text, key=text)


def test_records_stay_and_carry_a_number(leaver, administrator):
    entry = build.entry(build.activity(), by=leaver)
    line = record_change(leaver, by=leaver, old="", new="joined")

    pseudonymise_user(user=leaver, by=administrator)

    gone = User.objects.get(pk=leaver.pk)
    assert ProgressEntry.objects.get(pk=entry.pk).recorded_by == gone
    assert StateChange.objects.get(pk=line.pk).by == gone
    assert str(gone) == "کاربر حذف‌شده " + "".join("۰۱۲۳۴۵۶۷۸۹"[int(digit)] for digit in str(gone.pk))
    assert (gone.email, gone.mobile, gone.is_mobile_verified) == (f"removed-{gone.pk}@removed.invalid", None, False)
    assert (gone.is_active, gone.is_staff, gone.is_superuser, gone.has_usable_password()) == (False,) * 4
    assert (gone.groups.count(), gone.emailaddress_set.count()) == (0, 0)


def test_nothing_personal_is_left_in_the_database(leaver, administrator):
    Client().post(reverse("account_login"), {"login": leaver.email, "password": PASSWORD})
    Authenticator.objects.create(user=leaver, type="webauthn", data={"name": "تلفن مهتاب"})
    is_told(leaver, "نامه به مهتاب")
    LogEntry.objects.log_actions(administrator.pk, [leaver], CHANGE, change_message="mobile of مهتاب")

    pseudonymise_user(user=leaver, by=administrator)

    assert (Authenticator.objects.count(), UserSession.objects.count(), Session.objects.count()) == (0, 0, 0)
    letter = Message.objects.get()
    assert (letter.to, letter.subject, letter.body, letter.state) == (
        f"removed-{leaver.pk}@removed.invalid",
        "",
        "",
        "failed",
    )
    everything = [
        *LogEntry.objects.values_list("object_repr", "change_message"),
        *User.objects.values_list("full_name"),
    ]
    assert "مهتاب" not in str(everything)


def test_the_session_and_the_password_end(client, leaver, administrator):
    client.post(reverse("account_login"), {"login": leaver.email, "password": PASSWORD})
    kept_session = Client()
    kept_session.force_login(leaver)

    pseudonymise_user(user=leaver, by=administrator)

    assert client.get(reverse("admin:index")).status_code == 302
    assert kept_session.get(reverse("admin:index")).status_code == 302
    for name in ("facilitator@cast.example", f"removed-{leaver.pk}@removed.invalid", "09120000001"):
        again = client.post(reverse("account_login"), {"login": name, "password": PASSWORD})
        assert again.status_code == 200


def test_the_address_is_free_for_somebody_else(leaver, administrator):
    pseudonymise_user(user=leaver, by=administrator)

    assert build.user(email="facilitator@cast.example", mobile="09120000001").pk != leaver.pk


def test_each_room_takes_out_what_it_knows(leaver, administrator, monkeypatch):
    plan = build.plan(title="برنامه مهتاب")
    seen = []

    def eraser(user):
        seen.append(user.full_name)
        blank_history(ActionPlan, [plan], title="")

    monkeypatch.setattr(personal_data, "_erasers", {})
    personal_data.register("plans", eraser)
    pseudonymise_user(user=leaver, by=administrator)

    assert seen == ["مهتاب آزمایشی"]
    assert set(plan.history.values_list("title", flat=True)) == {""}
    assert ActionPlan.objects.get().title == "برنامه مهتاب"


def test_a_room_that_refuses_leaves_everything_as_it_was(leaver, administrator, monkeypatch):
    def refuse(user):
        raise ValidationError("نه")

    monkeypatch.setattr(personal_data, "_erasers", {"room": refuse})
    with pytest.raises(ValidationError):
        pseudonymise_user(user=leaver, by=administrator)

    leaver.refresh_from_db()
    assert (leaver.full_name, leaver.is_active, StateChange.objects.count()) == ("مهتاب آزمایشی", True, 0)


def test_nobody_removes_themselves_and_nobody_twice(leaver, administrator):
    with pytest.raises(ValidationError):
        pseudonymise_user(user=administrator, by=administrator)
    pseudonymise_user(user=leaver, by=administrator)
    with pytest.raises(ValidationError):
        pseudonymise_user(user=leaver, by=administrator)

    line = StateChange.objects.get()
    assert (line.model, line.object_key, line.by, line.new) == (
        "accounts.user",
        str(leaver.pk),
        administrator,
        "number",
    )


def test_the_page_wants_the_name_typed(client, leaver, administrator):
    client.force_login(administrator)
    page = reverse("admin:accounts_user_pseudonymise", args=[leaver.pk])
    assert page in client.get(reverse("admin:accounts_user_change", args=[leaver.pk])).text

    wrong = client.post(page, {"name": "مهتاب"})
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (200, ["name"])
    right = client.post(page, {"name": " مهتاب\u200cآزمايشي"})

    assert right.url == reverse("admin:accounts_user_changelist")
    assert User.objects.get(pk=leaver.pk).is_pseudonym


def test_the_page_says_why_it_refuses(client, administrator):
    client.force_login(administrator)
    page = reverse("admin:accounts_user_pseudonymise", args=[administrator.pk])

    refused = client.post(page, {"name": administrator.full_name})

    assert refused.context["form"].non_field_errors() == ["هیچ‌کس داده‌های خود را حذف نمی‌کند: از مدیر دیگری بخواهید."]


def test_staff_do_not_remove_people(client, leaver, staff):
    client.force_login(staff)
    page = reverse("admin:accounts_user_pseudonymise", args=[leaver.pk])
    assert client.post(page, {"name": leaver.full_name}).status_code == 403


# What an administrator types -----------------------------------------------------------


def test_an_address_that_an_administrator_types_counts_as_confirmed(client, administrator, leaver):
    client.force_login(administrator)
    client.post(
        reverse("admin:accounts_user_change", args=[leaver.pk]),
        {"full_name": "ن", "email": "New@example.org", "mobile": "", "language": "fa", "is_active": "on"},
    )
    leaver.refresh_from_db()

    assert (leaver.email, leaver.mobile, leaver.is_mobile_verified) == ("new@example.org", None, False)
    assert list(leaver.emailaddress_set.values_list("email", "verified", "primary")) == [
        ("new@example.org", True, True)
    ]


@pytest.mark.parametrize("name", ["account_emailaddress", "mfa_authenticator", "usersessions_usersession"])
def test_the_desk_has_no_page_for_what_belongs_to_its_owner(name):
    with pytest.raises(Exception, match="Reverse for"):
        reverse(f"admin:{name}_changelist")


# Retention --------------------------------------------------------------------------------


def test_what_is_over_is_forgotten_and_what_is_not_stays(client, leaver):
    now = timezone.now()
    with time_machine.travel(now - dt.timedelta(hours=9), tick=False):
        Client().post(reverse("account_login"), {"login": leaver.email, "password": PASSWORD})
        cache.set("old", 1, 60)
    client.post(reverse("account_login"), {"login": leaver.email, "password": PASSWORD})
    cache.set("new", 1, 60)

    forget()

    assert [row.cache_key for row in CacheRow.objects.all()] == [":1:new"]
    assert (Session.objects.count(), UserSession.objects.count()) == (1, 1)
    assert client.get(reverse("accounts:home")).status_code == 200


def test_an_account_that_nobody_confirmed_goes_after_three_days(client, leaver):
    form = {"full_name": "کسی", "password1": "a fresh long phrase"}
    now = timezone.now()
    with time_machine.travel(now - dt.timedelta(days=3, minutes=1), tick=False):
        Client().post(reverse("account_signup"), form | {"login": "old@example.org"})
        Client().post(reverse("account_signup"), form | {"login": "09120000009"})
        build.user(email="made-by-administrator@example.org")
    with time_machine.travel(now - dt.timedelta(days=2), tick=False):
        Client().post(reverse("account_signup"), form | {"login": "young@example.org"})

    forget()

    assert set(User.objects.values_list("email", flat=True)) == {
        leaver.email,
        "made-by-administrator@example.org",
        "young@example.org",
    }
