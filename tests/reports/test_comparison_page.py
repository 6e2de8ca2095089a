"""The years side by side: the pages' own figures, what is not known, and the place for frozen editions."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actionplans.arithmetic import Status
from council.models import ProgramYear
from reports import comparing
from tests import build
from tests.reports.build_year import small_year

pytestmark = pytest.mark.django_db
PAGE = "/progress/compare/"


@pytest.fixture
def years():
    """1401: a source reports nine plans. 1402: one plan of 100, verified 40 of planned 100. 1403: the small year."""
    small_year()
    build.year(1401, ProgramYear.State.CLOSED, reported_plan_count=9)
    earlier = build.year(1402, ProgramYear.State.CLOSED)
    plan = build.plan(year=earlier)
    end = earlier.end
    build.activity(plan, start=earlier.start, finish=end, reported=Decimal(50), verified=Decimal(40), as_of=end)
    build.approve(plan, in_force_on=earlier.start)


def cells(client, path=PAGE):
    """name → what stands under each year."""
    groups = client.get(path).context["groups"]
    return {str(line["name"]): [cell["words"] for cell in line["cells"]] for group in groups for line in group["lines"]}


def test_each_year_has_the_figures_of_its_own_page(client, years):
    table = cells(client, "/en/progress/compare/")

    page = client.get("/en/progress/1403/").context["hero"]
    assert table["Planned"] == ["—", "100.0", page["planned"]]
    assert table["Reported"] == ["—", "50.0", page["reported"]]
    assert table["Verified"] == ["—", "40.0", page["verified"]]
    assert table["All"] == ["9", "1", "2"]
    assert table["Behind plan"][:2] == ["—", "1"]
    assert table["People trained"] == ["0", "0", "0"]
    assert table["Jobs in these firms"] == ["—", "—", "—"]


def test_what_is_not_known_and_not_comparable_is_said(client, years):
    text = client.get("/en/progress/compare/").content.decode()

    assert (
        "1401: A source reports that plans were approved; their progress is not recorded. So it has no percent" in text
    )
    assert "how much work that was" in text
    assert "without regard to prices" in text


def test_the_chart_has_a_title_a_description_and_a_table_with_its_numbers(client, years):
    response = client.get("/en/progress/compare/")

    assert (
        '<title id="m-1402-t">Year 1402</title><desc id="m-1402-d">verified 40.0 of planned 100.0 percent</desc>'
        in (response.content.decode())
    )
    last = response.context["months"][-1]
    assert (last["month"], last["cells"][:4]) == ("Esfand", ["—", "—", "100.0", "40.0"])


def test_a_running_year_says_that_it_is_not_over(client, years, time_machine):
    time_machine.move_to(dt.datetime(2024, 11, 1, 8, 0, tzinfo=dt.UTC))

    assert (
        "1403 is not over: its figures are of 1 November 2024" in client.get("/en/progress/compare/").content.decode()
    )


def test_the_page_asks_seven_questions_for_one_year_and_for_three(client, years):
    with CaptureQueriesContext(connection) as three:
        client.get(PAGE)
    for number in (1404, 1405):
        build.year(number, ProgramYear.State.PLANNING, ordinal=number - 1400)
    with CaptureQueriesContext(connection) as five:
        client.get(PAGE)

    assert (len(three), len(five)) == (8, 8)


def test_a_published_edition_takes_the_place_of_live_figures(client, years, monkeypatch):
    def frozen(rows):
        (year,) = (row for row in rows if row.year == 1402)
        figures = {"planned": Decimal(100), "verified": Decimal("41.25"), "statuses": {Status.BEHIND: 1}}
        return {year.pk: figures | {"edition": "Edition 1", "url": "/progress/1402/editions/1/"}}

    monkeypatch.setattr(comparing, "_frozen", [])
    comparing.register_frozen(frozen)

    page = client.get("/en/progress/compare/")

    assert cells(client, "/en/progress/compare/")["Verified"][1] == "41.3"
    assert '<a class="small" href="/progress/1402/editions/1/">Edition 1</a>' in page.content.decode()
    note = "1402: the figures, also those of money, are those of Edition 1 up to "
    assert (note in page.text, "Paid up to today" in page.text) == (True, False)


def test_a_portal_without_years_says_what_will_appear(client):
    assert "No programme year is recorded yet" in client.get("/en/progress/compare/").content.decode()


def test_the_page_is_kept_and_only_shows(client, years):
    page = client.get(PAGE)

    assert page["Cache-Control"] == "public, max-age=60"
    assert client.get(PAGE, headers={"if-none-match": page["ETag"]}).status_code == 304
    assert client.post(PAGE).status_code == 405
