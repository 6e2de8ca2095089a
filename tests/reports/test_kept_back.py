"""What the public pages keep back: drafts beside a plan, proposals among decisions, readings that were returned."""

from decimal import Decimal

import pytest

from actionplans.models import IndicatorReading, Verification
from tests import build
from tests.reports.build_year import day, small_year
from tests.reports.shown import section, shown

pytestmark = pytest.mark.django_db


def test_a_draft_is_no_neighbour_of_a_public_plan(client):
    small_year()
    build.plan(3, title="پیش‌نویس")

    page = shown(client.get("/progress/1403/plans/2/"))

    assert page.one("header", class_="head").all("p")[0].text == "برنامه عمل ۲ از ۲ · سال ۱۴۰۳ · وزن ۴۰ از ۱۰۰"
    assert [address for _words, address in page.one("ol", class_="sub").links()] == [
        "/progress/1403/plans/1/",
        "/progress/1403/",
    ]


def test_a_proposal_is_no_decision_of_the_year_even_for_who_may_read_it(client, staff):
    small_year()
    build.decision(build.agenda_item(build.meeting(2)), text="پیشنهاد تازه", source=build.source())
    client.force_login(staff)

    assert "پیشنهاد تازه" not in client.get("/progress/1403/").content.decode()


def test_a_returned_reading_is_not_the_newest_value(client, facilitator, supervisor):
    plan = build.plan(1)
    build.activity(plan)
    goal = build.indicator(plan, target=Decimal(60))
    build.approve(plan)
    for month, value in ((5, 30), (6, 47)):
        reading = IndicatorReading.objects.create(
            indicator=goal, as_of=day(month, 31), value=value, recorded_by=facilitator
        )
    Verification.objects.create(reading=reading, verdict="returned", by=supervisor, reason="فهرست پیوست نیست.")

    cells = [cell.text for cell in section(client.get("/progress/1403/plans/1/"), "indicators").one("tbody").all("td")]

    assert cells == ["۰", "۶۰", "۳۰", "—", "۳۱ مرداد"]
