"""The plan's page in admin: what the facilitator edits, and what only the council changes."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from actionplans.models import ActionPlan, Activity
from tests import build
from tests.actionplans import build_plans

pytestmark = pytest.mark.django_db


def change_url(plan):
    return reverse("admin:actionplans_actionplan_change", args=[plan.pk])


def posted(plan, activities=(), initial=0, indicators=(), **fields):
    """What a browser sends; rows are dictionaries of one row's boxes."""
    data = {
        "year": plan.year_id,
        "number": plan.number,
        "title": plan.title,
        "pillar": plan.pillar,
        "weight": str(plan.weight),
        "row_version": plan.row_version,
    }
    for prefix, rows in (("activities", activities), ("indicators", indicators)):
        data |= {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": initial if prefix[0] == "a" else 0}
        for index, row in enumerate(rows):
            data |= {f"{prefix}-{index}-{name}": value for name, value in row.items()}
    return data | fields


def new_row(**boxes):
    return {
        "title": "فعالیت تازه", "weight": "۱۰۰", "profile": "linear", "start": "۱۴۰۳/۰۱/۰۱", "finish": "۱۴۰۳/۱۲/۳۰",
    } | boxes  # fmt: skip


def row_of(activity, **boxes):
    return (
        new_row(id=activity.pk, plan=activity.plan_id, title=activity.title, weight=str(activity.weight), row_version=0)
        | boxes
    )


@pytest.fixture
def desk(client, facilitator):
    client.force_login(facilitator)
    return client


@pytest.fixture
def draft():
    return build.plan(1, year=build_plans.planning_year(), weight=Decimal("10"))


def test_the_facilitator_adds_activities_with_persian_digits_and_jalali_days(desk, draft):
    rows = [new_row(weight="۶۰٫۵"), new_row(title="دوم", weight="39.5", profile="milestone")]

    response = desk.post(change_url(draft), posted(draft, rows))

    assert response.status_code == 302
    assert list(draft.activities.values_list("number", "title", "weight", "start", "finish", "profile")) == [
        (1, "فعالیت تازه", Decimal("60.50"), dt.date(2024, 3, 20), dt.date(2025, 3, 20), "linear"),
        (2, "دوم", Decimal("39.50"), dt.date(2024, 3, 20), dt.date(2025, 3, 20), "milestone"),
    ]


@pytest.mark.parametrize(
    ("box", "value", "message"),
    [
        ("weight", "101", "عددی بین"),
        ("weight", "nan", "عددی بین"),
        ("finish", "1404/12/30", ""),
        ("finish", "1403/13/01", ""),
        ("finish", "1404/01/01", ""),
        ("start", "x" * 500, ""),
    ],
)
def test_a_wrong_box_is_an_error_at_the_box_and_nothing_is_lost(desk, draft, box, value, message):
    response = desk.post(change_url(draft), posted(draft, [new_row(**{box: value})]))

    formset = response.context["inline_admin_formsets"][0].formset
    assert response.status_code == 200
    assert list(formset.errors[0]) == [box]
    assert formset.forms[0]["title"].value() == "فعالیت تازه"
    assert draft.activities.count() == 0


def test_dates_outside_the_year_are_refused_also_while_the_plan_is_added(desk, draft):
    data = posted(draft, [new_row(finish="1404/01/01")], number=2, title="برنامه دوم")

    response = desk.post(reverse("admin:actionplans_actionplan_add"), data)

    assert list(response.context["inline_admin_formsets"][0].formset.errors[0]) == ["finish"]
    assert ActionPlan.objects.count() == 1


def test_the_number_of_a_deleted_activity_is_never_given_again(desk, draft):
    first, second = build.activity(draft, weight=Decimal(50)), build.activity(draft, weight=Decimal(50))
    desk.post(change_url(draft), posted(draft, [row_of(first), row_of(second, DELETE="on")], initial=2))
    draft.refresh_from_db()

    response = desk.post(change_url(draft), posted(draft, [row_of(first), new_row()], initial=1))

    assert response.status_code == 302
    assert list(draft.activities.values_list("number", flat=True)) == [1, 3]


def test_the_sum_of_the_weights_stands_on_the_page_without_script(desk, draft):
    build.activity(draft, weight=Decimal("60"))
    build.activity(draft, weight=Decimal("39.5"))

    page = desk.get(change_url(draft)).content.decode()

    assert '<output class="num" aria-live="polite">۹۹٫۵۰</output>' in page


def test_the_sum_follows_what_was_typed_when_the_form_comes_back(desk, draft):
    rows = [new_row(weight="70"), new_row(weight="20.25", title="")]

    page = desk.post(change_url(draft), posted(draft, rows)).content.decode()

    assert '<output class="num" aria-live="polite">۹۰٫۲۵</output>' in page


def test_after_approval_weights_dates_and_targets_stay_whatever_is_posted(desk, facilitator):
    plan = build_plans.running_plan(by=facilitator)
    [activity] = plan.activities.all()
    before = list(Activity.objects.values("title", "weight", "start", "finish", "profile"))

    rows = [row_of(activity, weight="55", finish="1403/06/31", done_when="گزارش")]
    response = desk.post(change_url(plan), posted(plan, rows, initial=1, title="نام تازه", weight="5"))

    plan.refresh_from_db()
    assert response.status_code == 200
    assert (plan.title, plan.weight) != ("نام تازه", Decimal("5.00"))
    assert list(Activity.objects.values("title", "weight", "start", "finish", "profile")) == before


def test_after_approval_title_and_definition_of_done_may_be_bettered(desk, facilitator):
    plan = build_plans.running_plan(by=facilitator)
    [activity] = plan.activities.all()
    row = {"id": activity.pk, "plan": plan.pk, "row_version": 0, "done_when": "گزارش پایانی"}
    data = posted(plan, [row], initial=1, title="نام تازه")
    del data["weight"]

    response = desk.post(change_url(plan), data)

    plan.refresh_from_db()
    activity.refresh_from_db()
    assert response.status_code == 302
    assert (plan.title, plan.weight, activity.done_when) == ("نام تازه", Decimal("100.00"), "گزارش پایانی")


def test_after_approval_no_row_is_added_or_deleted(desk, facilitator, draft):
    open_page = desk.get(change_url(draft))
    draft.delete()
    closed_page = desk.get(change_url(build_plans.running_plan(by=facilitator)))

    offered = [
        [(inline.has_add_permission, inline.has_delete_permission) for inline in page.context["inline_admin_formsets"]]
        for page in (open_page, closed_page)
    ]
    assert offered == [[(True, True)] * 2, [(False, False)] * 2]


def test_an_activity_with_entries_is_not_deleted_and_the_form_says_so(desk, facilitator, draft):
    activity = build.activity(draft)
    build.entry(activity, by=facilitator)

    response = desk.post(change_url(draft), posted(draft, [row_of(activity, DELETE="on")], initial=1))

    assert response.status_code == 200
    assert len(response.context["inline_admin_formsets"][0].formset.non_form_errors()) == 1
    assert Activity.objects.count() == 1


def test_a_plan_that_a_decision_names_is_not_deleted(desk, facilitator):
    plan = build_plans.running_plan(by=facilitator)

    response = desk.post(reverse("admin:actionplans_actionplan_delete", args=[plan.pk]), {"post": "yes"})

    assert response.status_code == 403
    assert ActionPlan.objects.count() == 1


def test_the_second_saver_sees_both_values(desk, draft):
    ActionPlan.objects.filter(pk=draft.pk).update(title="عنوان دیگری", row_version=1)

    page = desk.post(change_url(draft), posted(draft, title="عنوان من")).content.decode()

    draft.refresh_from_db()
    assert draft.title == "عنوان دیگری"
    assert "عنوان دیگری" in page
    assert "عنوان من" in page


def test_history_shows_who_changed_what_and_an_old_version_cannot_be_brought_back(desk, draft, facilitator):
    desk.post(change_url(draft), posted(draft, title="عنوان تازه"))
    oldest = draft.history.earliest()

    listed = desk.get(reverse("admin:actionplans_actionplan_history", args=[draft.pk]))
    shown = desk.get(f"{listed.request['PATH_INFO']}{oldest.pk}/")
    refused = desk.post(f"{listed.request['PATH_INFO']}{oldest.pk}/", posted(draft))

    assert [listed.status_code, shown.status_code, refused.status_code] == [200, 200, 403]
    assert draft.history.latest().history_user == facilitator


def test_the_list_shows_the_sum_of_the_year_and_filters_by_it(desk, draft, django_assert_num_queries):
    build.plan(2, year=draft.year, weight=Decimal("89.5"))
    build.plan(1, year=build.year(1402), weight=Decimal("100"))

    page = desk.get(reverse("admin:actionplans_actionplan_changelist"), {"year": "۱۴۰۳"})

    rows = page.context["cl"].result_list
    assert [(row.number, row.weight_of_year) for row in rows] == [(1, Decimal("99.50")), (2, Decimal("99.50"))]
    assert "۹۹٫۵۰" in page.content.decode()
