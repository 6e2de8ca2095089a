"""Suspending, resuming and leaving, and the register of firms in admin."""

import pytest
from django.urls import reverse

from members.models import DirectoryEntry, Firm
from post.models import Message
from tests.members import build_firms
from tests.members.build_review import application, document

pytestmark = pytest.mark.django_db


def standing(client, who, firm, act, reason="دلیل"):
    client.force_login(who)
    return client.post(reverse("admin:members_firm_standing", args=[firm.pk, act]), {"reason": reason})


def test_a_suspended_firm_leaves_the_directory_until_it_is_resumed(client, staff, firm_a):
    firm = build_firms.firm()
    build_firms.representative(firm, firm_a)

    assert standing(client, staff, firm, "suspend", "پروانه باطل شده است").status_code == 302
    firm.refresh_from_db()
    assert (firm.state, DirectoryEntry.objects.count()) == ("suspended", 0)
    assert "پروانه باطل شده است" in Message.objects.get().body

    assert standing(client, staff, firm, "resume").status_code == 302
    firm.refresh_from_db()
    assert (firm.state, DirectoryEntry.objects.count()) == ("active", 1)
    assert [row.act for row in firm.reviews.all()] == ["suspended", "resumed"]


@pytest.mark.parametrize(
    ("state", "act"), [("applied", "suspend"), ("applied", "resume"), ("active", "resume"), ("left", "suspend")]
)
def test_a_step_that_is_not_allowed_is_refused_on_its_page(client, staff, state, act):
    firm = build_firms.firm(state=state, active_since="2024-04-01")

    assert standing(client, staff, firm, act).status_code == 422
    firm.refresh_from_db()
    assert (firm.state, firm.reviews.count()) == (state, 0)


def test_a_step_needs_its_reason_and_another_person_than_the_firms_own(client, staff):
    firm = build_firms.firm()
    assert standing(client, staff, firm, "suspend", " ").status_code == 422

    build_firms.representative(firm, staff)
    assert standing(client, staff, firm, "suspend").status_code == 422
    firm.refresh_from_db()
    assert firm.state == "active"


def test_only_staff_suspend(client, facilitator):
    firm = build_firms.firm()

    assert standing(client, facilitator, firm, "suspend").status_code == 403
    firm.refresh_from_db()
    assert firm.state == "active"


def test_staff_let_a_firm_leave_and_its_open_change_falls_away(client, staff, firm_a):
    firm = build_firms.firm()
    change = firm.changes.create(before={"city": "اهواز"}, after={"city": "دزفول"}, asked_by=firm_a)

    assert standing(client, staff, firm, "leave").status_code == 302
    firm.refresh_from_db()
    change.refresh_from_db()
    assert (firm.state, change.state, DirectoryEntry.objects.count()) == ("left", "withdrawn", 0)


@pytest.mark.parametrize(
    "typed", ["داده پرداز", "شركت داده‌پرداز", "داده\u200cپرداز", "K7Q2-M9XT-4RWB", "k7q2-m9xt-4rwb", "۱۰۳۸۰۲۸۴۷۹۰"]
)
def test_a_search_finds_a_firm_in_any_spelling(client, facilitator, typed):
    build_firms.firm("داده‌پرداز جنوب", tracking_code="K7Q2-M9XT-4RWB", national_id="10380284790")
    build_firms.firm("دیگری")
    client.force_login(facilitator)

    response = client.get(reverse("admin:members_firm_changelist"), {"q": typed})

    assert [firm.name for firm in response.context["cl"].result_list] == ["داده‌پرداز جنوب"]


@pytest.mark.parametrize("typed", ["\x00", "%", "(", "a" * 60_000, "²", "ی" * 5_000])
def test_a_hostile_search_finds_nothing_and_breaks_nothing(client, facilitator, typed):
    build_firms.firm("داده")
    client.force_login(facilitator)

    assert client.get(reverse("admin:members_firm_changelist"), {"q": typed[:6000]}).status_code == 200


def test_the_form_of_a_firm_is_read_only_with_everything_in_it(client, staff, firm_a):
    firm = application("رایان‌گستر", user=firm_a)
    paper = document(firm, by=firm_a)
    client.force_login(staff)
    path = reverse("admin:members_firm_change", args=[firm.pk])

    page = client.get(path).content.decode()

    assert reverse("filing:file", args=[paper.file_id]) in page
    assert reverse("admin:members_review", args=[firm.pk]) in page
    assert client.post(path, {"name": "دیگر", "state": "active"}).status_code == 403
    assert Firm.objects.get().name == "رایان‌گستر"
