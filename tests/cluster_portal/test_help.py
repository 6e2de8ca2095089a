"""The help: fifteen pages in both languages, behind the desk's door, linked from the desks that they are about."""

import re

import pytest
from django.urls import reverse

from cluster_portal.help import PAGES
from tests import build
from tests.ideas import build_ideas
from tests.market import build_findings
from tests.trainings import build_trainings

pytestmark = pytest.mark.django_db


def text_of(response):
    return re.sub(r"<[^>]+>", " ", response.content.decode().partition("<article")[2].partition("</article>")[0])


@pytest.mark.parametrize("name", PAGES)
def test_each_page_is_there_in_both_languages(client, facilitator, name):
    client.force_login(facilitator)

    persian = text_of(client.get(f"/admin/help/{name}/"))
    english = text_of(client.get(f"/en/admin/help/{name}/"))

    assert len(PAGES) == 15
    assert re.findall("[0-9]", persian.replace("SHA-256", "").replace("F9", "")) == []
    assert re.findall("[آ-ی]", english) == []
    assert min(len(persian), len(english)) > 300


def test_the_pages_follow_each_other(client, facilitator):
    client.force_login(facilitator)
    seen, address = [], "/admin/help/year/"
    while address:
        page = client.get(address)
        seen.append(address.split("/")[-2])
        following = page.context["following"]
        address = following and reverse("admin:help_page", args=[following[0]])

    assert seen == list(PAGES)


def test_the_help_is_for_people_with_a_desk(client, firm_a):
    client.force_login(firm_a)

    assert [client.get(address).status_code for address in ("/admin/help/", "/admin/help/year/")] == [302, 302]


def test_a_page_that_is_none_is_not_found(client, facilitator):
    client.force_login(facilitator)

    assert client.get("/admin/help/nothing/").status_code == 404


def test_the_desks_link_to_the_page_about_them(client, facilitator, supervisor):
    client.force_login(facilitator)
    year, meeting = build.year(), build.meeting()
    board = reverse("admin:council_meeting_board", args=[meeting.pk])
    pages = {
        board: "meeting",
        f"/admin/actionplans/actionplan/year/{year.year}/": "year",
        "/admin/actionplans/progress/": "recording",
    }
    pages[f"/admin/trainings/course/{build_trainings.course().pk}/desk/"] = "courses"
    pages[reverse("admin:editions_years")] = pages[reverse("admin:editions_prepare", args=[year.year])] = "edition"
    pages[reverse("admin:market_finding_desk", args=[build_findings.finding().pk])] = "market"
    pages[reverse("admin:ideas_idea_desk", args=[build_ideas.idea().pk])] = "ideas"

    for address, name in pages.items():
        assert f'href="/admin/help/{name}/"' in client.get(address).content.decode()
    client.force_login(supervisor)
    assert 'href="/admin/help/verifying/"' in client.get("/admin/actionplans/verify/").content.decode()
    assert 'href="/admin/help/handover/"' in client.get(reverse("admin:handover_assess_list")).content.decode()
