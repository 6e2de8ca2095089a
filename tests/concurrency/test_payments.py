"""Payments of one commitment at once, on a real server with several processes: never more than was approved."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db.models import Sum
from django.urls import reverse

from actionplans.models import Payment
from tests import build
from tests.actionplans import build_money

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
AT_ONCE = 8


def at_once(posts):
    """Send all posts at the same time, each (session, path, data); gives the answers in order."""
    with ThreadPoolExecutor(len(posts)) as pool:
        return list(pool.map(lambda post: post[0].post(*post[1:]), posts))


def page(funding):
    return reverse("admin:actionplans_funding_payments", args=[funding.pk])


def paid():
    return Payment.objects.counting().aggregate(total=Sum("amount"))["total"]


def test_payments_at_once_never_exceed_what_was_approved(portal, facilitator):
    """Three of eight times 300 fit into 1,000; the others are told that 100 are left."""
    for _round in range(3):
        Payment.objects.all().erase_sample()
        funding = build_money.approved_funding(1_000)
        form = {"amount": "300", "paid_on": "1403/04/31", "note": ""}
        posts = [(portal.session(facilitator), page(funding), form | {"key": f"k{n}"}) for n in range(AT_ONCE)]

        answers = at_once(posts)

        assert sorted(answer.status for answer in answers) == [200] * 5 + [302] * 3
        assert sum("مانده: ۱۰۰ ریال" in answer.text for answer in answers) == 5
        assert paid() == 900


def test_the_same_payment_many_times_at_once_is_paid_once(portal, facilitator):
    funding = build_money.approved_funding(1_000)
    form = {"amount": "100", "paid_on": "1403/04/31", "note": "", "key": "one"}

    answers = at_once([(portal.session(facilitator), page(funding), form) for _number in range(AT_ONCE)])

    assert {answer.status for answer in answers} == {302}
    assert paid() == 100


def test_a_reversal_many_times_at_once_reverses_once(portal, facilitator):
    payment = build.payment(build_money.approved_funding(1_000), 400)
    path = reverse("admin:actionplans_payment_reverse", args=[payment.pk])

    answers = at_once([(portal.session(facilitator), path, {"reason": "اشتباه"}) for _number in range(AT_ONCE)])

    assert sorted(answer.status for answer in answers) == [200] * (AT_ONCE - 1) + [302]
    assert paid() is None


def test_without_the_held_row_two_checked_payments_would_exceed_it():
    """The negative control: each is right when it is checked, both together are not."""
    funding, by = build_money.approved_funding(1_000), build.user()
    both = [Payment(funding=funding, amount=600, paid_on=build_money.DAY, recorded_by=by) for _number in range(2)]

    for payment in both:
        payment.full_clean()
    for payment in both:
        payment.save()

    assert paid() == 1_200
