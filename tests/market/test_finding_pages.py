"""The board, the register of gaps, the list and the page of a finding: what they show, to whom, at what cost."""

import datetime as dt
from contextlib import suppress

import pytest
import time_machine
from django.http import Http404

from actionplans.models import Evidence
from council.models import Meeting, Section, Statement
from market.findings.asking import Asked, asked_of
from market.models import Finding
from tests import build
from tests.market import build_findings as make
from tests.persian.hostile import HOSTILE
from tests.reports.shown import shown

pytestmark = pytest.mark.django_db
State = Finding.State
AZAR_1 = dt.datetime(2024, 11, 21, 9, tzinfo=dt.UTC)


def heads(response):
    return [node.text for node in shown(response).all("th", role="rowheader")]


@pytest.fixture
def section():
    return Section.objects.create(order=1, name="خدمات ابری", name_en="Cloud services")


# The board -----------------------------------------------------------------------------------------------------------
def test_the_board_shows_each_quadrant_the_weightiest_first_and_what_is_closed_last(client):
    plan = make.approved_plan()
    make.finding(State.ACCEPTED, kind="weakness", title="کم‌اهمیت", severity="low")
    make.closed(plan, kind="weakness", title="رفع‌شده", severity="high")
    make.finding(State.ACCEPTED, kind="weakness", title="مهم", severity="high")
    make.finding(State.ACCEPTED, kind="strength", title="توان فنی")
    make.finding(State.IDENTIFIED, kind="threat", title="نپذیرفته")
    make.finding(State.REJECTED, kind="threat", title="یافته ناپذیرفتنی")

    page = shown(client.get("/market/"))

    parts = {
        kind: page.one("section", **{"aria-labelledby": f"h-{kind}"}) for kind in ("strength", "weakness", "threat")
    }
    assert [part.one("h3").text for part in parts.values()] == ["قوت‌ها (۱)", "ضعف‌ها (۳)", "تهدیدها (۰)"]
    assert [link.text for link in parts["weakness"].all("a")] == ["مهم", "کم‌اهمیت", "رفع‌شده"]
    assert "نپذیرفته" not in page.text
    assert "ناپذیرفتنی" not in page.text


def test_a_quadrant_holds_six_and_leads_to_the_rest(client, section):
    for _number in range(7):
        make.finding(State.ACCEPTED, kind="opportunity", section=section)

    part = shown(client.get("/market/?section=1")).one("section", **{"aria-labelledby": "h-opportunity"})

    assert len(part.one("ul").all("li")) == 6
    assert part.links()[-1] == ("هر ۷ مورد", "/market/findings/?kind=opportunity&section=1")
    assert len(heads(client.get("/market/findings/?kind=opportunity&section=1"))) == 7


def test_the_board_of_a_section_holds_that_section_only(client, section):
    make.finding(State.ACCEPTED, title="بخشی", section=section)
    make.finding(State.ACCEPTED, title="عمومی")

    assert [head.split(" ")[1] for head in heads(client.get("/market/?section=1"))] == ["بخشی"]
    assert [head.split(" ")[1] for head in heads(client.get("/market/?section=general"))] == ["عمومی"]
    assert len(heads(client.get("/market/"))) == 2
    assert client.get("/market/?section=۱").status_code == 200


@pytest.mark.parametrize("query", ["section=2", "section=x", "section=-1"])
def test_a_section_that_does_not_exist_is_not_found(client, section, query):
    assert client.get(f"/market/?{query}").status_code == 404


def test_the_register_tells_the_days_the_plan_its_decision_and_the_proof(client, section):
    row, proof = make.closed(make.approved_plan(4), section=section, title="کمبود نیرو", closed_on=dt.date(2024, 10, 1))
    make.link(row, build.plan(5))  # a draft is nobody's business

    line = shown(client.get("/market/")).one("section", id="gaps")

    assert line.rows()[1] == [
        "۱. کمبود نیرو خدمات ابری · اهمیت: متوسط",
        "۱۲ خرداد ۱۴۰۳",
        "۱۲ خرداد ۱۴۰۳ برنامه ۴ سال ۱۴۰۳، مصوبه ۱۴۰۳/۰۱-۰۱",
        "۱۰ مهر ۱۴۰۳ گزارش تأییدشده با مستند آن",
        "بسته‌شده با مستند",
    ]
    assert [address for _words, address in line.links()] == [
        "/market/findings/1/",
        "/progress/1403/plans/4/",
        "/council/decisions/1403-01-01/",
        f"/progress/1403/plans/4/#reading-{proof.pk}",
    ]


