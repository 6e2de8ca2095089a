"""What stands on the council's pages about plans."""

import pytest

from actionplans.models import ActionPlan, PlanProposal
from tests import build
from tests.reports.build_year import day, small_year
from tests.reports.shown import section, shown

pytestmark = pytest.mark.django_db
DECISION = "/council/decisions/1403-01-01/"


def listed(part):
    return [(link, address) for link, address in part.links()]


def test_a_decision_leads_to_the_plans_that_it_approved(client):
    small_year()

    part = section(client.get(DECISION), "plans")

    assert [node.text for node in part.all("h3")] == ["تصویب‌شده"]
    assert listed(part) == [("برنامه یکم", "/progress/1403/plans/1/"), ("برنامه دوم", "/progress/1403/plans/2/")]


def test_a_decision_tells_approving_amending_and_stopping_apart(client):
    made = small_year()
    other = build.adopted_decision(build.agenda_item(build.meeting(2, held_on=day(4, 10), state="published")))
    PlanProposal.objects.create(decision=other, plan=made.one, act=PlanProposal.Act.STOP)
    PlanProposal.objects.create(decision=other, plan=made.two, act=PlanProposal.Act.AMEND)

    part = section(client.get("/en/council/decisions/1403-02-01/"), "plans")

    assert [node.text for node in part.all("h3")] == ["Amended: a new baseline", "Stopped"]
    assert listed(part) == [("برنامه دوم", "/en/progress/1403/plans/2/"), ("Plan one", "/en/progress/1403/plans/1/")]


def test_a_draft_on_a_decision_is_for_who_may_read_drafts(client, council_member):
    made = small_year()
    draft = build.plan(3, title="پیش‌نویس")
    PlanProposal.objects.create(decision=made.decision, plan=draft)

    public = section(client.get(DECISION), "plans").text
    client.force_login(council_member)

    assert "پیش‌نویس" not in public
    assert "پیش‌نویس" in section(client.get(DECISION), "plans").text


def test_a_decision_without_plans_has_no_such_block(client):
    build.adopted_decision()

    assert shown(client.get(DECISION)).all("section", id="plans") == []


def test_an_institution_shows_what_it_leads_and_joins(client):
    made = small_year()
    build.plan(3, title="پیش‌نویس", lead=made.one.lead)
    made.two.partners.add(made.one.lead)

    part = section(client.get("/council/institutions/host/"), "plans")

    assert [node.text for node in part.all("h3")] == ["مسئول آن‌هاست", "در آن‌ها همکار است"]
    assert listed(part) == [("برنامه یکم", "/progress/1403/plans/1/"), ("برنامه دوم", "/progress/1403/plans/2/")]


def test_sample_plans_are_marked_there_too(client):
    small_year(is_sample=True)
    ActionPlan.objects.filter(number=2).update(is_sample=False)

    assert len(section(client.get(DECISION), "plans").all("span", class_="mark")) == 1
