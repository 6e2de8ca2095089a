"""The checking desk of staff: one case on one screen, its suggestions, its acts, and who may take them."""

import pytest
from django.urls import reverse

from accounts import waiting
from market.models import CaseFigures, CaseReason, ProcurementCase
from members.models import Firm
from tests import build
from tests.market import build_cases
from tests.market.test_case_figures import write
from tests.members import build_firms

pytestmark = pytest.mark.django_db


def url(case):
    return reverse("admin:market_procurementcase_change", args=[case.pk])


def post(client, case, act, **fields):
    return client.post(url(case), {"act": act, "seen": case.row_version} | fields)


def test_staff_check_count_and_release_on_one_screen(client, staff):
    case = build_cases.case(firm=build_firms.firm(), firm_agrees=True)
    client.force_login(staff)

    for act, fields in (
        ("check", {"supply": "yes", "able_members": "۳", "note": "یادداشت"}),
        ("count", {}),
        ("release", {"names_buyer": "on", "why": "رضایت کتبی"}),
    ):
        assert post(client, case, act, **fields).headers["Location"] == url(case)
        case.refresh_from_db()

    assert (case.state, case.able_members, case.note, case.names_buyer, case.names_firm) == (
        "counted", 3, "یادداشت", True, False,
    )  # fmt: skip


def test_the_screen_suggests_members_and_look_alikes(client, staff):
    branch = build_firms.capability("software", name="نرم‌افزار")
    leaf = build_firms.capability("web", parent=branch)
    able, below = build_firms.firm("شرکت توانا", capabilities=[branch]), build_firms.firm(capabilities=[leaf])
    build_firms.firm("شرکت رفته", capabilities=[branch], state=Firm.State.SUSPENDED)
    build_firms.firm("شرکت دیگر", capabilities=[build_firms.capability("cctv")])
    case, twin = (build_cases.case(category=branch, need_number="77") for _place in range(2))
    build_cases.row(need_number="77", state="rejected")
    client.force_login(staff)

    context = client.get(url(case)).context

    assert (context["able"], context["able_count"]) == (sorted([able, below], key=lambda firm: firm.sort_text), 2)
    assert context["look_alikes"] == [twin]
    assert sorted(context["forms"]) == ["check"]


def test_a_refused_act_keeps_what_was_typed(client, staff):
    case = build_cases.case()
    client.force_login(staff)

    page = post(client, case, "check", supply="yes", able_members="", note="متن بلند")

    assert (page.status_code, "متن بلند" in page.content.decode()) == (422, True)
    assert list(page.context["refused"].errors) == ["able_members"]


def test_who_comes_late_is_told_and_keeps_the_letter(client, staff):
    case = build_cases.row(state="checked")
    ProcurementCase.objects.filter(pk=case.pk).update(row_version=4)
    client.force_login(staff)

    page = post(client, case, "reject", reason="دلیل بلند")

    assert (page.status_code, "دلیل بلند" in page.content.decode()) == (409, True)
    ProcurementCase.objects.filter(pk=case.pk).update(state="counted", decided_at=case.checked_at)
    page = post(client, case, "reject", reason="دلیل بلند")
    assert (page.status_code, "دلیل بلند" in page.content.decode()) == (409, True)


def test_on_ones_own_case_no_act_is_offered_and_none_is_taken(client, staff):
    case = build_cases.case(by=staff)
    client.force_login(staff)

    assert client.get(url(case)).context["forms"] == {}
    assert post(client, case, "check", supply="no").status_code == 422
    case.refresh_from_db()
    assert case.state == "submitted"


ALLOWED = {"check": {"facilitator", "staff"}, "count": {"staff"}, "reject": {"staff"}, "release": {"staff"}}
STATES = {"check": "submitted", "count": "checked", "reject": "checked", "release": "counted"}
FIELDS = {"check": {"supply": "no"}, "reject": {"reason": "نه"}, "release": {"why": "رضایت", "names_buyer": "on"}}


@pytest.mark.parametrize("act", ALLOWED)
def test_each_act_belongs_to_its_roles(client, act, facilitator, staff, council_member, supervisor, administrator):
    people = {
        "facilitator": facilitator, "staff": staff, "council_member": council_member, "supervisor": supervisor,
        "administrator": administrator,
    }  # fmt: skip
    done = set()
    for role, user in people.items():
        case = build_cases.row(state=STATES[act])
        client.force_login(user)
        if post(client, case, act, **FIELDS.get(act, {})).status_code == 302:
            done.add(role)

    assert done == ALLOWED[act]


def test_the_queues_lead_to_exactly_what_waits(client, staff, facilitator, council_member):
    build_cases.row(state="submitted")
    for _place in range(2):
        build_cases.row(state="checked")
    build_cases.row(state="counted")
    client.force_login(staff)

    found = {item.title: item for item in waiting.items_for(staff)}

    for title, number in (("خریدهای گزارش‌شده برای بررسی", 1), ("خریدهای بررسی‌شده برای شمردن یا رد", 2)):
        page = client.get(found[title].url)
        assert (found[title].count, page.context["cl"].result_count) == (number, number)
    assert "خریدهای بررسی‌شده برای شمردن یا رد" not in {item.title for item in waiting.items_for(facilitator)}
    assert not {item.title for item in waiting.items_for(council_member)} & set(list(found)[-2:])


def test_the_button_publishes_and_says_why_not(client, firms, branches, staff):
    write(firms, branches)
    client.force_login(staff)
    add = reverse("admin:market_casefigures_add")

    assert client.post(add).status_code == 302
    again = client.post(add)

    assert (CaseFigures.objects.get().made_by, again.status_code) == (staff, 422)
    assert "پرونده تازه‌ای شمرده نشده است" in again.content.decode()


def test_only_staff_publish(client, facilitator):
    client.force_login(facilitator)

    assert client.post(reverse("admin:market_casefigures_add")).status_code == 403


def test_a_reason_is_retired_and_not_offered_any_more(client, staff):
    reason = build_cases.reason("price")
    client.force_login(staff)
    change = reverse("admin:market_casereason_change", args=[reason.pk])

    client.post(change, {"name": "قیمت بالا", "name_en": "The price", "order": "۹"})

    reason.refresh_from_db()
    assert (reason.key, reason.name, reason.is_in_use) == ("price", "قیمت بالا", False)
    form = client.get(reverse("admin:market_procurementcase_add")).context["form"]
    assert (reason in form.fields["reasons"].queryset, form.fields["reasons"].queryset.count()) == (False, 8)
    assert client.get(reverse("admin:market_casereason_delete", args=[reason.pk])).status_code == 403


def test_a_new_portal_begins_with_nine_reasons():
    build_cases.reason()

    assert CaseReason.objects.filter(is_in_use=True).count() == 9
    build_cases.reason()
    assert CaseReason.objects.count() == 9


@pytest.mark.parametrize("number", [1, 3])
def test_the_screen_asks_as_often_for_three_as_for_one(client, staff, django_assert_num_queries, number):
    build.cluster()
    web = build_firms.capability()
    case = build_cases.case(need_number="77", category=web)
    for _place in range(number):
        build_cases.row(need_number="77", category=web)
        build_firms.firm(capabilities=[web])
    client.force_login(staff)
    client.get(url(case))

    with django_assert_num_queries(14):
        client.get(url(case))
