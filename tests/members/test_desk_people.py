"""Representatives: invited by a link that opens once, gone when they leave; the last one stays."""

import datetime as dt
import re

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone

from members.models import RepresentativeInvitation
from members.services import people
from post.models import Message
from tests import build
from tests.members import build_firms

pytestmark = pytest.mark.django_db


@pytest.fixture
def firm(client, firm_a):
    made = build_firms.firm("کارون داده")
    build_firms.representative(made, firm_a)
    client.force_login(firm_a)
    return made


def path(firm, name="desk_people"):
    return reverse(f"members:{name}", args=[firm.tracking_code])


def acting(firm):
    return [row.user for row in firm.representatives.current()]


def link(message):
    return re.search(r"https://portal\.example(/members/desk/join/\S+)", message.body)[1]


def invite(client, firm, contact):
    response = client.post(path(firm), {"contact": contact})
    assert response.status_code == 302
    return Message.objects.latest("pk")


def test_an_invited_stranger_opens_an_account_with_the_link_once(client, firm, firm_a):
    message = invite(client, firm, "New@Example.ORG")
    assert (message.channel, message.to) == ("mail", "new@example.org")
    assert message.secret_until == RepresentativeInvitation.objects.get().expires_at
    client.logout()

    response = client.post(link(message), {"full_name": "سارا کریمی", "position": "مدیر فروش"})

    new = get_user_model().objects.get(email="new@example.org")
    assert response.headers["Location"] == path(firm, "desk_firm")
    assert (acting(firm), new.full_name) == ([firm_a, new], "سارا کریمی")
    assert client.get(path(firm, "desk_firm")).status_code == 200
    client.logout()
    assert client.post(link(message), {"full_name": "دیگری"}).status_code == 410
    assert len(acting(firm)) == 2


def test_a_mobile_number_in_any_digits_gets_an_sms(client, firm):
    message = invite(client, firm, "۰۹۱۶ ۱۱۱ ۲۲۳۳")

    assert (message.channel, message.to) == ("sms", "+989161112233")


def test_the_link_signs_nobody_in_to_an_account_that_is_there(client, firm):
    known = build.user(email="known@example.org")
    message = invite(client, firm, "known@example.org")
    client.logout()

    page = client.post(link(message), {"full_name": "دزد"})
    assert page.context["must_sign_in"]
    assert "_auth_user_id" not in client.session
    assert known not in acting(firm)

    client.force_login(known)
    assert client.post(link(message), {"position": ""}).status_code == 302
    assert known in acting(firm)


@pytest.mark.parametrize("how", ["expired", "withdrawn", "left"])
def test_a_closed_invitation_opens_nothing(client, firm, firm_a, how):
    message = invite(client, firm, "new@example.org")
    row = RepresentativeInvitation.objects.get()
    if how == "expired":
        RepresentativeInvitation.objects.update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    elif how == "withdrawn":
        client.post(reverse("members:desk_invitation_withdraw", args=[firm.tracking_code, row.pk]))
    else:
        client.post(path(firm, "desk_leave"), {"name": firm.name, "reason": ""})
    client.logout()

    assert client.get(link(message)).status_code == 410
    assert client.post(link(message), {"full_name": "سارا"}).status_code == 410
    assert acting(firm) == [firm_a]


def test_the_link_is_open_for_fourteen_days(client, firm):
    invite(client, firm, "new@example.org")
    row = RepresentativeInvitation.objects.get()

    assert row.expires_at - row.invited_at <= dt.timedelta(days=14, seconds=1)
    assert row.expires_at - row.invited_at > dt.timedelta(days=14, seconds=-9)


def test_a_forged_link_is_not_found(client, firm):
    message = invite(client, firm, "new@example.org")
    forged = link(message)[:-3] + "xx/"

    assert client.get(forged).status_code == 404
    assert client.get(reverse("members:desk_join", args=["1"])).status_code == 404


@pytest.mark.parametrize("contact", ["", "not an address", "0912", "a@", "x" * 300, "firm_a@cast.example", "²" * 11])
def test_what_is_no_address_or_acts_already_is_refused(client, firm, contact):
    assert client.post(path(firm), {"contact": contact}).status_code == 422
    assert not Message.objects.exists()


def test_the_portal_is_no_way_to_write_to_strangers(client, firm):
    for number in range(5):
        invite(client, firm, f"person{number}@strangers.example")

    assert client.post(path(firm), {"contact": "person6@strangers.example"}).status_code == 422
    assert client.post(path(firm), {"contact": "person1@strangers.example"}).status_code == 422
    assert Message.objects.count() == 5


def test_taking_invitations_back_does_not_make_room_for_ever(client, firm, firm_a):
    for number in range(10):
        invite(client, firm, f"person{number}@strangers.example")
        people.withdraw_invitation(invitation=RepresentativeInvitation.objects.latest("pk"), by=firm_a)

    assert client.post(path(firm), {"contact": "one-more@strangers.example"}).status_code == 422


def test_one_of_two_leaves_and_the_last_one_cannot(client, firm, firm_a):
    other = build.user()
    build_firms.representative(firm, other)

    assert client.post(path(firm, "desk_people_leave")).headers["Location"] == reverse("members:desk")
    assert acting(firm) == [other]

    client.force_login(other)
    client.post(path(firm, "desk_people_leave"))
    assert acting(firm) == [other]
