"""A single entry or reading added in admin; the desk is for a whole month."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from actionplans import services
from actionplans.models import Evidence, IndicatorReading, ProgressEntry
from filing.models import StateChange
from tests import build
from tests.actionplans import build_plans

pytestmark = pytest.mark.django_db
SHAHRIVAR = dt.date(2024, 9, 21)


@pytest.fixture
def plan(facilitator):
    return build_plans.running_plan(by=facilitator)


@pytest.fixture
def activity(plan):
    return plan.activities.get()


def test_a_fall_without_a_reason_is_refused_in_admin(client, facilitator, activity):
    build.entry(activity, percent=Decimal(60))
    client.force_login(facilitator)

    response = client.post(
        reverse("admin:actionplans_progressentry_add"),
        {"activity": activity.pk, "as_of": "۱۴۰۳/۰۶/۳۱", "percent": "۴۰", "fall_reason": ""},
    )

    assert list(response.context["adminform"].form.errors) == ["fall_reason"]
    assert [entry.percent for entry in activity.entries.all()] == [Decimal("60.00")]


def test_an_entry_added_in_admin_is_recorded_as_everywhere(client, facilitator, activity):
    client.force_login(facilitator)

    response = client.post(
        reverse("admin:actionplans_progressentry_add"),
        {"activity": activity.pk, "as_of": "۱۴۰۳/۰۶/۳۱", "percent": "۴۰٫۵", "narrative": "شد"},
    )

    entry = ProgressEntry.objects.get()
    assert response.status_code == 302
    assert (entry.percent, entry.as_of, entry.recorded_by) == (Decimal("40.50"), SHAHRIVAR, facilitator)
    assert StateChange.objects.first().object_key == entry.key


def test_a_reading_added_in_admin_is_recorded_as_everywhere(client, facilitator, plan):
    indicator = build.indicator(plan)
    client.force_login(facilitator)

    response = client.post(
        reverse("admin:actionplans_indicatorreading_add"),
        {"indicator": indicator.pk, "as_of": "۱۴۰۳/۰۶/۳۱", "value": "۱۲٫۵"},
    )

    reading = IndicatorReading.objects.get()
    assert response.status_code == 302
    assert (reading.value, reading.as_of, reading.recorded_by) == (Decimal("12.50"), SHAHRIVAR, facilitator)


def test_only_activities_that_may_be_recorded_for_are_offered(client, facilitator, plan, activity):
    build_plans.draft(plan.year, "5")
    build.activity(plan, weight=Decimal(1))
    client.force_login(facilitator)

    page = client.get(reverse("admin:actionplans_progressentry_add"))

    assert list(page.context["adminform"].form.fields["activity"].queryset) == [activity]


def test_an_entry_is_neither_changed_nor_deleted_in_admin(client, administrator, staff, activity):
    entry = build.entry(activity)
    for person in (administrator, staff):
        client.force_login(person)
        change = client.post(reverse("admin:actionplans_progressentry_change", args=[entry.pk]), {"percent": "1"})
        delete = client.post(reverse("admin:actionplans_progressentry_delete", args=[entry.pk]), {"post": "yes"})
        assert [change.status_code, delete.status_code] == [403, 403]

    assert ProgressEntry.objects.get().percent == Decimal("50.00")


def test_evidence_is_released_to_everyone_with_a_line_in_the_book(client, facilitator, activity):
    entry = build.entry(activity, by=facilitator)
    evidence = build_plans.evidence(entry, by=facilitator)
    client.force_login(facilitator)

    response = client.post(
        reverse("admin:actionplans_evidence_change", args=[evidence.pk]), {"caption": "گزارش", "is_public": "on"}
    )

    released, change = Evidence.objects.get(), StateChange.objects.first()
    assert response.status_code == 302
    assert (released.caption, released.is_public) == ("گزارش", True)
    assert (change.object_key, change.old, change.new) == (entry.key, "evidence private", "evidence public")


@pytest.mark.parametrize(
    "name", ["progressentry", "indicatorreading", "verification", "baseline", "monthlock", "evidence"]
)
def test_every_list_and_row_opens(client, staff, facilitator, supervisor, plan, activity, name):
    indicator = build.indicator(plan)
    entry = services.record_entry(activity=activity, as_of=SHAHRIVAR, percent=Decimal(10), by=facilitator)
    services.record_reading(indicator=indicator, as_of=SHAHRIVAR, value=Decimal(10), by=facilitator)
    services.verify_entry(entry=entry, by=supervisor)
    services.lock_month(year=plan.year, month=5, by=facilitator)
    build_plans.evidence(entry, by=facilitator)
    client.force_login(staff)

    listed = client.get(reverse(f"admin:actionplans_{name}_changelist"))
    [row] = listed.context["cl"].result_list
    opened = client.get(reverse(f"admin:actionplans_{name}_change", args=[row.pk]))

    assert [listed.status_code, opened.status_code] == [200, 200]
