"""Rows that never change: the database refuses every update, the code every update and deletion."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from actionplans import models, services
from filing.append_only import AppendOnlyError
from tests import build
from tests.actionplans import build_plans

pytestmark = pytest.mark.django_db
COLUMNS = {
    "Baseline": "weight",
    "BaselineActivity": "weight",
    "BaselineTarget": "target",
    "ProgressEntry": "percent",
    "IndicatorReading": "value",
    "Verification": "percent",
    "MonthLock": "month",
    "Payment": "amount",
    "PaymentReversal": "payment_id",
    "SupervisionVisit": "year_id",
}


@pytest.fixture
def rows(facilitator, supervisor):
    """One row of each kind."""
    year = build_plans.planning_year()
    plan = build.plan(1, year=year)
    activity, indicator = build.activity(plan), build.indicator(plan)
    build_plans.decide(year, (plan, models.PlanProposal.Act.APPROVE, {}), by=facilitator)
    services.approve_year(year=year, by=facilitator)
    services.start_year(year=year, by=facilitator)
    day = dt.date(2024, 9, 21)
    entry = services.record_entry(activity=activity, as_of=day, percent=Decimal(50), by=facilitator)
    services.record_reading(indicator=indicator, as_of=day, value=Decimal(50), by=facilitator)
    services.verify_entry(entry=entry, by=supervisor)
    services.lock_month(year=year, month=6, by=facilitator)
    payment = services.record_payment(funding=build.funding(plan, approved=10), amount=7, paid_on=day, by=facilitator)
    services.reverse_payment(payment=payment, reason="اشتباه", by=facilitator)
    services.record_visit(year=year, visited_on=day, plans=[plan], findings="بازدید", by=supervisor)
    return {name: getattr(models, name).objects.get() for name in COLUMNS}


@pytest.mark.parametrize("name", COLUMNS)
def test_the_database_refuses_an_update(rows, name):
    row, column = rows[name], COLUMNS[name]

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {row._meta.db_table} SET {column} = 7 WHERE id = %s", [row.pk])  # noqa: S608

    before = getattr(row, column)
    row.refresh_from_db()
    assert getattr(row, column) == before


@pytest.mark.parametrize("name", COLUMNS)
def test_the_code_refuses_updates_and_deletions_of_many(rows, name):
    queryset = type(rows[name]).objects.all()

    for change in (lambda: queryset.update(pk=7), queryset.delete):
        with pytest.raises(AppendOnlyError):
            change()
    assert queryset.count() == 1
