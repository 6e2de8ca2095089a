"""Robots find every public page in both languages, and no draft."""

import re

import pytest

from cluster_portal.sitemaps import SITEMAPS, BilingualSitemap
from council.models import Meeting
from members.models import Network
from tests import build
from tests.ideas import build_ideas
from tests.market import build_findings, build_needs
from tests.members import build_firms
from tests.trainings import build_trainings

pytestmark = pytest.mark.django_db
TAKEN_BY_ROBOTS = 50_000  # addresses of one file, by sitemaps.org


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


def located(text):
    return re.findall(r"<loc>http://testserver([^<]*)</loc>", text)


def listed(client):
    """Every address of every file that the index names."""
    return [path for file in located(client.get("/sitemap.xml").text) for path in located(client.get(file).text)]


def test_every_public_page_and_no_draft_is_listed_in_both_languages(client, rows):
    response = client.get("/sitemap.xml")
    found = listed(client)

    persian = [
        "/",
        "/progress/",
        "/progress/compare/",
        "/progress/check/",
        "/open-data/",
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
    for path in listed(client):
        assert (path, client.get(path).status_code) == (path, 200)


def test_the_map_counts_each_kind_and_asks_four_when_they_changed(client, rows, django_assert_num_queries):
    with django_assert_num_queries(13 + 4):
        client.get("/sitemap.xml")
    with django_assert_num_queries(2):
        client.get("/sitemap-firms.xml")


def test_each_page_names_itself_the_other_language_and_the_one_for_everybody_else(client, rows):
    text = client.get("/sitemap-plans.xml").text

    assert re.findall(r'hreflang="([^"]*)" href="http://testserver([^"]*)"', text) == 2 * [
        ("fa", "/progress/1403/plans/1/"),
        ("en", "/en/progress/1403/plans/1/"),
        ("x-default", "/progress/1403/plans/1/"),
    ]


def test_many_rows_are_parted_into_files_that_lose_none(client, rows, monkeypatch):
    monkeypatch.setattr(SITEMAPS["institutions"], "limit", 4)
    for number in range(4):
        build.institution(key=f"office-{number}")

    files = [path for path in located(client.get("/sitemap.xml").text) if "institutions" in path]

    assert files == ["/sitemap-institutions.xml", "/sitemap-institutions.xml?p=2", "/sitemap-institutions.xml?p=3"]
    paths = [path for file in files for path in located(client.get(file).text)]
    assert len(paths) == len(set(paths)) == 2 * 5


def test_no_file_holds_more_addresses_than_its_limit_and_all_are_in_one(client, rows, monkeypatch):
    whole = sorted(listed(client))
    monkeypatch.setattr(BilingualSitemap, "limit", 6)

    files = [located(client.get(file).text) for file in located(client.get("/sitemap.xml").text)]

    assert max(map(len, files)) == 6
    assert sorted(path for paths in files for path in paths) == whole


def test_no_limit_is_above_what_robots_take_or_parts_a_page_from_its_translation():
    wrong = {name: one.limit for name, one in SITEMAPS.items() if not 0 < one.limit <= TAKEN_BY_ROBOTS or one.limit % 2}

    assert wrong == {}


def test_what_is_no_part_of_the_map_is_not_found(client, rows):
    assert [client.get(path).status_code for path in ("/sitemap-users.xml", "/sitemap-plans.xml?p=9")] == [404, 404]
