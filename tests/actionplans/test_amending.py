"""Proposing a change of an approved plan: only what differs goes to the council, nothing moves before it is adopted."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from actionplans.models import ActionPlan, Baseline, PlanProposal
from council.services import adopt_decision
from tests import build
from tests.council.build_council import council, held_meeting, proposal

pytestmark = pytest.mark.django_db
AUTUMN = dt.date(2024, 11, 24)


@pytest.fixture
def plan():
    """A running plan with two activities of 60 and 40 and one indicator, approved in spring."""
    plan = build.plan(1)
    build.activity(plan, Decimal(60), title="یک", finish=dt.date(2024, 9, 21))
    build.activity(plan, Decimal(40), title="دو")
    build.indicator(plan)
    build.approve(plan)
    ActionPlan.objects.update(state="running")
    plan.refresh_from_db()
    return plan


@pytest.fixture
def decision(plan):
    """A proposal at a later meeting with quorum."""
    build.rule()
    return proposal(held_meeting(council(3), held_on=AUTUMN))


@pytest.fixture
def desk(client, facilitator):
    client.force_login(facilitator)
    return client


def page(act, plan):
    return reverse(f"admin:actionplans_{act}", args=[plan.pk])


def filled(client, plan, decision, **changes):
    """The form as it is shown, with some boxes changed; names may use ``_`` for ``-``."""
    form = client.get(page("amend", plan)).context["form"]
    data = {}
    for bound in form:
        value = bound.value()
        if value is True:
            data[bound.html_name] = "on"
        elif value not in (None, False, ""):
            data[bound.html_name] = bound.field.widget.format_value(value) if value is not None else ""
    data |= {"decision": str(decision.pk)} | {name.replace("_", "-"): value for name, value in changes.items()}
    return {name: value for name, value in data.items() if value is not None}


def errors(response):
    return {name: list(messages) for name, messages in response.context["form"].errors.items()}


def test_only_what_differs_from_the_baseline_goes_to_the_council(desk, plan, decision):
    data = filled(desk, plan, decision, a1_finish="۱۴۰۳/۰۸/۳۰", a1_weight="۵۰", a2_weight="50", t1="۱۲۰")

    response = desk.post(page("amend", plan), data)

    assert response.url == (
        reverse("admin:council_meeting_board", args=[decision.agenda_item.meeting_id])
        + f"?item={decision.agenda_item_id}#dec-{decision.pk}"
    )
    made = PlanProposal.objects.get()
    assert (made.plan, made.decision, made.act) == (plan, decision, "amend")
    assert made.payload == {
        "activities": [
            {"number": 1, "weight": "50", "finish": "2024-11-20"},
            {"number": 2, "weight": "50"},
        ],
        "targets": {"1": "120"},
    }


def test_an_activity_is_dropped_and_a_new_one_takes_its_weight(desk, plan, decision):
    new = {"n1_title": "سه", "n1_weight": "۴۰", "n1_start": "۱۴۰۳/۰۹/۰۱", "n1_finish": "۱۴۰۳/۱۱/۳۰"}
    data = filled(desk, plan, decision, a2_keep=None, **new)

    desk.post(page("amend", plan), data)
    adopt_decision(decision=decision, by=None)

    newest = plan.baselines.order_by("-version").first()
    rows = newest.activities.order_by("activity__number").values_list("activity__number", "title", "weight")
    assert (newest.version, list(rows)) == (2, [(1, "یک", Decimal(60)), (3, "سه", Decimal(40))])


@pytest.mark.parametrize(
    ("changes", "box", "message"),
    [
        ({}, "__all__", "هیچ چیز با خط مبنای برقرار تفاوت ندارد؛ آنچه را شورا باید درباره آن تصمیم بگیرد تغییر دهید."),
        ({"a1_weight": "۵۹٫۹۹"}, "__all__", "جمع وزن فعالیت‌ها ۹۹٫۹۹ است و باید ۱۰۰ باشد."),
        ({"a1_finish": "۱۴۰۴/۰۱/۰۱"}, "a1-finish", "این روز بیرون از سال برنامه ۱۴۰۳ است."),
        ({"a1_finish": "۱۴۰۲/۱۲/۲۹"}, "a1-finish", "این روز بیرون از سال برنامه ۱۴۰۳ است."),
        ({"a1_weight": "۱۰۱"}, "a1-weight", "عددی میان ۰ تا ۱۰۰ با حداکثر دو رقم اعشار بنویسید."),
        ({"n1_title": "ناقص"}, "n1-weight", "برای فعالیتی که می‌ماند یا تازه است، این لازم است."),
    ],
)
def test_a_wrong_change_is_refused_at_its_box_and_stays_typed(desk, plan, decision, changes, box, message):
    data = filled(desk, plan, decision, **changes)

    response = desk.post(page("amend", plan), data)

    assert response.status_code == 200
    assert message in errors(response)[box]
    for name, typed in changes.items():
        assert response.context["form"][name.replace("_", "-")].value() == typed
    assert PlanProposal.objects.count() == 0


def test_a_plan_that_waits_for_another_decision_takes_no_second_change(desk, plan, decision):
    data = filled(desk, plan, decision, a1_weight="50", a2_weight="50")
    desk.post(page("amend", plan), data)
    other = proposal(decision.agenda_item.meeting)

    response = desk.post(page("amend", plan), data | {"decision": str(other.pk)})

    assert errors(response)["__all__"] == [f"برنامه «{plan}» هم‌اکنون در انتظار مصوبه دیگری است."]
    assert PlanProposal.objects.count() == 1


def test_the_public_sees_the_same_page_until_the_change_is_adopted(client, desk, plan, decision):
    public = reverse("reports:plan_detail", args=[1403, 1])
    desk.logout()
    before = client.get(public).content
    client.force_login(build.user(is_staff=True, is_superuser=True))
    client.post(page("amend", plan), filled(client, plan, decision, a1_weight="50", a2_weight="50"))
    client.logout()

    proposed = client.get(public).content
    adopt_decision(decision=decision, by=None)

    assert proposed == before
    assert client.get(public).content != before


def test_the_proposal_shows_old_and_new_line_by_line(desk, plan, decision):
    desk.post(page("amend", plan), filled(desk, plan, decision, a1_weight="50", a2_weight="50", t1="120"))

    board = desk.get(reverse("admin:council_meeting_board", args=[decision.agenda_item.meeting_id]))

    (panel,) = board.context["board"].decision(decision.pk).panels
    (group,) = panel["context"]["groups"]
    lines = [str(line) for line in group["plans"][0]["changes"]]
    assert (group["act"], [line.split(": ")[-1] for line in lines]) == (
        "amend",
        ["وزن از ۶۰ به ۵۰", "وزن از ۴۰ به ۵۰", "از ۱۰۰ به ۱۲۰"],
    )


def test_a_plan_stops_with_new_weights_of_the_others_in_one_decision(desk, plan, decision):
    other = build.plan(2, weight=Decimal(0))
    build.activity(other)
    build.approve(other)
    ActionPlan.objects.update(state="running")
    data = {"decision": decision.pk, "stopped_on": "۱۴۰۳/۰۹/۰۱", f"weight-{plan.pk}": "۳۰", f"weight-{other.pk}": "۷۰"}

    desk.post(page("stop", plan), data)
    adopt_decision(decision=decision, by=None)

    plan.refresh_from_db()
    assert (plan.state, plan.stopped_on, plan.stopped_by) == ("stopped", dt.date(2024, 11, 21), decision)
    newest = {one.number: one.baselines.order_by("-version").first().weight for one in (plan, other)}
    assert newest == {1: Decimal(30), 2: Decimal(70)}


def test_weights_that_do_not_sum_are_refused_before_the_council_meets(desk, plan, decision):
    response = desk.post(page("stop", plan), {"decision": decision.pk, f"weight-{plan.pk}": "99.99"})

    assert errors(response)["__all__"] == ["با این وزن‌ها جمع برنامه‌ها ۹۹٫۹۹ می‌شود و باید ۱۰۰ باشد."]


@pytest.mark.parametrize("act", ["amend", "stop"])
@pytest.mark.parametrize("state", ["completed", "stopped"])
def test_what_is_over_is_neither_changed_nor_stopped(desk, plan, act, state):
    stop = {"stopped_by": plan.approved_by, "stopped_on": AUTUMN} if state == "stopped" else {}
    ActionPlan.objects.update(state=state, **stop)

    assert desk.get(page(act, plan)).status_code == 404


@pytest.mark.parametrize("role", ["council_member", "supervisor", "administrator"])
def test_who_may_not_propose_cannot(client, cast, plan, role):
    client.force_login(cast[role])

    assert [client.get(page(act, plan)).status_code for act in ("amend", "stop")] == [403, 403]


def test_baselines_are_counted_by_the_decision_that_made_them(desk, plan, decision):
    desk.post(page("amend", plan), filled(desk, plan, decision, a1_weight="50", a2_weight="50"))
    adopt_decision(decision=decision, by=None)

    made = Baseline.objects.get(decision=decision)
    assert (made.plan, made.version, made.in_force_on) == (plan, 2, AUTUMN)
