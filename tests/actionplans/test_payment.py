"""Paying: never without a decision, before it, ahead of time, or more than was approved; a mistake is reversed."""

import datetime as dt

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from actionplans import services
from actionplans.models import Funding, Payment, PaymentReversal
from filing.models import StateChange, StoredFile
from tests import build
from tests.actionplans import build_money
from tests.actionplans.build_money import DAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def pay(funding, amount, by, paid_on=DAY, **fields):
    return services.record_payment(funding=funding, amount=amount, paid_on=paid_on, by=by, **fields)


def refused(*arguments, **fields):
    with pytest.raises(ValidationError) as caught:
        pay(*arguments, **fields)
    return caught.value.message_dict


def paid(funding):
    return Funding.objects.with_paid().get(pk=funding.pk).paid


def test_parts_are_paid_up_to_the_last_rial_of_what_was_approved(facilitator):
    funding = build_money.approved_funding(1_000)

    first = pay(funding, 400, facilitator, note="پیش‌پرداخت")
    pay(funding, 600, facilitator)

    assert (paid(funding), funding.left()) == (1_000, 0)
    line = StateChange.objects.get(model="actionplans.payment", object_key=first.key)
    assert (line.object_key, line.new) == (f"{funding.key}/p1", "recorded")


def test_more_than_what_is_left_is_refused_and_the_rest_is_named(facilitator):
    funding = build_money.approved_funding(1_000_000)
    pay(funding, 400_000, facilitator)

    assert refused(funding, 600_001, facilitator) == {
        "amount": ["More than what is left of the approved amount. Left: 600,000 rials."]
    }
    pay(funding, 600_000, facilitator)
    assert refused(funding, 1, facilitator) == {"amount": ["Everything that was approved is paid."]}
    assert paid(funding) == 1_000_000


def test_nothing_is_paid_without_an_adopted_decision(facilitator):
    funding = build.funding(build_money.approved_plan())
    build_money.proposed(funding, by=facilitator)

    assert refused(funding, 1, facilitator) == {
        "__all__": [
            "No adopted decision approves this commitment. Put it to the council; what is approved can be paid."
        ]
    }
    assert not Payment.objects.exists()


def test_a_payment_of_tomorrow_is_refused(facilitator):
    with time_machine.travel("2024-07-21T12:00+03:30", tick=False):
        funding = build_money.approved_funding()
        pay(funding, 1, facilitator, DAY)

        assert refused(funding, 1, facilitator, DAY + dt.timedelta(days=1)) == {
            "paid_on": ["The day lies in the future: record a payment once it is made."]
        }


def test_a_payment_before_the_decision_is_refused(facilitator):
    funding = build_money.approved_funding()
    pay(funding, 1, facilitator, build.APPROVAL_DAY)

    assert refused(funding, 1, facilitator, build.APPROVAL_DAY - dt.timedelta(days=1)) == {
        "paid_on": ["The decision is of 15 May 2024: nothing is paid before it."]
    }


@pytest.mark.parametrize("amount", [0, -5])
def test_an_amount_is_above_zero(facilitator, amount):
    assert list(refused(build_money.approved_funding(), amount, facilitator)) == ["amount"]


def test_a_reversed_payment_leaves_every_sum_and_its_room_is_free_again(facilitator, supervisor):
    funding = build_money.approved_funding(1_000)
    mistaken = pay(funding, 900, facilitator)
    pay(funding, 100, facilitator)

    services.reverse_payment(payment=mistaken, reason="به حساب دیگری واریز شد.", by=facilitator)

    assert (paid(funding), funding.left()) == (100, 900)
    assert list(Payment.objects.counting().values_list("amount", flat=True)) == [100]
    pay(funding, 900, facilitator)
    line = StateChange.objects.filter(object_key=mistaken.key).order_by("pk").values_list("old", "new", "why").last()
    assert line == ("recorded", "reversed", "به حساب دیگری واریز شد.")


def test_a_payment_is_reversed_once_and_with_a_reason(facilitator):
    payment = pay(build_money.approved_funding(), 1, facilitator)

    with pytest.raises(ValidationError) as caught:
        services.reverse_payment(payment=payment, reason=" ", by=facilitator)
    assert list(caught.value.message_dict) == ["reason"]
    services.reverse_payment(payment=payment, reason="اشتباه", by=facilitator)
    with pytest.raises(ValidationError) as caught:
        services.reverse_payment(payment=payment, reason="باز هم", by=facilitator)

    assert caught.value.messages == ["This payment is reversed already."]
    assert PaymentReversal.objects.count() == 1


def test_payments_are_summed_up_to_a_day(facilitator):
    funding = build_money.approved_funding(1_000)
    pay(funding, 100, facilitator, DAY)
    pay(funding, 200, facilitator, DAY + dt.timedelta(days=1))

    assert Funding.objects.with_paid(upto=DAY).get().paid == 100


def test_a_receipt_comes_in_the_one_way_and_is_for_readers_of_payments(client, facilitator, council_member, firm_a):
    receipt = SimpleUploadedFile("فیش.txt", "واریز شد".encode())
    payment = pay(build_money.approved_funding(), 5, facilitator, file=receipt)

    seen = {}
    for name, user in {"nobody": None, "firm": firm_a, "member": council_member}.items():
        if user:
            client.force_login(user)
        response = client.get(f"/files/{payment.file_id}/")
        b"".join(response.streaming_content if response.streaming else ())
        seen[name] = response.status_code

    assert (payment.file.name, payment.file.uploaded_by) == ("فیش.txt", facilitator)
    assert seen == {"nobody": 404, "firm": 404, "member": 200}


def test_a_refused_receipt_refuses_the_payment(facilitator):
    funding = build_money.approved_funding()

    message = refused(funding, 5, facilitator, file=SimpleUploadedFile("فیش.exe", b"MZ"))

    assert list(message) == ["file"]
    assert (Payment.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_the_public_sees_payments_of_approved_money_and_their_reversals(facilitator, council_member):
    shown = pay(build_money.approved_funding(), 5, facilitator)
    services.reverse_payment(payment=shown, reason="اشتباه", by=facilitator)
    hidden = build.payment(build.funding(approved=10), 5)  # of a plan that is a draft
    PaymentReversal.objects.create(payment=hidden, reason="اشتباه", by=facilitator)

    public = AnonymousUser()
    assert list(Payment.objects.visible_to(public)) == [shown]
    assert list(PaymentReversal.objects.visible_to(public)) == [shown.reversal]
    assert set(Payment.objects.visible_to(council_member)) == {shown, hidden}
    assert PaymentReversal.objects.visible_to(council_member).count() == 2


def test_what_was_approved_is_still_paid_after_the_year_was_closed(facilitator):
    """A bill comes in late; nothing new is approved in a closed year, but what was approved is owed."""
    funding = build_money.approved_funding(1_000)
    type(funding.plan.year).objects.update(state="closed")

    pay(funding, 600, facilitator)

    assert (paid(funding), funding.left()) == (600, 400)
