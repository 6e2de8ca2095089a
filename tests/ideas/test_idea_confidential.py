"""An idea that a confidential decision adopted is as confidential as the decision."""

import datetime as dt

import pytest
import time_machine
from django.test import Client

from ideas.models import Idea
from persian.jalali import today
from tests import build
from tests.ideas import build_ideas

pytestmark = pytest.mark.django_db
TITLE = "ایده محرمانه"


@pytest.fixture
def places():
    """Every public address on which the idea would stand, and until when the decision is confidential."""
    until = today() + dt.timedelta(days=9)
    decision, call = build.adopted_decision(confidential_until=until), build_ideas.call()
    plan = build.plan(number=7)
    build.activity(plan)
    build.approve(plan)
    idea = build_ideas.idea(state="converted", decision=decision, call=call, plan=plan, title=TITLE)
    build_ideas.proposal(idea, decision)
    paths = {
        "list": "/ideas/",
        "call": f"/ideas/calls/{call.slug}/",
        "page": f"/ideas/{idea.pk}/",
        "plan": "/progress/1403/plans/7/",
        "decision": f"/council/decisions/{decision.slug}/",
    }
    return paths, until


def shown_on(client, paths):
    return {name for name, path in paths.items() if TITLE in client.get(path).text}


def test_nobody_reads_it_before_the_decision_opens_and_everybody_the_day_after(client, places, firm_a):
    paths, until = places
    page = paths["page"]
    met = [shown_on(client, paths), client.get(page).status_code, page in client.get("/sitemap.xml").text]
    client.force_login(firm_a)
    firm = shown_on(client, paths)
    with time_machine.travel(dt.datetime.combine(until + dt.timedelta(days=1), dt.time(9)), tick=False):
        later = Client()
        after = [shown_on(later, paths), later.get(page).status_code]

    assert (met, firm) == ([set(), 404, False], set())
    assert after == [set(paths), 200]


def test_the_council_that_decided_so_reads_it(client, places, council_member, firm_a):
    client.force_login(council_member)

    assert shown_on(client, places[0]) == {"page", "decision"}
    assert list(Idea.objects.visible_to(council_member)) == list(Idea.objects.all())
    assert list(Idea.objects.visible_to(firm_a)) == []
