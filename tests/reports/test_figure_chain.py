"""From a figure of the year to what stands behind it, by the links on the pages alone."""

import re

import pytest

from tests.reports.build_year import SHAHRIVAR, small_year
from tests.reports.shown import section, shown

pytestmark = pytest.mark.django_db


def link(node, words):
    """The address behind these words."""
    return dict(node.links())[words]


def last_number(row):
    return re.findall(r"[۰-۹]+٫[۰-۹]|—", row[-1])[0]


def test_a_figure_can_be_followed_to_report_verifier_decision_and_minutes(client, supervisor):
    small_year(supervisor=supervisor)
    home = shown(client.get(SHAHRIVAR))

    headline = home.one("section", id="figures").all("span", class_="fig__val")[0].text.split()[0]
    year_sum = home.one("section", id=link(home.one("section", id="figures"), "این عدد چگونه به دست آمد؟").lstrip("#"))
    plan_address = link(year_sum, "برنامه یکم")
    plan = client.get(plan_address)
    plan_sum = section(plan, "made")
    entry = link(plan_sum, "کار پیوسته").lstrip("#")
    report = shown(plan).one("tr", id=entry)
    decision_address = link(shown(plan).one("dl", class_="kv"), "مصوبه ۱۴۰۳/۰۱-۰۱")
    minutes_address = link(shown(plan).one("dl", class_="kv"), "صورت‌جلسه شماره ۱")

    assert last_number(year_sum.rows()[-1]) == headline == "۹٫۰"
    assert year_sum.rows()[1][-1] == "۹٫۰ ۶۰ × ۱۵٫۰"
    assert last_number(plan_sum.rows()[-1]) == "۱۵٫۰"
    assert plan_sum.rows()[1][-1] == "۱۵٫۰ ۵۰ × ۳۰٫۰"
    assert report.all("td")[2].text == "۳۰٫۰"
    assert "تأییدشده با ۳۰٫۰ مشاور-ناظر فنی" in report.text
    assert "۱۴۰۳/۰۱-۰۱" in shown(client.get(decision_address)).one("h1").text
    assert client.get(minutes_address).status_code == 200
    assert any(address == decision_address for _words, address in shown(client.get(minutes_address)).links())


@pytest.mark.long
def test_every_link_of_the_pages_leads_somewhere(client):
    small_year()

    for page in ["/", "/progress/", SHAHRIVAR, "/progress/1403/plans/1/", "/en/progress/1403/plans/2/"]:
        tree = shown(client.get(page))
        anchors = {node.attributes["id"] for node in tree.all() if "id" in node.attributes}
        for words, address in tree.links():
            if address.startswith("#"):
                assert address[1:] in anchors, (page, words, address)
            else:
                path, _hash, anchor = address.partition("#")
                target = client.get(path)
                assert target.status_code == 200, (page, words, address)
                there = {node.attributes["id"] for node in shown(target).all() if "id" in node.attributes}
                assert not anchor or anchor in there, (page, words, address)