def test_the_counts_leave_out_what_is_in_doubt_and_say_so(client):
    plan = make.approved_plan()
    make.finding(State.ACCEPTED)
    make.finding(State.IDENTIFIED)
    make.addressed(plan)
    make.closed(plan)
    _row, proof = make.closed(plan)
    make.give_back(proof)

    part = shown(client.get("/market/")).one("section", id="gaps")

    assert [figure.one("b").text for figure in part.one("ul", class_="funnel").all("li")] == ["۴", "۱", "۱", "۱"]
    assert "گزارشِ پشتوانه ۱ کمبود دیگر پس از بستن برگشت خورد" in part.text
    assert [row[4] for row in part.rows()[1:]] == [
        "پذیرفته‌شده، هنوز بی‌برنامه", "دارای برنامه", "بسته‌شده با مستند", "گزارش پشتوانه برگشت خورد",
    ]  # fmt: skip


def test_the_sources_statements_stand_above_with_their_source_and_an_empty_board_says_what_will_come(client):
    for order, topic in enumerate(["strengths_weaknesses", "market", "trainings"], 1):
        Statement.objects.create(source=build.source(), order=order, topic=topic, speaker="گوینده", text=f"سخن {order}")

    page = shown(client.get("/market/"))

    assert [quote.text for quote in page.all("blockquote")] == [
        "سخن 1 گوینده منبع: خبر ۳۲۰۷۵", "سخن 2 گوینده منبع: خبر ۳۲۰۷۵",
    ]  # fmt: skip
    assert page.one("div", class_="empty").one("h2").text == "هنوز یافته‌ای منتشر نشده است"
    assert {"/market/needs/", "/market/cases/"} <= {address for _words, address in page.links()}


# The list ------------------------------------------------------------------------------------------------------------
def test_the_list_narrows_by_kind_and_state_and_pages_by_twenty(client):
    for _number in range(21):
        make.finding(State.ACCEPTED, kind="threat")
    make.finding(State.ACCEPTED)
    make.addressed(kind="threat")

    assert len(heads(client.get("/market/findings/?kind=gap"))) == 1
    assert len(heads(client.get("/market/findings/?kind=threat&state=addressed"))) == 1
    first, second = (client.get(f"/market/findings/?kind=threat&page={page}") for page in (1, 2))
    assert (len(heads(first)), len(heads(second))) == (20, 2)
    assert shown(first).one("a", rel="next").attributes["href"] == "?kind=threat&page=2"


@pytest.mark.parametrize("query", ["kind=x", "state=identified", "state=rejected", "state=x", "section=9"])
def test_nothing_is_asked_that_is_not_public(client, query):
    assert client.get(f"/market/findings/?{query}").status_code == 404


def test_no_parameter_is_a_fault(client):
    for name in ("kind", "section", "state"):
        for text in HOSTILE:
            with suppress(Http404):
                assert asked_of({name: text}, []) == Asked()
    assert client.get("/market/findings/", {"page": "9" * 50}).status_code == 200


# One finding ---------------------------------------------------------------------------------------------------------
def test_the_page_tells_the_whole_story(client):
    meeting = build.meeting(state=Meeting.State.PUBLISHED)
    item = build.agenda_item(meeting, title="گزارش بازار")
    plan = make.approved_plan(4, title="برنامه مهارت")
    with time_machine.travel(AZAR_1, tick=False):
        row, _proof = make.closed(
            plan, title="کمبود نیرو", text="نیروی ماهر کم است", origin="meeting", source_text="", agenda_item=item,
            closing_note="دوره برگزار شد", owner_institution=build.institution("tvto", "فنی و حرفه‌ای"),
        )  # fmt: skip
        row.links.update(note="با دوره‌ها", linked_on=dt.date(2024, 6, 5))

    page = shown(client.get(f"/market/findings/{row.number}/"))

    assert [(event.one("b").text, event.one("h3").text) for event in page.one("ol", class_="story").all("li")] == [
        ("شناسایی‌شده", "نشست ۱۴۰۳-۰۱، دستور ۱: گزارش بازار"),
        ("پذیرفته‌شده", "از این روز یافته خوشه و همگانی است."),
        ("دارای برنامه", "برنامه‌ای که شورا تصویب کرده است به آن می‌پردازد."),
        ("پیوند به برنامه", "برنامه عمل ۴ سال ۱۴۰۳: برنامه مهارت"),
        ("بسته‌شده", "دوره برگزار شد"),
        ("تأییدشده", "شاخص آزمایشی: ۱۰۰ نفر"),
    ]
    proof = page.one("section", id="proof")
    assert "شاخص آزمایشی: ۱۰۰ نفر" in proof.text
    assert "سند آزمایشی (غیرعمومی)" in proof.text
    assert ("فنی و حرفه‌ای", "/council/institutions/tvto/") in page.links()
    assert ("گزارش بازار" in page.text, "با دوره‌ها" in page.text) == (True, True)


