"""A plan that was changed is drawn with every line that was planned, and names the decision that parted them."""

import datetime as dt
from decimal import Decimal

import pytest

from actionplans.models import ActionPlan, Activity, PlanProposal
from tests import build
from tests.reports.shown import section

pytestmark = pytest.mark.django_db
PAGE = "/progress/1403/plans/1/?as_of=1403-12-30"
AZAR = dt.date(2024, 11, 24)  # 4 Azar 1403
HALF_YEAR = dt.date(2024, 9, 21)  # 31 Shahrivar 1403, day 186 of 366


def changed_plan():
    """Planned for the first half of the year, by a later decision for the whole of it."""
    plan = build.plan(1)
    build.activity(plan, start=plan.year.start, finish=HALF_YEAR)
    build.approve(plan)
    ActionPlan.objects.update(state="running")
    Activity.objects.update(finish=plan.year.end)
    later = build.adopted_decision(build.agenda_item(build.meeting(4, held_on=AZAR, state="published")))
    build.approve(plan, later)
    PlanProposal.objects.create(decision=later, plan=plan, act=PlanProposal.Act.AMEND)
    return plan


def test_a_plan_that_never_changed_has_one_planned_line(client):
    build.activity(plan := build.plan(1))
    build.approve(plan)

    response = client.get(PAGE)

    assert response.context["curve"]["earlier"] == []
    assert b"c-old" not in response.content


def test_both_lines_are_drawn_with_the_decision_that_parted_them(client):
    changed_plan()

    response = client.get(PAGE)

    curve = section(response, "curve")
    assert len(curve.all("polyline", class_="c-old")) == 1
    assert ("مصوبه ۱۴۰۳/۰۴-۰۱", "/council/decisions/1403-04-01/") in curve.links()
    assert "برنامه‌ای پیش از ۴ آذر ۱۴۰۳، تغییر با مصوبه ۱۴۰۳/۰۴-۰۱" in curve.text


def test_the_table_holds_the_numbers_of_both_lines(client):
    """By hand: to the end of Mehr 216 of 366 days; the old plan was complete on day 186; after 4 Azar the new holds."""
    changed_plan()

    rows = {row["day"]: (row["planned"], row["earlier"]) for row in client.get(PAGE).context["curve"]["rows"]}

    assert rows["خرداد"] == ("۵۰٫۰", ["۵۰٫۰"])  # 93 ÷ 186
    assert rows["مهر"] == ("۱۰۰٫۰", ["۱۰۰٫۰"])
    assert rows["آذر"] == ("۷۵٫۴", ["۱۰۰٫۰"])  # 276 ÷ 366
    assert rows["اسفند"] == ("۱۰۰٫۰", ["۱۰۰٫۰"])


def test_a_change_of_the_plans_weight_alone_parts_nothing(client):
    plan = build.plan(1)
    build.activity(plan)
    build.approve(plan)
    ActionPlan.objects.update(weight=Decimal(50))
    plan.refresh_from_db()
    build.approve(plan, build.adopted_decision(build.agenda_item(build.meeting(4, held_on=AZAR, state="published"))))

    assert client.get(PAGE).context["curve"]["earlier"] == []


def test_the_decisions_page_says_what_it_changed_line_by_line(client):
    changed_plan()

    page = client.get("/council/decisions/1403-04-01/")

    assert "پایان از ۳۱ شهریور ۱۴۰۳ به ۳۰ اسفند ۱۴۰۳" in section(page, "plans").text
