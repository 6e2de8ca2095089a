"""Badges, pictures and the feed of a year: the page's figures for other sites, as everybody may see them."""

import datetime as dt
import struct
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actionplans.models import ActionPlan
from council.models import Meeting
from reports import pictures
from tests import build
from tests.feeds import root_of
from tests.reports.build_year import small_year

pytestmark = pytest.mark.django_db
SVG, ATOM = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/2005/Atom}"
BADGE, PLAN_BADGE = "/progress/1403/badge.svg", "/progress/1403/plans/1/badge.svg"
PICTURE, PLAN_PICTURE = "/progress/1403/picture.png", "/progress/1403/plans/1/picture.png"


@pytest.fixture
def year():
    return small_year()


@pytest.fixture
def drawn(monkeypatch):
    """What was drawn, without the drawing."""
    calls = []
    monkeypatch.setattr(pictures, "draw", lambda data: calls.append(data) or b"PNG")
    return calls


def svg(response):
    return root_of(response)


def texts(response):
    return [node.text for node in svg(response).iter(f"{SVG}text")]


def test_a_badge_shows_the_figures_of_its_page_in_both_languages(client, year):
    hero = client.get("/en/progress/1403/").context["hero"]

    english = client.get("/en/progress/1403/badge.svg")

    assert english["Content-Type"] == "image/svg+xml; charset=utf-8"
    assert texts(english) == [
        "Progress of the year 1403",
        "20 March 2025",
        f"Verified {hero['verified']} percent",
        f"Planned {hero['planned']} percent",
    ]
    assert texts(client.get(BADGE))[0] == "پیشرفت سال ۱۴۰۳"


def test_the_bar_of_a_plan_is_as_long_as_what_was_verified(client, year):
    """332 pixels are 100 percent; in Persian it begins at the right edge, 346."""
    hero = client.get("/progress/1403/plans/1/").context["hero"]

    rects = list(svg(client.get(PLAN_BADGE)).iter(f"{SVG}rect"))

    verified = float(rects[3].get("width"))
    assert verified == pytest.approx(332 * float(hero["bar"]["verified"]) / 100, abs=0.1)
    assert float(rects[3].get("x")) == pytest.approx(346 - verified, abs=0.1)


def test_only_a_badge_may_be_taken_by_other_origins(client, year, drawn):
    paths = [BADGE, PLAN_BADGE, PICTURE, "/progress/1403/", "/progress/compare/"]

    assert [client.get(path).get("Cross-Origin-Resource-Policy") for path in paths] == [
        "cross-origin", "cross-origin", None, None, None,
    ]  # fmt: skip
    assert client.get(BADGE)["X-Frame-Options"] == client.get("/progress/1403/")["X-Frame-Options"]
    assert client.get(BADGE)["Content-Security-Policy"] == client.get("/healthz")["Content-Security-Policy"]


def test_a_hostile_name_is_text_and_a_long_one_is_cut(client, year):
    ActionPlan.objects.filter(number=1).update(title='<script>alert(1)</script>&"' + "دراز " * 30)

    response = client.get(PLAN_BADGE)

    assert b"<script" not in response.content
    assert texts(response)[1].startswith('<script>alert(1)</script>&"')
    assert len(texts(response)[1]) <= 53


def test_a_sample_is_marked_on_badge_and_picture(client, year, drawn):
    ActionPlan.objects.update(is_sample=True)

    assert "◆ نمونه" in texts(client.get(BADGE))
    client.get(PLAN_PICTURE)
    assert [data["sample"] for data in drawn] == ["نمونه"]


def test_a_badge_costs_a_fixed_number_of_questions_and_is_kept(client, year):
    for path, queries in ((BADGE, 4), (PLAN_BADGE, 3)):
        with CaptureQueriesContext(connection) as captured:
            page = client.get(path)
        assert (path, len(captured)) == (path, queries)
        assert client.get(path, headers={"if-none-match": page["ETag"]}).status_code == 304


@pytest.mark.parametrize("name", ["badge.svg", "picture.png"])
def test_a_draft_and_what_is_not_there_have_none_whoever_asks(client, year, administrator, drawn, name):
    build.plan(7, year=ActionPlan.objects.first().year)
    client.force_login(administrator)

    paths = [f"/progress/1403/plans/7/{name}", f"/progress/1390/{name}", f"/progress/{10**30}/{name}"]
    assert [client.get(path).status_code for path in paths] == [404, 404, 404]


