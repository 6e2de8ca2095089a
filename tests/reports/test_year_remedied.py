"""Gaps closed and readiness for the hand-over on the yearly page."""

import datetime as dt
from decimal import Decimal

import pytest

from tests import build
from tests.handover import build_handover
from tests.market import build_findings
from tests.reports.build_year import day, small_year
from tests.reports.shown import section, sections, shown

pytestmark = pytest.mark.django_db
YEAR = "/progress/1403/"


def figures(client, path=YEAR):
    block = section(client.get(path), "remedied")
    return [node.text for node in block.all("span", class_="fig__val")]


def test_gaps_that_plans_of_the_year_remedy_and_those_that_are_closed(client):
    """Two addressed, one of them closed; a strength, and a gap that nothing remedies yet, count nowhere."""
    plan = small_year().one
    build.indicator(plan)
    build_findings.addressed(plan)
    build_findings.closed(plan)
    build_findings.addressed(plan, kind="strength")
    build_findings.finding("accepted")

    assert figures(client) == ["۱"]
    assert "از ۲ کمبود" in section(client.get(YEAR), "remedied").text
    assert section(client.get("/en/progress/1403/"), "remedied").links() == [
        ("The register of gaps", "/en/market/findings/")
    ]


def test_a_gap_whose_proof_was_returned_is_closed_no_longer(client):
    plan = small_year().one
    build.indicator(plan)
    _gap, proof = build_findings.closed(plan)
    assert figures(client) == ["۱"]

    build_findings.give_back(proof)

    assert figures(client) == ["۰"]


def test_gaps_of_another_years_plans_do_not_count(client):
    small_year()
    other = build.plan(year=build.year(1402))
    build.indicator(other)
    build.approve(other)
    build_findings.closed(other)

    assert "remedied" not in sections(client.get(YEAR))


def test_readiness_is_the_weighted_share_of_the_scores_on_the_last_day(client):
    """Weights 10 and 30, scores 3 and 2 of 4: (10 x 3 + 30 x 2) / (4 x 40) = 56.25 percent; one of two is met.

    The score of the year after is not of this year.
    """
    small_year()
    build_handover.criterion(score=3, as_of=day(6, 31))
    late = build_handover.criterion(score=2, as_of=day(9, 30), weight=Decimal(30))
    build_handover.assessment(late, 4, as_of=day(1, 1, 1404))

    assert figures(client) == ["۵۶٫۳"]
    assert "۱ از ۲ معیار الزامی" in section(client.get(YEAR), "remedied").text


def test_without_a_gap_and_an_assessment_nothing_is_said(client):
    small_year()
    build_handover.criterion()
    build_handover.criterion(score=4, as_of=dt.date(2026, 1, 1))

    assert "remedied" not in sections(client.get(YEAR))


@pytest.mark.parametrize("of", ["gap", "criterion"])
def test_a_sample_bears_its_mark(client, of):
    plan = small_year().one
    if of == "gap":
        build_findings.addressed(plan, is_sample=True)
    else:
        build_handover.criterion(score=1, as_of=day(6, 31), is_sample=True)

    page = shown(client.get(YEAR))

    assert [node.text for node in page.one("section", id="remedied").all("span", class_="mark")] == ["نمونه"]
