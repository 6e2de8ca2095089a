"""A change of reviewed fields: asked at the firm's desk, public only when a reviewer accepts."""

import pytest
from django.urls import reverse

from filing.models import StateChange
from members.models import FirmChange
from members.services import changes
from post.models import Message
from tests.members import build_firms

pytestmark = pytest.mark.django_db


@pytest.fixture
def firm(firm_a):
    section = build_firms.section(1, "نرم‌افزار")
    made = build_firms.firm("نام کهنه", national_id="10380284790", sections=[section])
    build_firms.representative(made, firm_a)
    return made


@pytest.fixture
def change(firm, firm_a):
    return changes.ask_change(firm=firm, by=firm_a, values={"name": "نام تازه", "city": "اهواز"}, reason="ثبت شد")


def decide(client, who, change, act, message=""):
    client.force_login(who)
    return client.post(reverse("admin:members_change_review", args=[change.pk]), {"act": act, "message": message})


def shown(firm):
    """The name on the public page."""
    firm.refresh_from_db()
    return (firm.name, firm.entry.name, firm.match_key)


def test_a_change_keeps_only_what_differs_and_the_public_page_stays(firm, change):
    assert (change.before, change.after) == ({"name": "نام کهنه"}, {"name": "نام تازه"})
    assert shown(firm) == ("نام کهنه", "نام کهنه", "نامکهنه")


def test_an_accepted_change_is_public_at_once_and_told(client, staff, firm, change, firm_a):
    client.force_login(staff)
    page = client.get(reverse("admin:members_change_review", args=[change.pk])).content.decode()
    assert "نام کهنه" in page
    assert "نام تازه" in page

    assert decide(client, staff, change, "accept").status_code == 302

    firm.refresh_from_db()
    assert shown(firm) == ("نام تازه", "نام تازه", "نامتازه")
    change.refresh_from_db()
    assert (change.state, change.decided_by) == ("accepted", staff)
    assert firm.reviews.get().act == "change_accepted"
    assert Message.objects.get().subject == "تغییر نام تازه پذیرفته شد"
    book = StateChange.objects.filter(model="members.firmchange").order_by("pk")
    assert [(line.old, line.new) for line in book] == [("", "pending"), ("pending", "accepted")]


def test_a_refused_change_needs_a_letter_and_leaves_the_firm_as_it_was(client, staff, firm, change):
    assert decide(client, staff, change, "refuse").status_code == 422
    change.refresh_from_db()
    assert change.state == "pending"

    assert decide(client, staff, change, "refuse", "آگهی تغییر نام را بفرستید").status_code == 302
    change.refresh_from_db()
    assert (change.state, shown(firm)[:2]) == ("refused", ("نام کهنه", "نام کهنه"))
    assert "آگهی تغییر نام را بفرستید" in Message.objects.get().body


def test_sections_are_changed_too(staff, firm, firm_a):
    other = build_firms.section(2, "شبکه")
    change = changes.ask_change(firm=firm, by=firm_a, values={"sections": [2]})

    changes.accept_change(change=change, by=staff)

    assert list(firm.sections.all()) == [other]
    assert list(firm.entry.sections.all()) == [other]


def test_the_facilitator_reads_a_change_but_does_not_decide(client, facilitator, change):
    client.force_login(facilitator)
    assert client.get(reverse("admin:members_change_review", args=[change.pk])).status_code == 200
    assert decide(client, facilitator, change, "accept").status_code == 403
    change.refresh_from_db()
    assert change.state == "pending"


@pytest.mark.parametrize("act", ["accept", "refuse"])
def test_nobody_decides_a_change_of_their_own_firm(client, staff, firm, change, act):
    build_firms.representative(firm, staff)

    assert decide(client, staff, change, act, "متن").status_code == 422
    change.refresh_from_db()
    assert change.state == "pending"


@pytest.mark.parametrize("act", ["accept", "refuse"])
def test_a_decided_change_is_not_decided_again(client, staff, firm, change, firm_a, act):
    changes.withdraw_change(change=change, by=firm_a)

    assert decide(client, staff, change, act, "متن").status_code == 422
    change.refresh_from_db()
    assert (change.state, firm.reviews.count(), Message.objects.count()) == ("withdrawn", 0, 0)


def test_an_identifier_that_another_active_firm_has_is_refused_to_the_reviewer(client, staff, firm, firm_a):
    build_firms.firm(national_id="10861677542")
    change = changes.ask_change(firm=firm, by=firm_a, values={"national_id": "10861677542"})

    response = decide(client, staff, change, "accept")

    change.refresh_from_db()
    firm.refresh_from_db()
    assert (response.status_code, change.state, firm.national_id) == (422, "pending", "10380284790")


def test_a_firm_that_changed_since_is_not_overwritten(client, staff, firm, change):
    firm.name = "نام سوم"
    firm.save()

    assert decide(client, staff, change, "accept").status_code == 422
    firm.refresh_from_db()
    assert firm.name == "نام سوم"


def test_one_change_at_a_time(firm, change, firm_a):
    with pytest.raises(Exception, match="در انتظار بررسی"):
        changes.ask_change(firm=firm, by=firm_a, values={"city": "دزفول"})
    assert FirmChange.objects.count() == 1
