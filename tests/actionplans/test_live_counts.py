"""The desk of counts: what the portal counts beside what was read, and one button that takes counts as readings."""

import csv
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse

from actionplans.models import Evidence, IndicatorReading, MonthLock
from actionplans.services import take_reading
from tests import build
from tests.reports.build_courses import two_courses
from tests.reports.build_year import day, small_year

pytestmark = pytest.mark.django_db
URL = "/admin/actionplans/counts/"


@pytest.fixture
def counted(facilitator):
    """Plan 1 with two counted indicators: people trained 3 at the year's end, satisfaction with too few answers."""
    year = small_year()
    two_courses(year.one)
    trained = build.indicator(year.one, title="آموزش‌دیدگان", measure="people-trained")
    pleased = build.indicator(year.one, title="رضایت", measure="satisfaction")
    build.indicator(year.one, title="بی‌شمارش")
    return {"trained": trained, "pleased": pleased}


def post(client, *rows, **fields):
    data = {"year": "1403", "as_of": "1403/12/30", "act": "take", "key": "k1", "take": [row.pk for row in rows]}
    return client.post(URL, data | fields)


def test_the_desk_shows_counts_and_readings_side_by_side(client, facilitator, counted):
    client.force_login(facilitator)

    lines = client.get(URL, {"year": "1403", "as_of": "1403/06/31"}).context["lines"]

    assert [(row.indicator.title, row.indicator.live, row.indicator.newest_value) for row in lines] == [
        ("آموزش‌دیدگان", 2, None),
        ("رضایت", None, None),
    ]


def test_a_count_becomes_a_reading_with_its_breakdown_as_public_evidence(client, facilitator, counted):
    client.force_login(facilitator)

    response = post(client, counted["trained"])

    assert (response.status_code, response["Location"]) == (302, f"{URL}?year=1403&as_of=1403-12-30")
    reading = IndicatorReading.objects.get()
    assert (reading.indicator, reading.value, reading.as_of, reading.recorded_by) == (
        counted["trained"], Decimal("3.00"), day(12, 30), facilitator,
    )  # fmt: skip
    evidence = Evidence.objects.get(reading=reading)
    assert (evidence.is_public, evidence.file.name) == (True, "people-trained-1403-12-30.csv")
    text = (Path(settings.MEDIA_ROOT) / evidence.file.path).read_text(encoding="utf-8-sig")
    assert list(csv.reader(StringIO(text))) == [
        ["دوره", "عنوان", "روز پایان", "آموزش‌دیدگان"],
        ["one", "دوره یکم", "۱۴۰۳/۰۴/۲۰", "2"],
        ["two", "دوره دوم", "۱۴۰۳/۰۷/۲۰", "2"],
        ["قرائت (هر فرد و بنگاه یک بار)", "3.00"],
    ]


def test_the_same_post_twice_is_one_reading(client, facilitator, counted):
    client.force_login(facilitator)
    post(client, counted["trained"])
    post(client, counted["trained"])

    assert IndicatorReading.objects.count() == 1


def test_too_few_answers_refuse_and_nothing_of_the_post_is_written(client, facilitator, counted):
    client.force_login(facilitator)

    response = post(client, counted["trained"], counted["pleased"])

    assert response.status_code == 422
    assert [line.refusal for line in response.context["lines"]] == [
        "", "شمار پاسخ‌ها برای شمارش کم است؛ چیزی ثبت نشد.",
    ]  # fmt: skip
    assert [line.is_chosen for line in response.context["lines"]] == [True, True]
    assert IndicatorReading.objects.count() == 0
    assert post(client, counted["trained"]).status_code == 302  # the refused post did not use the key up
    assert IndicatorReading.objects.count() == 1


def test_a_locked_month_refuses_with_the_way_out(client, facilitator, counted):
    MonthLock.objects.create(year=counted["trained"].plan.year, month=12, is_locked=True, by=facilitator)
    client.force_login(facilitator)

    response = post(client, counted["trained"])

    assert (response.status_code, IndicatorReading.objects.count()) == (422, 0)
    assert "بخواهید با ذکر دلیل باز شود" in response.context["lines"][0].refusal


def test_a_day_that_is_none_is_said_at_the_day(client, facilitator, counted):
    client.force_login(facilitator)

    response = post(client, counted["trained"], as_of="1403/13/01")

    assert (response.status_code, IndicatorReading.objects.count()) == (422, 0)
    assert list(response.context["form"].errors) == ["as_of"]


def test_an_indicator_without_a_measure_is_refused(facilitator):
    row = build.indicator(small_year().one)

    with pytest.raises(ValidationError) as refusal:
        take_reading(indicator=row, as_of=day(12, 30), by=facilitator)

    assert refusal.value.messages == ["درگاه این شاخص را نمی‌شمارد: نخست برگزینید که چه چیزی را بشمارد."]


@pytest.mark.parametrize(
    ("role", "status"),
    [("council_member", 403), ("supervisor", 403), ("facilitator", 200), ("staff", 200), ("administrator", 403)],
)
def test_who_may_open_the_desk_of_counts(client, cast, role, status):
    client.force_login(cast[role])

    assert client.get(URL).status_code == status


def test_the_plan_page_takes_a_measure_also_after_approval(client, facilitator, counted):
    """How an indicator is counted is no promise of the plan: it may be chosen later."""
    client.force_login(facilitator)
    plan = counted["trained"].plan
    page = client.get(reverse("admin:actionplans_actionplan_change", args=[plan.pk]))
    formset = next(
        inline.formset for inline in page.context["inline_admin_formsets"] if inline.formset.prefix == "indicators"
    )

    assert "measure" in formset.initial_forms[0].fields
    assert [value for value, _label in formset.forms[0].fields["measure"].choices][:2] == ["", "people-trained"]
