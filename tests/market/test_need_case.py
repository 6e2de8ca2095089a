"""A decided need becomes one case: with one press where nothing is missing, else on a form that is filled in."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from market.models import Need, ProcurementCase
from market.services.need_cases import report_need
from persian.digits import localised
from persian.jalali import format_day
from tests import build
from tests.market import build_cases, build_needs
from tests.members import build_firms

pytestmark = pytest.mark.django_db


@pytest.fixture
def agent(client):
    build.cluster()
    user = build.user()
    build_needs.buyer(user)
    client.force_login(user)
    return user


def decided(**fields):
    values = {"outcome": "local", "why": "بهتر بود", "amount": 3_200_000, "supplier_place": "اهواز", "title": "سامانه"}
    need = build_needs.need("decided", [build_firms.capability()], **values | fields)
    build_needs.answer(need, build_firms.firm(), text="پیشنهاد محرمانه")
    return need


def address(need):
    return reverse("market:need_case", args=[need.number])


def test_a_local_purchase_is_a_case_with_one_press_and_each_leads_to_the_other(client, agent):
    need = decided()
    page = client.get(f"/market/needs/mine/{need.number}/")
    assert page.context["is_whole"] is True

    client.post(address(need), {"as_it_is": "1", "key": page.context["key"]})

    case = ProcurementCase.objects.get()
    facts = (case.state, case.institution, case.buyer, case.category.key, case.amount, case.winner, case.claimed_supply)
    assert facts == ("submitted", need.institution, need.institution, "web", 3_200_000, "local", "yes")
    assert (case.decided_on, case.filed_by, case.text) == (
        need.decided_on,
        agent,
        f"نیاز شماره {localised(need.number)}: سامانه",
    )
    own = reverse("market:own_case", args=[case.code])
    assert own in client.get(f"/market/needs/mine/{need.number}/").content.decode()
    assert f"/market/needs/{need.number}/" in client.get(own).content.decode()


def test_a_purchase_elsewhere_asks_for_its_reasons_on_a_form_that_is_filled_in(client, agent):
    reason = build_cases.reason()
    need = decided(outcome="outside", supplier_place="تهران")
    assert client.get(f"/market/needs/mine/{need.number}/").context["is_whole"] is False

    form = client.get(address(need)).context["form"]
    filled = {name: form[name].value() for name in ("buyer_name", "category", "decided_on", "amount", "claimed_supply")}
    assert filled == {
        "buyer_name": need.institution.name,
        "category": "web",
        "decided_on": format_day(need.decided_on, "numeric"),
        "amount": "3200000",
        "claimed_supply": "yes",
    }
    page = client.post(address(need), filled | {"winner": "other_province"})
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["reasons"])
    client.post(address(need), filled | {"winner": "other_province", "reasons": [reason.key]})
    assert list(ProcurementCase.objects.get().reasons.all()) == [reason]


def test_one_case_of_a_need_whatever_is_sent_again(client, agent, staff):
    need = decided()
    for _again in range(2):
        client.post(address(need), {"as_it_is": "1"})
    assert ProcurementCase.objects.count() == 1
    with pytest.raises(ValidationError) as refusal:
        report_need(need=need, by=staff)
    assert refusal.value.code == "twice"
    other = decided()
    with pytest.raises(IntegrityError), transaction.atomic():
        Need.objects.filter(pk=other.pk).update(case=ProcurementCase.objects.get())


def test_a_need_without_an_outcome_is_no_case(client, agent, staff):
    need = build_needs.need("closed")

    assert client.post(address(need), {"as_it_is": "1"}).status_code == 404
    with pytest.raises(ValidationError) as refusal:
        report_need(need=need, by=staff)
    assert refusal.value.code == "wrong_state"


def test_staff_file_it_as_the_office_and_a_sample_stays_one(client, staff):
    build.cluster()
    need = decided(is_sample=True)
    client.force_login(staff)
    client.post(address(need), {"as_it_is": "1"})

    case = ProcurementCase.objects.get()
    assert (case.institution, case.firm, case.is_sample, case.buyer) == (None, None, True, need.institution)
    admin = reverse("admin:market_procurementcase_change", args=[case.pk])
    assert admin in client.get(f"/market/needs/mine/{need.number}/").content.decode()
    assert f"/market/needs/mine/{need.number}/" in client.get(admin).content.decode()


def test_the_case_holds_nothing_of_what_firms_offered(client, agent):
    client.post(address(decided()), {"as_it_is": "1"})

    assert "محرمانه" not in ProcurementCase.objects.get().text
