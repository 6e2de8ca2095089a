"""Money through the pages of the desk: typed as people type, put to the council, paid once, reversed with a reason."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from actionplans.admin import FundingAdmin
from actionplans.models import Funding, Payment, PaymentReversal
from council.services import adopt_decision
from filing.models import StoredFile
from tests import build
from tests.actionplans import build_money

pytestmark = pytest.mark.django_db
ADD = "admin:actionplans_funding_add"
CHANGE = "admin:actionplans_funding_change"
LIST = "admin:actionplans_funding_changelist"
PROPOSE = "admin:actionplans_funding_propose"
PAYMENTS = "admin:actionplans_funding_payments"


@pytest.fixture
def desk(client, facilitator):
    client.force_login(facilitator)
    return client


@pytest.fixture
def funding():
    """One million rials, approved on 26 Ordibehesht of 1403."""
    return build_money.approved_funding(1_000_000, institution=build.institution(name="اداره نمونه"))


def address(name, *arguments):
    return reverse(name, args=[getattr(argument, "pk", argument) for argument in arguments])


def pledge(plan, institution, pledged="۱٬۵۰۰٬۰۰۰", **fields):
    data = {"plan": plan.pk, "institution": institution.pk, "kind": "cash", "pledged": pledged}
    return data | {"subject": "خرید تجهیزات", "subject_en": "", "pledged_on": "۱۴۰۳/۰۳/۰۱"} | fields


def pay(client, funding, amount="۴۰۰٬۰۰۰", paid_on="۱۴۰۳/۰۴/۳۱", key="one", **fields):
    data = {"amount": amount, "paid_on": paid_on, "note": "", "key": key} | fields
    return client.post(address(PAYMENTS, funding), data)


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", response.content.decode()))


def test_a_pledge_is_typed_with_persian_digits_and_shown_in_groups(desk):
    plan, institution = build.plan(), build.institution()

    assert desk.post(reverse(ADD), pledge(plan, institution)).status_code == 302

    made = Funding.objects.get()
    assert (made.pledged, made.subject, made.approved, made.decision) == (1_500_000, "خرید تجهیزات", None, None)
    assert 'value="۱٬۵۰۰٬۰۰۰"' in desk.get(address(CHANGE, made)).content.decode()


def test_what_is_no_amount_comes_back_as_it_was_typed(desk):
    response = desk.post(reverse(ADD), pledge(build.plan(), build.institution(), pledged="یک میلیون"))

    assert list(response.context["adminform"].form.errors) == ["pledged"]
    assert 'value="یک میلیون"' in response.content.decode()
    assert not Funding.objects.exists()


def test_two_people_who_edit_one_pledge_see_both_values(desk):
    made = build.funding(build.plan(), pledged=100)
    Funding.objects.filter(pk=made.pk).update(pledged=200, row_version=1)

    response = desk.post(address(CHANGE, made), pledge(made.plan, made.institution, "300", row_version="0"))

    assert ("تعهدشده به ریال", "۲۰۰", "۳۰۰") in response.context["adminform"].form.conflicts
    made.refresh_from_db()
    assert made.pledged == 200


def test_an_approved_commitment_is_only_read(desk, funding):
    page = desk.get(address(CHANGE, funding))
    response = desk.post(address(CHANGE, funding), pledge(funding.plan, funding.institution, "9", row_version="0"))

    assert "شورا این تعهد را تصویب کرده است و تنها خوانده می‌شود." in text_of(page)
    assert 'name="pledged"' not in page.content.decode()
    assert response.status_code == 302  # told that it was closed in the meantime
    funding.refresh_from_db()
    assert funding.pledged == 1_000_000


def test_a_pledge_that_is_on_a_decision_is_not_deleted(desk, facilitator):
    free, named = build.funding(build_money.approved_plan()), build.funding(build_money.approved_plan())
    build_money.proposed(named, by=facilitator)
    url = "admin:actionplans_funding_delete"

    asked = [desk.get(address(url, row)).status_code for row in (free, named)]
    met = [desk.post(address(url, row), {"post": "yes"}).status_code for row in (free, named)]

    assert (asked, met, list(Funding.objects.all())) == ([200, 403], [302, 403], [named])


def test_a_pledge_that_is_proposed_while_it_is_being_deleted_stays(desk, facilitator, monkeypatch):
    named = build.funding(build_money.approved_plan())
    build_money.proposed(named, by=facilitator)
    monkeypatch.setattr(FundingAdmin, "has_delete_permission", lambda *_arguments: True)

    assert desk.post(address("admin:actionplans_funding_delete", named), {"post": "yes"}).status_code == 403
    assert Funding.objects.filter(pk=named.pk).exists()


def test_a_pledge_goes_from_its_page_to_the_council_and_back(desk, facilitator):
    made = build.funding(build_money.approved_plan())
    decision = build_money.open_decision()
    page = desk.get(address(CHANGE, made)).content.decode()
    assert f'href="{address(PROPOSE, decision)}?funding={made.pk}"' in page

    desk.post(address(PROPOSE, decision), {"fundings": [made.pk]})
    made.refresh_from_db()
    assert made.decision == decision
    assert [row for row, _words in desk.get(address(PROPOSE, decision)).context["carried"]] == [made]

    desk.post(address("admin:actionplans_funding_withdraw", made))
    made.refresh_from_db()
    assert made.decision is None


def test_of_several_pledges_all_are_proposed_or_none(desk):
    plan = build_money.approved_plan()
    pledges, decision = [build.funding(plan), build.funding(plan)], build.adopted_decision()

    response = desk.post(address(PROPOSE, decision), {"fundings": [row.pk for row in pledges]})

    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["__all__"]
    assert not Funding.objects.filter(decision__isnull=False).exists()


def test_a_decision_is_offered_the_pledges_of_its_year_that_wait_for_none(desk, facilitator):
    plan = build_money.approved_plan()
    waiting, named = build.funding(plan), build.funding(plan)
    build.funding(build.plan(year=build.year(1404)))
    decision = build_money.proposed(named, by=facilitator)

    assert list(desk.get(address(PROPOSE, decision)).context["form"].fields["fundings"].queryset) == [waiting]


def test_withdrawing_what_is_approved_says_why_not(desk, funding):
    response = desk.post(address("admin:actionplans_funding_withdraw", funding), follow=True)

    assert "مصوبه تصویب شده است" in text_of(response)
    funding.refresh_from_db()
    assert funding.decision is not None


def test_the_list_sums_what_the_filters_leave_over(desk, funding):
    build.funding(funding.plan, pledged=5, kind="in_kind")
    other = build.funding(approved=70, pledged=70, plan=build.plan(year=build.year(1404)))
    build.payment(funding, 300)
    build.payment(other, 7)
    PaymentReversal.objects.create(payment=build.payment(funding, 100), reason="اشتباه", by=build.user())

    def sums(query):
        return desk.get(f"{reverse(LIST)}?{query}").context_data["sums"]

    assert sums("") == {"pledged": 1_000_075, "approved": 1_000_070, "paid": 307}
    assert sums("year=1403") == {"pledged": 1_000_005, "approved": 1_000_000, "paid": 300}
    assert sums("kind__exact=in_kind") == {"pledged": 5, "approved": None, "paid": None}
    assert sums(f"institution__id__exact={other.institution_id}") == {"pledged": 70, "approved": 70, "paid": 7}


@pytest.mark.parametrize("amount", [1, 12])
def test_the_list_asks_the_same_for_one_and_for_many(desk, funding, amount, django_assert_num_queries):
    for _number in range(amount):
        build.payment(build_money.approved_funding(1_000), 10)

    with django_assert_num_queries(12):
        desk.get(reverse(LIST))


def test_a_payment_is_typed_with_its_receipt_and_the_rest_is_shown(desk, funding, facilitator):
    receipt = SimpleUploadedFile("فیش.txt", "واریز شد".encode())

    response = pay(desk, funding, note="قسط نخست", file=receipt)

    assert response.url == address(PAYMENTS, funding)
    made = Payment.objects.get()
    facts = (made.amount, made.paid_on, made.note, made.file.name, made.recorded_by)
    assert facts == (400_000, build_money.DAY, "قسط نخست", "فیش.txt", facilitator)
    page = text_of(desk.get(response.url))
    assert "۴۰۰٬۰۰۰ ریال ثبت شد" in page
    assert "مانده ۶۰۰٬۰۰۰ ریال" in page


def test_a_refused_payment_keeps_what_was_typed_and_the_chosen_file(desk, funding):
    receipt = SimpleUploadedFile("فیش.txt", "واریز شد".encode())
    refused = pay(desk, funding, amount="۲٬۰۰۰٬۰۰۰", note="قسط", file=receipt)
    form, [(token, file)] = refused.context["form"], refused.context["kept"]

    assert form.errors == {"amount": ["بیش از مانده مبلغ مصوب است. مانده: ۱٬۰۰۰٬۰۰۰ ریال."]}
    assert 'value="۲٬۰۰۰٬۰۰۰"' in refused.content.decode()
    pay(desk, funding, amount="۵۰۰", note="قسط", kept=token)

    assert Payment.objects.get().file == file
    assert StoredFile.objects.count() == 1


def test_the_same_payment_sent_twice_is_paid_once(desk, funding):
    first, second = pay(desk, funding), pay(desk, funding)
    told = text_of(desk.get(second.url))

    assert first.url == second.url == address(PAYMENTS, funding)
    assert "این پرداخت پیش‌تر ثبت شده است." in told
    assert Payment.objects.count() == 1


def test_an_equal_payment_of_a_fresh_page_is_a_payment_of_its_own(desk, funding):
    pay(desk, funding, key="one")
    pay(desk, funding, key="two")

    assert Payment.objects.count() == 2


def test_a_pledge_has_no_form_to_pay_and_a_post_is_refused_with_the_reason(desk):
    pledged = build.funding(build_money.approved_plan())

    page, response = desk.get(address(PAYMENTS, pledged)), pay(desk, pledged)

    assert 'name="amount"' not in page.content.decode()
    assert list(response.context["form"].errors) == ["__all__"]
    assert not Payment.objects.exists()


def test_a_reader_of_payments_sees_them_and_pays_nothing(client, council_member, funding):
    build.payment(funding, 300)
    client.force_login(council_member)

    page = client.get(address(PAYMENTS, funding))

    assert [row.running for row in page.context["payments"]] == [300]
    assert 'name="amount"' not in page.content.decode()
    assert pay(client, funding).status_code == 403


def test_the_running_sum_leaves_out_what_was_reversed(desk, funding, facilitator):
    build.payment(funding, 300, paid_on=build_money.DAY)
    mistaken = build.payment(funding, 50)

    url = address("admin:actionplans_payment_reverse", mistaken)
    empty = desk.post(url, {"reason": " "})
    done = desk.post(url, {"reason": "دو بار ثبت شده بود."})
    again = desk.post(url, {"reason": "باز هم"})

    assert list(empty.context["form"].errors) == ["reason"]
    assert (done.status_code, done.url) == (302, address(PAYMENTS, funding))
    assert again.context["form"].errors == {"__all__": ["این پرداخت پیش‌تر برگشت داده شده است."]}
    rows = desk.get(done.url).context["payments"]
    assert [(row.amount, row.is_reversed, row.running) for row in rows] == [(50, True, 0), (300, False, 300)]


def test_payments_as_a_list_lead_to_their_commitment(desk, funding):
    build.payment(funding, 300)

    page = desk.get(reverse("admin:actionplans_payment_changelist")).content.decode()

    assert "۳۰۰ ریال" in page
    assert f'href="{address(PAYMENTS, funding)}"' in page


def test_what_the_council_adopts_can_be_paid_at_once(desk, facilitator):
    made = build.funding(build_money.approved_plan(), pledged=500)
    adopt_decision(decision=build_money.proposed(made, by=facilitator), by=facilitator)

    assert pay(desk, made, amount="500").status_code == 302
    assert Payment.objects.get().amount == 500
