"""A duty is handed over by its giver and accepted by its receiver, and never by the same person."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from accounts.personal_data import pseudonymise_user
from filing.models import StateChange
from handover import services
from handover.models import Duty, NetworkOfficer
from persian.jalali import today
from tests import build
from tests.handover import build_handover as build_here

pytestmark = pytest.mark.django_db


def lines(duty):
    rows = StateChange.objects.filter(model="handover.duty", object_key=str(duty.number)).order_by("pk")
    return list(rows.values_list("old", "new", "by", "why"))


def test_a_duty_goes_from_planned_to_accepted_with_a_line_for_each_step(facilitator):
    duty = build_here.duty()
    officer = build_here.officer(duty.receiver).user

    services.start_shadowing(duty=duty, by=facilitator)
    services.transfer_duty(duty=duty, by=facilitator)
    services.accept_duty(duty=duty, by=officer)

    duty.refresh_from_db()
    assert (duty.state, duty.shadowing_on, duty.transferred_on, duty.accepted_on) == ("accepted", *[today()] * 3)
    assert (duty.transferred_by, duty.accepted_by, duty.row_version) == (facilitator, officer, 3)
    assert lines(duty) == [
        ("planned", "shadowing", facilitator.pk, ""),
        ("shadowing", "transferred", facilitator.pk, ""),
        ("transferred", "accepted", officer.pk, ""),
    ]


@pytest.mark.parametrize("role", ["supervisor", "council_member", "administrator", "firm_a"])
def test_only_the_givers_side_hands_over(person_in, role):
    person = person_in(role)

    with pytest.raises(PermissionDenied):
        services.start_shadowing(duty=build_here.duty(), by=person)
    with pytest.raises(PermissionDenied):
        services.transfer_duty(duty=build_here.duty("shadowing"), by=person)
    assert StateChange.objects.count() == 0


@pytest.mark.parametrize("role", ["facilitator", "staff"])
def test_accepting_as_the_giver_is_refused_in_words(person_in, role):
    duty = build_here.duty("transferred")

    with pytest.raises(ValidationError) as refused:
        services.accept_duty(duty=duty, by=person_in(role))

    assert (refused.value.code, len(refused.value.messages)) == ("giver", 1)
    assert str(duty.receiver) in refused.value.messages[0]
    duty.refresh_from_db()
    assert (duty.state, lines(duty)) == ("transferred", [])


def test_who_handed_it_over_cannot_accept_it_as_an_officer_of_the_network(facilitator):
    duty = build_here.duty("transferred", transferred_by=facilitator)
    build_here.officer(duty.receiver, facilitator)

    with pytest.raises(ValidationError) as refused:
        services.accept_duty(duty=duty, by=facilitator)
    assert refused.value.code == "giver"

    with pytest.raises(IntegrityError), transaction.atomic():
        Duty.objects.update(state="accepted", accepted_on=today(), accepted_by=facilitator)


def test_who_sits_on_the_seat_that_holds_it_cannot_accept_it():
    person = build.user()
    seat = build.seat(user=person, valid_from=today())
    duty = build_here.duty("transferred", holder_seat=seat)
    of_institution = build_here.duty("transferred", holder=build.institution("holder"), receiver=duty.receiver)
    build.seat(user=person, institution=of_institution.holder, valid_from=today())
    build_here.officer(duty.receiver, person)

    for row in (duty, of_institution):
        with pytest.raises(ValidationError) as refused:
            services.accept_duty(duty=row, by=person)
        assert refused.value.code == "giver"


def test_a_stranger_and_an_officer_of_another_network_accept_nothing():
    duty = build_here.duty("transferred")
    other = build_here.officer(build_here.network()).user
    ended = build_here.officer(duty.receiver, valid_to=today() - dt.timedelta(days=1)).user
    to_come = build_here.officer(duty.receiver, valid_from=today() + dt.timedelta(days=1)).user

    for person in (build.user(), other, ended, to_come):
        with pytest.raises(PermissionDenied):
            services.accept_duty(duty=duty, by=person)
    duty.refresh_from_db()
    assert duty.state == "transferred"


@pytest.mark.parametrize("state", ["transferred", "accepted"])
def test_the_receiver_gives_it_back_with_a_reason(state):
    duty = build_here.duty(state)
    officer = build_here.officer(duty.receiver).user

    with pytest.raises(ValidationError) as refused:
        services.give_back_duty(duty=duty, by=officer, why=" ")
    assert list(refused.value.error_dict) == ["why"]

    services.give_back_duty(duty=duty, by=officer, why="پرونده‌ها کامل نیست")
    duty.refresh_from_db()
    assert (duty.state, duty.transferred_on, duty.accepted_on) == ("shadowing", None, None)
    assert duty.returned_because == "پرونده‌ها کامل نیست"
    assert lines(duty) == [(state, "shadowing", officer.pk, "پرونده‌ها کامل نیست")]


def test_the_giver_does_not_take_it_back_in_the_receivers_name(facilitator):
    with pytest.raises(ValidationError) as refused:
        services.give_back_duty(duty=build_here.duty("transferred"), by=facilitator, why="اشتباه شد")

    assert refused.value.code == "giver"


def test_after_the_closing_an_accepted_duty_stays_with_the_network():
    duty = build_here.duty("accepted")
    officer = build_here.officer(duty.receiver).user
    build_here.closing(build.adopted_decision(), state="closed", closed_on=today())

    with pytest.raises(ValidationError, match="بسته"):
        services.give_back_duty(duty=duty, by=officer, why="دیر شد")


@pytest.mark.parametrize(
    ("state", "service"),
    [
        ("planned", "transfer_duty"),
        ("shadowing", "start_shadowing"),
        ("transferred", "transfer_duty"),
        ("transferred", "start_shadowing"),
        ("accepted", "start_shadowing"),
        ("accepted", "transfer_duty"),
    ],
)
def test_steps_out_of_order_are_refused(facilitator, state, service):
    duty = build_here.duty(state)

    with pytest.raises(ValidationError) as refused:
        getattr(services, service)(duty=duty, by=facilitator)

    assert refused.value.code == "state"
    assert lines(duty) == []


@pytest.mark.parametrize("state", ["planned", "shadowing", "accepted"])
def test_only_what_was_handed_over_is_accepted(state):
    duty = build_here.duty(state)
    officer = build_here.officer(duty.receiver).user

    with pytest.raises(ValidationError) as refused:
        services.accept_duty(duty=duty, by=officer)
    assert refused.value.code == "state"


@pytest.mark.parametrize(
    "values",
    [
        {"state": "shadowing"},
        {"state": "transferred", "shadowing_on": today()},
        {"state": "accepted", "shadowing_on": today()},
        {"accepted_on": today()},
        {"holder": None},
    ],
)
def test_the_database_holds_what_each_state_needs(values):
    build_here.duty()

    with pytest.raises(IntegrityError), transaction.atomic():
        Duty.objects.update(**values)


def test_a_duty_has_one_holder(staff):
    both = Duty(
        title="دبیرخانه",
        holder=build.institution(),
        holder_seat=build.seat(),
        receiver=build_here.network(),
        due_on=today(),
    )

    with pytest.raises(ValidationError):
        services.add_duty(duty=both, by=staff)
    both.holder = None
    assert services.add_duty(duty=both, by=staff).number == 1


def test_who_is_removed_acts_for_no_network_any_more(administrator):
    officer = build_here.officer(build_here.network())

    pseudonymise_user(user=officer.user, by=administrator)

    assert NetworkOfficer.objects.get().valid_to == today()
