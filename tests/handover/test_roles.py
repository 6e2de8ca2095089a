"""Roles pass from one person to another: all at once, recorded, and never to who could not hold them."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from accounts import roles
from accounts.personal_data import pseudonymise_user
from filing.models import StateChange
from handover.models import RoleTransfer
from handover.services.roles import move_roles
from tests import build

pytestmark = pytest.mark.django_db
GROUP = [roles.FACILITATOR]


def secretary(**fields):
    """The network's secretary: an account with a second factor, without a desk."""
    person = build.user("دبیر شبکه", **fields)
    Authenticator.objects.create(user=person, type="totp", data={"secret": "x"})
    return person


def names(person):
    return set(person.groups.values_list("name", flat=True))


def refused(leaving, arriving, by, groups=GROUP):
    """The refusal's words; nobody's roles have changed."""
    before = names(leaving), names(arriving)
    with pytest.raises(ValidationError) as refusal:
        move_roles(leaving=leaving, arriving=arriving, groups=groups, by=by)
    assert (names(leaving), names(arriving)) == before
    assert RoleTransfer.objects.count() == 0
    return refusal.value.messages[0]


def test_the_secretary_takes_the_facilitators_role_and_desk(administrator, facilitator):
    arriving = secretary()

    move_roles(leaving=facilitator, arriving=arriving, groups=GROUP, by=administrator)

    for person in (facilitator, arriving):
        person.refresh_from_db()
    assert (names(facilitator), facilitator.is_staff) == (set(), False)
    assert (names(arriving), arriving.is_staff) == ({"facilitator"}, True)
    transfer = RoleTransfer.objects.get()
    assert (transfer.leaving, transfer.arriving, transfer.group, transfer.by) == (
        facilitator, arriving, "facilitator", administrator,
    )  # fmt: skip
    lines = StateChange.objects.filter(model="accounts.user").order_by("pk")
    assert list(lines.values_list("object_key", "old", "new", "by")) == [
        (str(facilitator.pk), "facilitator", "role passed on", administrator.pk),
        (str(arriving.pk), "", "facilitator", administrator.pk),
    ]


def test_who_leaves_is_signed_out_everywhere_and_who_arrives_is_not(administrator, facilitator, client):
    arriving = secretary()
    for person in (facilitator, arriving):
        client.force_login(person)
        key = client.session.session_key
        UserSession.objects.create(
            user=person, session_key=key, ip="127.0.0.1", user_agent="x", last_seen_at=timezone.now()
        )
        client.cookies.clear()

    move_roles(leaving=facilitator, arriving=arriving, groups=GROUP, by=administrator)

    assert list(UserSession.objects.values_list("user", flat=True)) == [arriving.pk]


def test_a_role_that_is_not_chosen_stays_and_so_does_the_desk(administrator, facilitator, groups):
    facilitator.groups.add(groups[roles.COUNCIL_MEMBER])

    move_roles(leaving=facilitator, arriving=secretary(), groups=GROUP, by=administrator)

    facilitator.refresh_from_db()
    assert (names(facilitator), facilitator.is_staff) == ({"council member"}, True)


@pytest.mark.parametrize("role", ["staff", "facilitator", "supervisor", "council_member", "firm_a"])
def test_only_an_administrator_passes_roles_on(person_in, role):
    leaving = build.user()

    with pytest.raises(PermissionDenied):
        move_roles(leaving=leaving, arriving=secretary(), groups=GROUP, by=person_in(role))


def test_without_a_second_factor_nobody_takes_a_role(administrator, facilitator):
    without = build.user("بی‌عامل")
    Authenticator.objects.create(user=without, type="recovery_codes", data={})

    assert "عامل دوم" in refused(facilitator, without, administrator)


def test_who_cannot_sign_in_takes_no_role(administrator, facilitator):
    closed = secretary(is_active=False)
    assert "نمی‌تواند وارد شود" in refused(facilitator, closed, administrator)

    gone = secretary()
    pseudonymise_user(user=gone, by=administrator)
    gone.refresh_from_db()
    assert "نمی‌تواند وارد شود" in refused(facilitator, gone, administrator)


def test_the_last_administrator_keeps_the_role(administrator, groups):
    other = build.user(is_staff=True)
    other.groups.add(groups[roles.ADMINISTRATOR])
    assert move_roles(leaving=other, arriving=secretary(), groups=[roles.ADMINISTRATOR], by=administrator)

    RoleTransfer.objects.all().erase_sample()
    last = build.user(is_superuser=True)
    administrator.groups.clear()
    for row in (administrator, other):
        row.groups.clear()
    only = build.user(is_staff=True)
    only.groups.add(groups[roles.ADMINISTRATOR])
    type(only).objects.exclude(pk=only.pk).filter(groups__name=roles.ADMINISTRATOR).update(is_active=False)
    assert "آخرین مدیر" in refused(only, secretary(), last, [roles.ADMINISTRATOR])


def test_nobody_passes_on_their_own_roles(administrator):
    assert "هیچ‌کس نقش‌های خود" in refused(administrator, secretary(), administrator, [roles.ADMINISTRATOR])


def test_giver_and_taker_are_two_people(administrator, facilitator):
    Authenticator.objects.create(user=facilitator, type="totp", data={})

    assert "دو نفر" in refused(facilitator, facilitator, administrator)
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleTransfer.objects.create(leaving=facilitator, arriving=facilitator, group="x", by=administrator)


def test_the_supervisor_never_reports_and_who_reports_never_supervises(administrator, facilitator, supervisor):
    for person in (supervisor, facilitator):
        Authenticator.objects.create(user=person, type="webauthn", data={})

    assert "هیچ‌کس کار خود" in refused(facilitator, supervisor, administrator)
    assert "هیچ‌کس کار خود" in refused(supervisor, facilitator, administrator, [roles.SUPERVISOR])


@pytest.mark.parametrize("chosen", [[], ["facilitator", "industrial-towns staff"], ["no such role"]])
def test_only_roles_that_the_person_has_are_passed_on_and_all_or_none(administrator, facilitator, chosen):
    refused(facilitator, secretary(), administrator, chosen)


def test_a_transfer_is_never_changed(administrator, facilitator):
    move_roles(leaving=facilitator, arriving=secretary(), groups=GROUP, by=administrator)
    row = RoleTransfer.objects.get()
    row.group = "administrator"

    with pytest.raises(DatabaseError), transaction.atomic():
        row.save()
