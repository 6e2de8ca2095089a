"""Robots find every public page in both languages, and no draft."""

import re

import pytest

from council.models import Meeting
from members.models import Network
from tests import build
from tests.ideas import build_ideas
from tests.market import build_findings, build_needs
from tests.members import build_firms
from tests.trainings import build_trainings

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows():
    """An approved plan and a draft, a published meeting and a draft one, decisions adopted, rejected and proposed."""
    item = build.agenda_item(build.meeting(state=Meeting.State.PUBLISHED))
    decision = build.adopted_decision(item)
    build.decision(item)
    build.decision(item, state="rejected")
    build.approve(build.activity().plan, decision)
    build.plan()
    build.meeting(state=Meeting.State.DRAFT)
    build.institution(key="university")
    build_firms.firm(slug="karun", tracking_code="K-1")
    build_firms.firm(is_listed=False)
    Network.objects.create(key="buyers", kind="business", legal_form="consortium", name="شبکه خرید")
    build_trainings.course(slug="programming", provider=build.institution(key="university"))
    build_trainings.course(state="draft", provider=build.institution(key="university"))
    build_findings.finding("accepted")
    build_findings.finding("identified")
    build_needs.need(institution=build.institution(key="university"))
    build_needs.need("draft", institution=build.institution(key="university"))
    build_ideas.idea("adopted", pk=71, decision=decision)
    build_ideas.idea("submitted")
    build_ideas.call(slug="spring")


def test_every_public_page_and_no_draft_is_listed_in_both_languages(client, rows):
    response = client.get("/sitemap.xml")
    found = re.findall(r"<loc>http://testserver([^<]*)</loc>", response.text)

    persian = [
        "/",
        "/progress/",
        "/council/",
        "/council/meetings/",
        "/council/decisions/",
        "/progress/1403/",
        "/progress/1403/plans/1/",
        "/council/meetings/1403-01/",
        "/council/decisions/1403-01-01/",
        "/council/institutions/university/",
        "/members/",
        "/members/networks/",
        "/members/karun/",
        "/members/networks/buyers/",
        "/trainings/",
        "/trainings/programming/",
        "/market/",
        "/market/findings/",
        "/market/findings/1/",
        "/market/cases/",
        "/market/needs/",
        "/market/needs/1/",
        "/ideas/",
        "/ideas/71/",
        "/ideas/calls/",
        "/ideas/calls/spring/",
        "/handover/",
    ]
    assert response.headers["Content-Type"] == "application/xml"
    assert sorted(found) == sorted(persian + [f"/en{path}" for path in persian])


def test_each_page_of_the_map_is_there(client, rows):
    for path in re.findall(r"<loc>http://testserver([^<]*)</loc>", client.get("/sitemap.xml").text):
        assert (path, client.get(path).status_code) == (path, 200)


def test_the_map_takes_one_query_for_each_kind(client, rows, django_assert_num_queries):
    with django_assert_num_queries(12):
        client.get("/sitemap.xml")