def test_a_year_without_figures_has_a_badge_that_says_so(client):
    build.year(1404, "planning")

    assert "هنوز رقمی نیست" in texts(client.get("/progress/1404/badge.svg"))


def test_a_picture_is_drawn_once_for_the_same_figures(client, year, drawn):
    first, second = client.get(PICTURE), client.get(PICTURE)

    assert (first.content, first["Content-Type"], second["ETag"], len(drawn)) == (b"PNG", "image/png", first["ETag"], 1)
    assert client.get(PICTURE, headers={"if-none-match": first["ETag"]}).status_code == 304
    assert drawn[0]["figures"]["verified"] == client.get("/progress/1403/").context["hero"]["verified"]

    build.entry(build.ProgressEntry.objects.first().activity, Decimal(100), dt.date(2025, 3, 20), verified=Decimal(100))

    assert client.get(PICTURE, headers={"if-none-match": first["ETag"]}).status_code == 200
    assert len(drawn) == 2


@pytest.mark.long
def test_a_picture_is_1200_by_630(client, year):
    for path in (PICTURE, "/en/progress/1403/plans/1/picture.png"):
        head = client.get(path).content[:24]
        assert (head[:8], struct.unpack(">II", head[16:])) == (b"\x89PNG\r\n\x1a\n", (1200, 630))


def test_pages_name_their_picture_their_language_and_their_badge(client, year):
    page = client.get("/en/progress/1403/plans/1/").content.decode()

    for line in (
        '<meta property="og:image" content="https://portal.example/en/progress/1403/plans/1/picture.png">',
        '<meta property="og:locale" content="en_GB">',
        '<meta property="og:url" content="https://portal.example/en/progress/1403/plans/1/">',
        '<link rel="alternate" hreflang="x-default" href="https://portal.example/progress/1403/plans/1/">',
        '<img class="badge" src="/en/progress/1403/plans/1/badge.svg"',
        "&lt;a href=&quot;https://portal.example/en/progress/1403/plans/1/&quot;&gt;&lt;img src=",
    ):
        assert line in page, line


def test_a_draft_offers_neither_picture_nor_badge(client, year, administrator):
    build.plan(7, year=ActionPlan.objects.first().year)
    client.force_login(administrator)

    page = client.get("/progress/1403/plans/7/").content.decode()

    assert "og:image" not in page
    assert 'id="badge"' not in page


def test_the_feed_of_a_year_tells_decisions_and_verified_reports(client):
    plan = build.plan(3, title="برنامه", title_en="Plan")
    activity = build.activity(plan)
    decision = build.adopted_decision(text="متن", recorded_at=dt.datetime(2024, 5, 16, 8, tzinfo=dt.UTC))
    build.approve(plan, decision)
    build.entry(activity, Decimal(60), dt.date(2024, 8, 21), verified=Decimal(55))
    build.entry(activity, Decimal(70), dt.date(2024, 9, 21), returned="چرا؟")
    build.entry(activity, Decimal(80), dt.date(2024, 10, 21))
    build.decision(build.agenda_item(build.meeting(state=Meeting.State.DRAFT)), text="پیشنهاد")

    root = root_of(client.get("/en/progress/1403/feed.atom"))

    assert [
        (entry.findtext(f"{ATOM}title"), entry.findtext(f"{ATOM}summary")) for entry in root.iter(f"{ATOM}entry")
    ] == [
        ("Action plan 3: a report was verified", "Plan, activity 1: 55 percent up to 21 August 2024."),
        (f"Decision {decision.number}", "متن"),
    ]
    assert client.get("/progress/1390/feed.atom").status_code == 404
    assert '"/progress/1403/feed.atom"' in client.get("/progress/1403/").content.decode()


def test_the_feed_keeps_back_what_is_confidential_and_costs_four_questions(client, django_assert_num_queries):
    build.adopted_decision(text="پنهان", confidential_until=dt.date(2099, 1, 1))

    with django_assert_num_queries(4):
        page = client.get("/progress/1403/feed.atom")

    assert "پنهان" not in page.content.decode()
    assert "محرمانه" in page.content.decode()
