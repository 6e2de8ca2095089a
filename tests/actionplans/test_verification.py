"""The supervisor's word: verified, verified with another figure, returned; and months that are closed."""

import datetime as dt
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils.translation import override

from actionplans import services
from actionplans.models import MonthLock, Verification
from filing.models import StateChange
from tests import build
from tests.actionplans import build_plans

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


@pytest.fixture
def plan(facilitator):
    return build_plans.running_plan(by=facilitator)


@pytest.fixture
def entry(plan, facilitator):
    return build.entry(plan.activities.get(), percent=Decimal(60), by=facilitator)


@pytest.fixture
def reading(plan, facilitator):
    return services.record_reading(
        indicator=build.indicator(plan), as_of=dt.date(2024, 9, 21), value=Decimal(12), by=facilitator
    )


def refusal(function, *args, **kwargs):
    with pytest.raises(ValidationError) as caught:
        function(*args, **kwargs)
    return caught.value.message_dict


def test_an_entry_is_verified_with_its_own_percent(entry, supervisor):
    services.verify_entry(entry=entry, by=supervisor)

    verification = Verification.objects.get()
    assert (verification.entry, verification.verdict, verification.percent, verification.by) == (
        entry, "verified", Decimal("60.00"), supervisor,
    )  # fmt: skip


def test_another_percent_needs_a_reason(entry, supervisor):
    errors = refusal(services.verify_entry, entry=entry, by=supervisor, percent=Decimal(55))
    services.verify_entry(entry=entry, by=supervisor, percent=Decimal(55), reason="بازدید")

    assert errors == {"reason": ["Say why the verified figure differs from the reported one."]}
    assert [row.percent for row in Verification.objects.all()] == [Decimal("55.00")]


@pytest.mark.parametrize("percent", ["100.01", "-1"])
def test_a_verified_percent_lies_between_0_and_100(entry, supervisor, percent):
    refusal(services.verify_entry, entry=entry, by=supervisor, percent=Decimal(percent), reason="بازدید")

    assert Verification.objects.count() == 0


def test_nobody_verifies_or_returns_their_own_entry(entry, facilitator):
    own = {"__all__": ["You recorded this yourself: somebody else must verify it."]}

    assert refusal(services.verify_entry, entry=entry, by=facilitator) == own
    assert refusal(services.return_entry, entry=entry, by=facilitator, reason="بی‌سند") == own
    assert Verification.objects.count() == 0


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_return_needs_a_reason(entry, supervisor, reason):
    refusal(services.return_entry, entry=entry, by=supervisor, reason=reason)

    assert Verification.objects.count() == 0


def test_every_verdict_stays_and_the_newest_holds(entry, supervisor):
    services.return_entry(entry=entry, by=supervisor, reason="سند ندارد")
    services.verify_entry(entry=entry, by=supervisor)

    assert list(Verification.objects.order_by("pk").values_list("verdict", flat=True)) == ["returned", "verified"]
    assert [row.verdict for row in type(entry).objects.with_verdict()] == ["verified"]
    assert list(
        StateChange.objects.filter(model="actionplans.progressentry").order_by("pk").values_list("old", "new", "why")
    ) == [("recorded", "returned", "سند ندارد"), ("returned", "verified", "")]


def test_a_reading_is_verified_with_its_own_or_another_value(reading, supervisor):
    errors = refusal(services.verify_reading, reading=reading, by=supervisor, value=Decimal(11))
    services.verify_reading(reading=reading, by=supervisor)
    services.verify_reading(reading=reading, by=supervisor, value=Decimal(11), reason="شمارش دوباره")

    assert list(errors) == ["reason"]
    assert list(Verification.objects.order_by("pk").values_list("value", flat=True)) == [Decimal(12), Decimal(11)]


def test_nobody_verifies_or_returns_their_own_reading(reading, facilitator, supervisor):
    refusal(services.verify_reading, reading=reading, by=facilitator)
    refusal(services.return_reading, reading=reading, by=facilitator, reason="نادرست")
    services.return_reading(reading=reading, by=supervisor, reason="نادرست")

    assert [row.by for row in Verification.objects.all()] == [supervisor]


def test_a_month_is_locked_once_and_after_its_end(plan, facilitator):
    with time_machine.travel("2024-09-21T12:00+03:30", tick=False):
        early = refusal_messages(services.lock_month, year=plan.year, month=6, by=facilitator)
    with time_machine.travel("2024-09-22T00:01+03:30", tick=False):
        services.lock_month(year=plan.year, month=6, by=facilitator)
        again = refusal_messages(services.lock_month, year=plan.year, month=6, by=facilitator)

    assert (early, again) == (["The month has not ended yet."], ["The month is locked already."])
    assert MonthLock.objects.locked_months(plan.year) == {6}


def test_a_month_is_opened_again_with_a_reason_only(plan, facilitator, staff):
    not_locked = refusal_messages(services.unlock_month, year=plan.year, month=6, by=staff, reason="دیرکرد")
    services.lock_month(year=plan.year, month=6, by=facilitator)
    without = refusal_messages(services.unlock_month, year=plan.year, month=6, by=staff, reason=" ")
    services.unlock_month(year=plan.year, month=6, by=staff, reason="دیرکرد")

    assert (not_locked, without) == (["The month is not locked."], ["Say why the month is opened again."])
    assert MonthLock.objects.locked_months(plan.year) == set()
    assert list(StateChange.objects.filter(model="actionplans.monthlock").values_list("old", "new", "why")) == [
        ("locked", "open", "دیرکرد"),
        ("open", "locked", ""),
    ]


@pytest.mark.parametrize("month", [0, 13])
def test_a_year_has_twelve_months(plan, facilitator, month):
    refusal(services.lock_month, year=plan.year, month=month, by=facilitator)

    assert MonthLock.objects.count() == 0


def refusal_messages(function, **kwargs):
    with pytest.raises(ValidationError) as caught:
        function(**kwargs)
    return caught.value.messages
