"""What waits for the facilitator and the supervisor: each number is the length of the list it leads to."""

import datetime as dt
from decimal import Decimal

import pytest
import time_machine

from actionplans import queues
from actionplans.models import PlanProposal
from tests import build
from tests.actionplans import build_plans

pytestmark = pytest.mark.django_db
AZAR = "2024-12-20T12:00+03:30"


@pytest.fixture
def plan(facilitator):
    """Five activities on 30 Azar: overdue, overdue but done, silent, returned, fresh."""
    year = build_plans.planning_year()
    plan = build.plan(1, year=year)
    finishes = [dt.date(2024, 6, 1), dt.date(2024, 6, 1), year.end, year.end, year.end]
    rows = [build.activity(plan, weight=Decimal(20), finish=finish) for finish in finishes]
    build_plans.decide(year, (plan, PlanProposal.Act.APPROVE, {}), by=facilitator)
    build_plans.services.approve_year(year=year, by=facilitator)
    build_plans.services.start_year(year=year, by=facilitator)
    build.entry(rows[0], percent=Decimal(90), as_of=dt.date(2024, 12, 1), verified=Decimal(90))
    build.entry(rows[1], percent=Decimal(100), as_of=dt.date(2024, 6, 1))
    build.entry(rows[2], percent=Decimal(10), as_of=dt.date(2024, 10, 21))
    build.entry(rows[3], percent=Decimal(10), as_of=dt.date(2024, 12, 1), returned="سند ندارد")
    build.entry(rows[4], percent=Decimal(10), as_of=dt.date(2024, 10, 22), verified=Decimal(10))
    build.activity(plan, weight=Decimal(1), finish=dt.date(2024, 6, 1))  # a draft row that nobody approved
    return plan


def test_each_queue_counts_what_its_list_shows(client, facilitator, plan):
    client.force_login(facilitator)
    with time_machine.travel(AZAR, tick=False):
        items = queues.waiting_items(facilitator)
        lists = [[row.number for row in client.get(item.url).context["cl"].result_list] for item in items]

    assert [item.count for item in items] == [1, 1, 1]
    assert lists == [[4], [1], [3]]


def test_everyone_is_offered_the_desks_that_they_may_use(client, cast, django_assert_num_queries):
    offered = {}
    for name, user in cast.items():
        if user and user.is_staff:
            client.force_login(user)
            offered[name] = [str(desk.url) for desk in client.get("/admin/").context["desks"]]

    record, verify, counts, months = (
        f"/admin/actionplans/{desk}/" for desk in ("progress", "verify", "counts", "months")
    )
    member, firms, courses = "/council/desk/", "/admin/members/firm/review/", "/admin/trainings/course/"
    market = ["/admin/market/finding/", "/admin/market/procurementcase/", "/market/needs/mine/"]
    ideas, scoring = "/admin/ideas/idea/", "/ideas/scoring/"
    assess, duties, pack = (
        f"/admin/handover/{desk}/" for desk in ("criterion/assess", "duty/board", "roletransfer/pack")
    )
    editions = "/admin/editions/yearedition/years/"
    run = [record, counts, months, firms, courses, *market, ideas, scoring, duties]
    assert offered == {
        "council_member": [member, scoring],
        "supervisor": [member, verify, scoring, assess],
        "facilitator": [*run, editions],
        "staff": [*run, pack, editions],
        "administrator": [pack],
    }


def test_the_supervisor_sees_what_waits_for_a_verdict(supervisor, plan):
    [item] = queues.waiting_items(supervisor)

    assert item.count == 2


def test_others_have_no_queue_here(council_member, administrator, firm_a, plan):
    assert [queues.waiting_items(person) for person in (council_member, administrator, firm_a)] == [[], [], []]


def test_before_a_year_runs_nothing_waits(facilitator, supervisor):
    build_plans.planning_year()

    items = queues.waiting_items(facilitator) + queues.waiting_items(supervisor)

    assert [item.count for item in items] == [0, 0, 0, 0]


def test_the_first_page_of_the_desk_shows_the_queues(client, facilitator, plan):
    client.force_login(facilitator)
    own = queues.waiting_items(facilitator)

    shown = client.get("/admin/").context["waiting"]

    assert [item for item in shown if item in own] == own
