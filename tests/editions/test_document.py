"""What stands in the document of an edition: what was decided and public on its day, and still holds."""

import datetime as dt

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import roles
from actionplans.models import BaselineTarget, Indicator
from editions.document import edition_document
from editions.models import YearEdition
from editions.services import begin_edition, tail_of, write_note
from market.models import Finding
from tests import build
from tests.editions import build_editions as build_here
from tests.market import build_findings
from tests.reports import build_courses
from tests.reports.build_year import day, small_year

pytestmark = pytest.mark.django_db


def document_of(made):
    return edition_document(YearEdition(year=made.one.year, number=1, as_of=made.one.year.end), tail_of)


def test_plans_that_are_drafts_are_named_nowhere():
    made = build_here.ready_year()
    plans = [made.one, made.two, build.plan(9), build.plan(10)]
    build.approve(plans[3], made.decision)
    gap = build_findings.finding(Finding.State.ADDRESSED, addressed_on=day(4, 1))
    for plan in reversed(plans):
        build_findings.link(gap, plan)
    build_courses.ended(plans[2], day(4, 20), 1, slug="of-a-draft")
    build_courses.ended(made.one, day(4, 21), 1, slug="of-a-plan")

    found = document_of(made)

    assert found["findings"]["gaps"][0]["plans"] == ["1403/1", "1403/2", "1403/10"]
    courses = {row["slug"]: row["plan"] for row in found["trainings"]["courses"]}
    assert courses == {"of-a-draft": None, "of-a-plan": "1403/1"}


def test_gaps_stand_as_they_stood_on_the_day():
    made = build_here.ready_year()
    later = build_findings.finding(Finding.State.ADDRESSED, addressed_on=dt.date(2025, 3, 21))
    build_findings.link(later, made.one)
    assert document_of(made)["findings"] == {"addressed": 0, "closed": 0, "gaps": []}

    Finding.objects.update(addressed_on=dt.date(2025, 3, 20))  # the last day of 1403

    found = document_of(made)["findings"]
    assert (found["addressed"], found["closed"], found["gaps"][0]["addressed_on"]) == (1, 0, "2025-03-20")


def test_targets_are_those_of_the_baseline_in_force_and_draft_indicators_stay_out():
    made = build_here.ready_year()
    decided = build.indicator(made.one, target=10)
    BaselineTarget.objects.create(baseline=made.one.baselines.get(), indicator=decided, target=10)
    build.reading(decided, 5, verified=5)
    Indicator.objects.update(target=99)  # a draft of the next baseline
    build.reading(build.indicator(made.one, title="پیش‌نویس", target=77), 7)

    found = document_of(made)

    assert [(row["key"], row["target"]) for row in found["plans"][0]["indicators"]] == [("1403/1/i1", "10.00")]
    assert [row["indicator"] for row in found["readings"]] == ["1403/1/i1"]


def test_a_note_whose_matter_is_settled_is_left_out():
    made = small_year()
    edition = begin_edition(year=made.one.year, by=made.facilitator)
    say = {"edition": edition, "by": made.facilitator}
    write_note(**say, kind="unverified", subject=build_here.UNSEEN, reason="ناظر در سفر است.")
    for number in (1, 2):
        write_note(**say, kind="behind", subject=f"1403/{number}", reason="قرارداد", corrective_action="نشست")
    assert len(edition_document(edition, tail_of)["notes"]) == 3

    build.verification(made.waiting, percent=80, by=made.supervisor)
    build.entry(made.later, 100, day(12, 1), by=made.facilitator, verified=100)

    assert [(row["about"], row["subject"]) for row in edition_document(edition, tail_of)["notes"]] == [
        ("behind", "1403/1")
    ]


@pytest.mark.parametrize(("days", "is_open"), [(-1, True), (0, False), (1, False)])
def test_a_decision_is_closed_through_the_day_that_it_names(days, is_open):
    made = build_here.ready_year()
    until = made.one.year.end + dt.timedelta(days=days)
    build.adopted_decision(build.agenda_item(made.meeting), text="متن", confidential_until=until, number="1403/01-77")

    found = {row["number"]: row["text"] for row in document_of(made)["decisions"]}

    assert (found["1403/01-77"] is not None) is is_open


@pytest.mark.parametrize("names", [(roles.FACILITATOR, roles.STAFF), (roles.STAFF, roles.FACILITATOR)])
def test_of_several_roles_the_same_is_named_whatever_their_ids(names):
    Group.objects.filter(name__in=names).delete()
    made = small_year(facilitator=build.user("عامل"), supervisor=build.user("ناظر"))
    for name in names:
        made.facilitator.groups.add(Group.objects.create(name=name))

    assert document_of(made)["entries"][0]["recorded_by"] == {"role": roles.FACILITATOR}


def test_any_number_of_courses_costs_the_same():
    made, counts = build_here.ready_year(), []
    for slugs in (["one"], ["two", "three", "four"]):
        for slug in slugs:
            build_courses.ended(made.one, day(4, 20), 1, slug=slug)
        with CaptureQueriesContext(connection) as met:
            assert len(document_of(made)["trainings"]["courses"]) in {1, 4}
        counts.append(len(met))

    assert counts[0] == counts[1]
