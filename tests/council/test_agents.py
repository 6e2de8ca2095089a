"""Who acts for an institution without a seat: appointed by an address, dismissed, forgotten; never two at once."""

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.personal_data import pseudonymise_user
from council.models import InstitutionAgent
from council.services.agents import appoint_agent, dismiss_agent
from filing.models import StateChange
from tests import build

pytestmark = pytest.mark.django_db


def institutions_of(user):
    return [row["institution_id"] for row in InstitutionAgent.objects.institutions_of(user)]


def test_an_unknown_address_gets_an_account_and_a_known_one_keeps_its_own(staff):
    buyer, known = build.institution("buyer"), build.user(email="known@example.org")

    new = appoint_agent(institution=buyer, contact=" ۰۹۱۶ ۱۱۱ ۲۲۳۳", full_name="مینا راد", by=staff)
    old = appoint_agent(institution=buyer, contact="KNOWN@example.org", full_name="نام دیگر", by=staff)

    assert (new.user.mobile, new.user.full_name, new.user.is_staff) == ("+989161112233", "مینا راد", False)
    assert (old.user, old.user.full_name) == (known, known.full_name)
    assert institutions_of(known) == [buyer.pk]
    lines = StateChange.objects.filter(model="council.institutionagent").values_list("object_key", "new", "by")
    assert set(lines) == {(f"buyer/{row.user_id}", "agent appointed", staff.pk) for row in (new, old)}


def test_nobody_acts_twice_at_once_and_who_was_dismissed_may_come_again(staff):
    buyer = build.institution("buyer")
    agent = appoint_agent(institution=buyer, contact="a@example.org", full_name="مینا", by=staff)
    with pytest.raises(ValidationError, match="نماینده این نهاد"):
        appoint_agent(institution=buyer, contact="a@example.org", full_name="مینا", by=staff)

    dismiss_agent(agent=agent, by=staff)
    dismiss_agent(agent=agent, by=staff)
    assert institutions_of(agent.user) == []
    assert StateChange.objects.filter(new="agent dismissed").count() == 1

    appoint_agent(institution=buyer, contact="a@example.org", full_name="مینا", by=staff)
    assert institutions_of(agent.user) == [buyer.pk]


def test_who_is_forgotten_acts_for_nobody(staff):
    agent = appoint_agent(
        institution=build.institution("buyer"), contact="a@example.org", full_name="مینا", position="خرید", by=staff
    )
    pseudonymise_user(user=agent.user, by=staff)

    agent.refresh_from_db()
    assert (agent.position, agent.left_at is None) == ("", False)


def test_staff_appoint_and_dismiss_at_the_desk(client, staff):
    buyer = build.institution("buyer")
    client.force_login(staff)
    add, listed = (reverse(f"admin:council_institutionagent_{name}") for name in ("add", "changelist"))
    data = {"institution": buyer.pk, "contact": "buyer@example.org", "full_name": "مینا راد", "position": "خرید"}

    assert client.post(add, data).status_code == 302
    again = client.post(add, data)
    assert again.status_code == 200
    assert again.context["adminform"].form.non_field_errors() == ["این شخص هم‌اکنون نماینده این نهاد است."]
    agent = InstitutionAgent.objects.get()
    assert (agent.user, agent.position) == (get_user_model().objects.find("buyer@example.org"), "خرید")

    client.post(listed, {"action": "dismiss", "_selected_action": [agent.pk]})
    assert not InstitutionAgent.objects.current().exists()


def test_a_council_member_appoints_nobody(client, council_member):
    client.force_login(council_member)

    assert client.get(reverse("admin:council_institutionagent_add")).status_code == 403
