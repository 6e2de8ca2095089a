"""The receiver is the network's: who hands duties over never receives one, by no door."""

import datetime as dt

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts import roles, waiting
from handover import services
from handover.models import NetworkOfficer
from handover.services.roles import move_roles
from persian.jalali import today
from tests import build
from tests.handover import build_handover as build_here

pytestmark = pytest.mark.django_db
ADD = "admin:handover_networkofficer_add"


def named(person, network=None):
    return NetworkOfficer(network=network or build_here.network(), user=person, valid_from=today())


@pytest.mark.parametrize("role", ["facilitator", "staff"])
def test_who_hands_duties_over_is_named_by_nobody(person_in, role):
    other = build.user(is_staff=True)

    with pytest.raises(ValidationError) as refused:
        services.appoint_officer(officer=named(person_in(role)), by=other)
    assert refused.value.code == "giver"
    assert NetworkOfficer.objects.count() == 0


def test_nobody_names_themselves(council_member):
    with pytest.raises(ValidationError) as refused:
        services.appoint_officer(officer=named(council_member), by=council_member)
    assert refused.value.code == "self"


def test_the_form_refuses_both_at_the_box(client, staff, facilitator):
    client.force_login(staff)
    network = build_here.network()
    for person in (staff, facilitator):
        data = {"network": network.pk, "person": person.email, "role": "chair", "valid_from": "۱۴۰۳/۰۱/۰۱"}
        answer = client.post(reverse(ADD), data)
        assert (answer.status_code, list(answer.context["adminform"].form.errors)) == (200, ["person"])
    assert NetworkOfficer.objects.count() == 0


def test_an_office_of_who_became_staff_is_ended_and_not_prolonged(client, staff, facilitator):
    office = build_here.officer(build_here.network(), facilitator, valid_to=today())
    client.force_login(staff)
    url = reverse("admin:handover_networkofficer_change", args=[office.pk])
    data = {"role": "chair", "valid_from": "۱۴۰۳/۰۱/۰۱"}

    longer = client.post(url, data | {"valid_to": ""})
    assert list(longer.context["adminform"].form.errors) == ["__all__"]
    office.refresh_from_db()
    assert office.valid_to == today()

    ended = (today() - dt.timedelta(days=1)).isoformat()
    assert client.post(url.replace("/admin/", "/en/admin/", 1), data | {"valid_from": "2024-03-20", "valid_to": ended}
                       ).status_code == 302  # fmt: skip


@pytest.mark.parametrize("role", ["facilitator", "staff"])
def test_an_officer_who_is_staff_today_accepts_nothing_that_a_colleague_handed_over(person_in, role):
    person = person_in(role)
    duty = build_here.duty("transferred")  # by somebody else
    build_here.officer(duty.receiver, person)

    for act in (services.accept_duty, lambda **who: services.give_back_duty(why="کامل نیست", **who)):
        with pytest.raises(ValidationError) as refused:
            act(duty=duty, by=person)
        assert refused.value.code == "giver"
    duty.refresh_from_db()
    assert duty.state == "transferred"
    assert [item.url for item in waiting.items_for(person) if item.url == reverse("handover:desk")] == []


def test_the_secretary_who_took_the_facilitators_role_leaves_what_waits_to_the_chair(administrator, facilitator):
    duty = build_here.duty("transferred", transferred_by=facilitator)
    secretary = build_here.officer(duty.receiver).user
    Authenticator.objects.create(user=secretary, type="totp", data={"secret": "x"})
    move_roles(leaving=facilitator, arriving=secretary, groups=[roles.FACILITATOR], by=administrator)
    secretary = type(secretary).objects.get(pk=secretary.pk)

    with pytest.raises(ValidationError):
        services.accept_duty(duty=duty, by=secretary)

    chair = named(build.user("رئیس شبکه"), duty.receiver)
    services.appoint_officer(officer=chair, by=secretary)
    services.accept_duty(duty=duty, by=chair.user)
    duty.refresh_from_db()
    assert (duty.state, duty.accepted_by) == ("accepted", chair.user)
