"""What the pages ask of the database, and what they leave to caches."""

import datetime as dt
from decimal import Decimal

import pytest

from actionplans.models import (
    ActionPlan,
    Activity,
    Baseline,
    BaselineActivity,
    Funding,
    Payment,
    ProgressEntry,
    Verification,
)
from tests import build
from tests.reports.build_year import SHAHRIVAR, day, small_year

pytestmark = pytest.mark.django_db
PLAN = "/progress/1403/plans/1/"


def large_year(plans, activities):
    """A year of many plans, written in a few statements: each activity has one verified report."""
    year, user, decision = build.year(), build.user(), build.adopted_decision()
    made = ActionPlan.objects.bulk_create(
        ActionPlan(year=year, number=number, title=f"برنامه {number}", weight=1, state="running", approved_by=decision)
        for number in range(1, plans + 1)
    )
    works = Activity.objects.bulk_create(
        Activity(plan=plan, number=number, title=f"کار {number}", weight=1, start=year.start, finish=day(3, 31))
        for plan in made
        for number in range(1, activities // plans + 1)
    )
    baselines = Baseline.objects.bulk_create(
        Baseline(plan=plan, version=1, weight=Decimal(1), decision=decision, in_force_on=decision.adopted_on)
        for plan in made
    )
    of_plan = {baseline.plan_id: baseline for baseline in baselines}
    BaselineActivity.objects.bulk_create(
        BaselineActivity(
            baseline=of_plan[work.plan_id], activity=work, title=work.title, weight=1,
            start=work.start, finish=work.finish, profile=work.profile,
        )
        for work in works
    )  # fmt: skip
    entries = ProgressEntry.objects.bulk_create(
        ProgressEntry(activity=work, as_of=dt.date(2024, 6, 1), percent=50, recorded_by=user, obstacle="مانع")
        for work in works
    )
    Verification.objects.bulk_create(
        Verification(entry=entry, verdict="verified", percent=40, by=user) for entry in entries
    )
    money(made, decision, user)
    build.visit(made)


def money(plans, decision, user):
    """Two commitments a plan, of as many institutions as there are plans, each paid in two parts."""
    fundings = Funding.objects.bulk_create(
        Funding(
            plan=plan, institution=build.institution(f"place-{plan.number}"), pledged=100, approved=100,
            decision=decision, kind=kind,
        )
        for plan in plans
        for kind in Funding.Kind
    )  # fmt: skip
    Payment.objects.bulk_create(
        Payment(funding=funding, amount=10, paid_on=dt.date(2024, 6, day), recorded_by=user)
        for funding in fundings
        for day in (1, 2)
    )


@pytest.mark.parametrize(("plans", "activities"), [(9, 40), pytest.param(90, 900, marks=pytest.mark.long)])
@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("/progress/1403/", 8),
        ("/en/progress/1403/?as_of=1403-06-31", 8),
        ("/progress/1403/report.csv", 6),
        ("/progress/1403/money.csv", 2),
        ("/", 11),
        (PLAN, 27),
    ],
)
def test_a_page_asks_the_same_number_of_questions_for_nine_plans_and_for_ninety(
    client, django_assert_num_queries, plans, activities, path, queries
):
    large_year(plans, activities)

    with django_assert_num_queries(queries):
        response = client.get(path)

    assert response.status_code == 200


def test_the_list_of_years_asks_two_questions(client, django_assert_num_queries):
    build.year(1402)
    build.year(1403)

    with django_assert_num_queries(2):
        client.get("/progress/")


@pytest.mark.parametrize(
    "path",
    ["/", "/progress/", SHAHRIVAR, f"/en{SHAHRIVAR}", PLAN, "/progress/1403/report.csv", "/progress/1403/money.csv"],
)
def test_the_anonymous_page_may_be_kept_and_holds_nothing_of_a_visitor(client, path):
    small_year()

    response = client.get(path)

    assert response.headers["Cache-Control"] == "public, max-age=60"
    assert "Cookie" in response.headers["Vary"]
    assert response.headers["ETag"]
    assert not response.cookies
    assert "csrf" not in response.content.decode()


def test_a_page_that_did_not_change_is_not_sent_again(client):
    made = small_year()
    tag = client.get(SHAHRIVAR).headers["ETag"]

    same = client.get(SHAHRIVAR, headers={"If-None-Match": tag})
    build.verification(made.waiting, percent=Decimal(70))
    changed = client.get(SHAHRIVAR, headers={"If-None-Match": tag})

    assert (same.status_code, same.content, changed.status_code) == (304, b"", 200)
    assert changed.headers["ETag"] != tag


def test_the_page_of_a_signed_in_person_stays_with_them(client, council_member):
    small_year()
    client.force_login(council_member)

    response = client.get(SHAHRIVAR)

    assert response.headers["Cache-Control"] == "private, no-cache"
    assert "Cookie" in response.headers["Vary"]
    assert council_member.full_name not in response.content.decode()


def test_a_refused_day_is_not_kept(client):
    small_year()

    assert "Cache-Control" not in client.get("/progress/1403/?as_of=x").headers


@pytest.mark.parametrize(
    "path", ["/", "/progress/", "/progress/1403/", PLAN, "/progress/1403/report.csv", "/progress/1403/money.csv"]
)
def test_nothing_can_be_sent_to_a_page_that_only_shows(client, path):
    small_year()

    assert client.post(path).status_code == 405
    assert client.head(path).status_code == 200
