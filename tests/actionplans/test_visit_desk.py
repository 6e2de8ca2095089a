"""Visits through the supervisor's desk: recorded once, chosen for the verdicts of the verify desk, read by others."""

import datetime as dt
from decimal import Decimal

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from actionplans.models import SupervisionVisit, Verification
from tests import build
from tests.actionplans.build_desk import VERIFY, address, approved_plan, confirm, decide, waiting

pytestmark = pytest.mark.django_db
RECORD = "admin:actionplans_visit_record"
LIST = "admin:actionplans_supervisionvisit_changelist"
TIR_31 = dt.date(2024, 7, 21)


@pytest.fixture
def desk(client, supervisor):
    client.force_login(supervisor)
    return client


@pytest.fixture
def plan():
    return approved_plan()[0]


def send(client, *plans, key="one", **fields):
    data = {"year": "1403", "visited_on": "۱۴۰۳/۰۴/۳۱", "plans": [plan.pk for plan in plans], "key": key}
    return client.post(reverse(RECORD), data | {"findings": "کارگاه برپا بود.", "findings_en": ""} | fields)


def test_a_visit_is_recorded_with_its_file_and_leads_to_the_verify_desk(desk, plan, supervisor):
    file = SimpleUploadedFile("گزارش بازدید.txt", "دیده شد".encode())

    response = send(desk, plan, file=file, is_file_public="on")

    made = SupervisionVisit.objects.get()
    facts = (made.visited_on, list(made.plans.all()), made.findings, made.file.name, made.is_file_public, made.by)
    assert facts == (TIR_31, [plan], "کارگاه برپا بود.", "گزارش بازدید.txt", True, supervisor)
    assert response.url == f"{address(VERIFY)}?year=1403&visit={made.pk}"


def test_the_same_visit_sent_twice_is_recorded_once(desk, plan):
    send(desk, plan)
    assert send(desk, plan).url == reverse(LIST)
    send(desk, plan, key="two")

    assert SupervisionVisit.objects.count() == 2


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"visited_on": "۱۴۹۹/۰۱/۰۱"}, ["visited_on"]),
        ({"visited_on": "۱۴۰۲/۱۲/۲۹"}, ["visited_on"]),
        ({"plans": []}, ["plans"]),
        ({"plans": ["999999"]}, ["plans"]),
        ({"findings": "  "}, ["findings"]),
        ({"file": SimpleUploadedFile("a.exe", b"MZ")}, ["file"]),
    ],
)
def test_a_refused_visit_says_where_and_keeps_what_was_typed(desk, plan, fields, errors):
    response = send(desk, plan, **({"findings": "متن بلند یافته‌ها"} | fields))

    assert list(response.context["form"].errors) == errors
    assert fields.get("findings") or "متن بلند یافته‌ها" in response.content.decode()
    assert not SupervisionVisit.objects.exists()


def test_drafts_and_plans_of_other_years_are_not_offered(desk, plan):
    build.plan()
    other = build.plan(year=build.year(1404))
    build.approve(other)

    form = desk.get(f"{reverse(RECORD)}?year=1403").context["form"]

    assert list(form.fields["plans"].queryset) == [plan]


def test_a_year_that_does_not_run_takes_no_visit(desk, plan):
    plan.year.state = "closed"
    plan.year.save(update_fields=["state"])

    assert send(desk, plan).context["form"] is None
    assert not SupervisionVisit.objects.exists()


def test_the_list_shows_visits_with_what_was_seen(client, council_member, plan, django_assert_num_queries):
    made = build.visit([plan], findings="کارگاه برپا بود.")
    build.verification(waiting(plan.activities.get()), percent=Decimal(50), visit=made)
    client.force_login(council_member)

    with django_assert_num_queries(10):
        page = client.get(reverse(LIST)).content.decode()

    assert "کارگاه برپا بود." in page
    assert reverse("admin:actionplans_supervisionvisit_add") not in page
    assert client.get(reverse("admin:actionplans_supervisionvisit_add")).status_code == 403


def test_the_chosen_visit_goes_through_the_review_into_every_verdict(desk, plan):
    made, entry = build.visit([plan]), waiting(plan.activities.get())
    assert desk.get(f"{address(VERIFY)}?visit={made.pk}").context["visit"] == made

    review = decide(desk, (f"e{entry.pk}", "v"), visit=made.pk)
    carried = dict(review.context["carried"])
    confirm(desk, (f"e{entry.pk}", "v"), visit=carried["visit"])

    assert "بازدید ۳۱ تیر ۱۴۰۳" in review.content.decode()
    assert Verification.objects.get().visit == made


def test_a_return_at_a_visit_carries_it_too(desk, plan):
    made, entry = build.visit([plan]), waiting(plan.activities.get())

    confirm(desk, (f"e{entry.pk}", "r", "", "سندی نبود."), visit=made.pk)

    assert Verification.objects.get().visit == made


def test_a_visit_that_did_not_see_the_plan_is_refused_before_the_review(desk, plan):
    other, _activities = approved_plan()
    wrong, entry = build.visit([other]), waiting(plan.activities.get())

    for act in (decide, confirm):
        response = act(desk, (f"e{entry.pk}", "v"), visit=wrong.pk)
        [item] = response.context["failed"]
        assert [str(error) for error in item.other_errors] == [
            f"در بازدید ۳۱ تیر ۱۴۰۳، «{plan}» دیده نشده است. بازدید دیگری برگزینید یا هیچ‌کدام را."
        ]
    assert not Verification.objects.exists()


def test_only_visits_of_the_year_that_were_made_can_be_chosen(desk, plan):
    with time_machine.travel("2024-09-21T12:00+03:30", tick=False):
        made = build.visit([plan])
        build.visit([plan], visited_on=dt.date(2024, 9, 22))
        build.visit([plan], year=build.year(1404))
        entry = waiting(plan.activities.get())
        desk.get(address(VERIFY))

        assert desk.get(f"{address(VERIFY)}?year=1403").context["visits"] == [made]
        confirm(desk, (f"e{entry.pk}", "v"), visit="rubbish")

    assert Verification.objects.get().visit is None