def test_evidence_is_opened_only_where_it_is_released(client, supervisor):
    row, proof = make.closed()
    address = f"/files/{proof.evidence.get().file_id}/"
    page = f"/market/findings/{row.number}/"
    assert address not in client.get(page).text
    Evidence.objects.update(is_public=True)
    assert address in client.get(page).text
    Evidence.objects.update(is_public=False)
    client.force_login(supervisor)
    assert address in client.get(page).text


def test_a_finding_in_doubt_says_why(client):
    row, proof = make.closed()
    make.give_back(proof)
    page = shown(client.get(f"/market/findings/{row.number}/"))
    assert page.one("div", role="alert").text.startswith("ناظر گزارشی را که این یافته با آن بسته شد برگرداند.")
    assert "سند دیگری است" in page.one("section", id="story").text


def test_what_a_firm_said_is_not_for_the_public(client, council_member):
    row = make.finding(State.ACCEPTED, origin="firm", source_text="شرکت راز", title="کمبود")
    for path in (f"/market/findings/{row.number}/", "/market/", "/market/findings/"):
        assert "شرکت راز" not in client.get(path).text
    client.force_login(council_member)
    assert "شرکت راز" in client.get(f"/market/findings/{row.number}/").text


def test_an_unpublished_meeting_is_not_named(client, council_member):
    item = build.agenda_item(build.meeting(state=Meeting.State.HELD), title="دستور محرمانه")
    row = make.finding(State.ACCEPTED, origin="meeting", agenda_item=item, source_text="")
    path = f"/market/findings/{row.number}/"
    assert "دستور محرمانه" not in client.get(path).text
    client.force_login(council_member)
    assert "دستور محرمانه" in client.get(path).text


def test_who_reads_what_is_not_public(client, cast):
    hidden = [make.finding(state, title="نهفته") for state in (State.IDENTIFIED, State.REJECTED)]
    found = {}
    for role, person in cast.items():
        client.logout() if person is None else client.force_login(person)
        found[role] = {client.get(f"/market/findings/{row.number}/").status_code for row in hidden}
    readers = {"council_member", "supervisor", "facilitator", "staff"}
    assert {role for role, statuses in found.items() if statuses == {200}} == readers
    assert all(statuses == {404} for role, statuses in found.items() if role not in readers)
    client.force_login(cast["staff"])
    assert ["نهفته" in client.get(path).text for path in ("/market/", "/market/findings/")] == [False, False]


def test_a_draft_plan_is_named_to_those_who_read_drafts(client, council_member):
    row = make.finding(State.ACCEPTED)
    make.link(row, build.plan(title="پیش‌نویس پنهان"))
    path = f"/market/findings/{row.number}/"
    assert "پیش‌نویس پنهان" not in client.get(path).text
    client.force_login(council_member)
    assert "پیش‌نویس پنهان" in client.get(path).text


def test_a_page_that_is_kept_is_asked_again_by_its_tag_and_holds_nobody(client, staff):
    make.finding(State.ACCEPTED)
    client.force_login(staff)
    assert client.get("/market/").headers["Cache-Control"] == "private, no-cache"
    client.logout()
    for path in ("/market/", "/market/findings/", "/market/findings/1/"):
        first = client.get(path)
        assert (first.headers["Cache-Control"], "csrf" in first.text) == ("public, max-age=60", False)
        assert client.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


def test_the_pages_speak_english(client, section):
    row = make.finding(State.ACCEPTED, title="کمبود", title_en="Too few people", section=section)
    page = shown(client.get(f"/en/market/findings/{row.number}/"))
    assert (page.one("h1").text, "Cloud services" in page.text) == ("Too few people", True)
    assert heads(client.get("/en/market/")) == ["1. Too few people Cloud services · importance: considerable"]


# Cost ----------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("rows", [1, 3])
def test_the_pages_take_a_fixed_number_of_queries(client, django_assert_num_queries, section, rows):
    plans = [make.approved_plan() for _number in range(rows)]
    for plan in plans:
        for kind in ("gap", "strength"):
            row, _proof = make.closed(plan, kind=kind, section=section)
            for other in plans:
                row.links.get_or_create(plan=other)
        make.entry(plan)
    with django_assert_num_queries(8):
        client.get("/market/")
    with django_assert_num_queries(5):
        client.get("/market/findings/")
    with django_assert_num_queries(6):
        client.get("/market/findings/1/")
