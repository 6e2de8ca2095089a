"""A decision puts somebody on the council: the seat opens with it, the old one ends, and no role is held twice."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from council import services
from council.models import Decision, Seat, SeatElection
from filing.models import StateChange
from tests import build
from tests.council.build_council import council, held_meeting, proposal, stays_proposed

pytestmark = pytest.mark.django_db
DAY = build.APPROVAL_DAY


@pytest.fixture
def decision():
    """A proposal at a held meeting of three, of whom the first is the chair."""
    build.rule()
    return proposal(held_meeting(council(3)))


def election(decision, person="رئیس تازه", role=Seat.Role.CHAIR, **fields):
    made = SeatElection(decision=decision, person=person, role=role, **fields)
    return services.propose_election(election=made, by=None)


def chair():
    return Seat.objects.get(role="chair", valid_to=None)


def test_adoption_opens_the_seat_and_ends_the_one_that_is_taken_over(decision, facilitator):
    old = chair()
    election(decision, replaces=old)

    services.adopt_decision(decision=decision, by=facilitator)

    old.refresh_from_db()
    new = chair()
    assert (old.valid_to, new.person, new.valid_from, new.elected_by) == (
        DAY - dt.timedelta(days=1), "رئیس تازه", DAY, decision,
    )  # fmt: skip
    lines = StateChange.objects.filter(model="council.seat").values_list("object_key", "new", "by")
    assert set(lines) == {(old.key, "ended", facilitator.pk), (new.key, "elected", facilitator.pk)}


def test_the_seat_begins_on_the_day_that_is_given(decision):
    later = DAY + dt.timedelta(days=30)
    election(decision, replaces=chair(), valid_from=later)

    services.adopt_decision(decision=decision, by=None)

    assert (chair().valid_from, Seat.objects.get(valid_to__isnull=False).valid_to) == (later, later - dt.timedelta(1))


def refusal(decision, **fields):
    with pytest.raises(ValidationError) as refused:
        election(decision, **fields)
    assert SeatElection.objects.count() == 0
    return refused.value.message_dict


def test_a_second_chair_is_refused_at_the_field(decision):
    assert refusal(decision) == {"replaces": ["در آن روز شورا رئیس دارد؛ بنویسید کرسی چه کسی واگذار می‌شود."]}


def test_nobody_comes_into_a_second_role(decision):
    actor = Seat.objects.filter(role="actor").first()

    assert refusal(decision, person=actor.person.replace("ی", "ي"), role=Seat.Role.SUPPORT) == {
        "role": [f"{actor.person} در آن زمان کرسی «فعال خوشه» دارد؛ هرکس در هر زمان یک سمت دارد."]
    }


def test_who_replaces_takes_over_a_seat_of_the_same_role(decision):
    actor = Seat.objects.filter(role="actor").first()

    assert refusal(decision, role=Seat.Role.SUPPORT, replaces=actor)["replaces"] == [
        "کرسی جایگزین‌شونده سمتی دیگر دارد."
    ]


def test_what_changed_since_the_proposal_refuses_the_whole_adoption(decision):
    old = chair()
    election(decision, replaces=old)
    Seat.objects.filter(pk=old.pk).update(valid_to=DAY - dt.timedelta(days=30))

    with pytest.raises(ValidationError, match="پایان یافته"):
        services.adopt_decision(decision=decision, by=None)

    assert stays_proposed(decision)
    assert not Seat.objects.filter(person="رئیس تازه").exists()


def test_the_second_of_two_decisions_that_elect_a_chair_is_refused(decision):
    old = chair()
    other = proposal(decision.agenda_item.meeting)
    election(decision, replaces=old)
    election(other, person="دیگری", replaces=old)
    services.adopt_decision(decision=decision, by=None)

    with pytest.raises(ValidationError):
        services.adopt_decision(decision=other, by=None)

    assert chair().person == "رئیس تازه"


def test_an_election_comes_off_a_proposal_but_not_off_a_decision(decision):
    made = election(decision, replaces=chair())
    services.adopt_decision(decision=decision, by=None)

    with pytest.raises(ValidationError):
        services.withdraw_election(election=made, by=None)
    assert SeatElection.objects.count() == 1


def test_it_is_proposed_on_a_page_and_leads_back_to_the_proposal(client, facilitator, decision):
    client.force_login(facilitator)
    data = {"decision": decision.pk, "person": "رئیس تازه", "role": "chair", "is_voting": "on"}
    address = reverse("admin:council_seatelection_add")

    wrong = client.post(address, data)
    right = client.post(address, data | {"replaces": chair().pk})

    assert list(wrong.context["adminform"].form.errors) == ["replaces"]
    item = decision.agenda_item
    board = reverse("admin:council_meeting_board", args=[item.meeting_id])
    assert right.url == f"{board}?item={item.pk}#dec-{decision.pk}"
    assert "رئیس تازه" in client.get(board).content.decode()


def test_the_page_of_the_decision_names_who_was_elected(client, decision):
    election(decision, replaces=chair())
    services.adopt_decision(decision=decision, by=None)

    page = client.get(reverse("council:decision_detail", args=["1403-01-01"])).content.decode()

    assert "برگزیده برای شورا" in page
    assert "رئیس تازه" in page


def test_the_plain_form_of_a_seat_refuses_two_roles_and_two_chairs(client, staff):
    council(2)
    client.force_login(staff)
    data = {"role": "support", "person": "عضو شماره 2", "valid_from": "۱۴۰۳/۰۱/۰۱", "is_voting": "on"}

    two_roles = client.post(reverse("admin:council_seat_add"), data)
    two_chairs = client.post(reverse("admin:council_seat_add"), data | {"role": "chair", "person": "کسی دیگر"})

    assert list(two_roles.context["adminform"].form.errors) == ["role"]
    assert two_chairs.context["adminform"].form.errors == {
        "__all__": ["هم‌اکنون رئیسی بدون تاریخ پایان ثبت شده است؛ نخست پایان آن کرسی را بنویسید."]
    }


# Decisions that take each other's place -----------------------------------------
def superseding(old, number):
    """An adopted decision of a later meeting that takes the place of ``old``."""
    meeting = held_meeting([*Seat.objects.all()], number=number, held_on=dt.date(2024, 7, number))
    newer = proposal(meeting, supersedes=old)
    services.adopt_decision(decision=newer, by=None)
    newer.refresh_from_db()
    return newer


def test_the_chain_of_decisions_is_a_line_and_shown_whole(client, decision):
    services.adopt_decision(decision=decision, by=None)
    second = superseding(decision, 2)
    third = superseding(second, 3)

    for one in (decision, second, third):
        page = client.get(reverse("council:decision_detail", args=[Decision.objects.get(pk=one.pk).slug]))
        assert page.context["chain"] == [decision, second, third]


def test_only_the_last_of_the_chain_can_be_superseded(decision):
    services.adopt_decision(decision=decision, by=None)
    second = superseding(decision, 2)

    with pytest.raises(ValidationError) as refused:
        superseding(decision, 3)
    assert second.number == "1403/02-01"
    assert refused.value.message_dict == {
        "supersedes": ["مصوبه ۱۴۰۳/۰۱-۰۱ پیش‌تر با ۱۴۰۳/۰۲-۰۱ جایگزین شده است؛ همان را نام ببرید."]
    }


def test_a_proposal_cannot_be_superseded_nor_can_a_decision_itself(decision):
    other = proposal(decision.agenda_item.meeting)
    for older in (other, decision):
        decision.supersedes = older
        with pytest.raises(ValidationError) as refused:
            decision.full_clean()
        assert refused.value.message_dict == {"supersedes": ["تنها مصوبه تصویب‌شده را می‌توان جایگزین کرد."]}
