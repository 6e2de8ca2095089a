"""The register of decisions: filters, text, paging, and the file with the same rows."""

import datetime as dt

import pytest
from django.db.models import Q

from council import effects
from council.models import Decision, Remark
from council.register import PLAIN
from tests import build

pytestmark = pytest.mark.django_db


def found(client, query, language=""):
    """The numbers that the register shows."""
    response = client.get(f"{language}/council/decisions/?{query}")
    return [decision.number for decision in response.context["page"]]


def in_file(client, query):
    lines = client.get(f"/council/decisions.csv?{query}").content.decode("utf-8-sig").splitlines()[1:]
    return [line.split(",")[0] for line in lines]


@pytest.fixture
def decisions():
    """1402/01-01 on ``الف``; 1403/01-01 on a plan of tvto; 1403/01-02 at whose item tvto spoke; 1403/01-03 plain."""
    school = build.institution("tvto", "فنی و حرفه‌ای")
    old = build.meeting(1, year=build.year(1402), held_on=dt.date(2023, 5, 1), state="published")
    first = build.adopted_decision(build.agenda_item(old), text="تصویب الف")
    new = build.meeting(1, state="published")
    second = build.adopted_decision(build.agenda_item(new), text="برنامه‌ی نرم افزار 50% و _x_")
    plan = build.plan(3, lead=school)
    build.activity(plan)
    build.approve(plan, second)
    item = build.agenda_item(new)
    third = build.adopted_decision(item, text="خريد كالا ۱۲", text_en="Buying Goods")
    Remark.objects.create(agenda_item=item, institution=school)
    fourth = build.adopted_decision(build.agenda_item(new), text="سطر ۵۰۰ و xxx")
    return [first, second, third, fourth]


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("", ["1403/01-03", "1403/01-02", "1403/01-01", "1402/01-01"]),
        ("year=1402", ["1402/01-01"]),
        ("year=1403&q=xxx", ["1403/01-03"]),
        ("plan=1403-3", ["1403/01-01"]),
        ("institution=tvto", ["1403/01-02", "1403/01-01"]),
        ("institution=tvto&year=1402", []),
        ("q=%D9%86%D8%B1%D9%85%E2%80%8C%D8%A7%D9%81%D8%B2%D8%A7%D8%B1", ["1403/01-01"]),  # with a ZWNJ
        ("q=خرید کالا 12", ["1403/01-02"]),
        ("q=BUYING", ["1403/01-02"]),
        ("q=1402/01", ["1402/01-01"]),
        ("q=۱۴۰۲/۰۱", ["1402/01-01"]),
        ("q=50%25", ["1403/01-01"]),
        ("q=_x_", ["1403/01-01"]),
        ("q=%25", ["1403/01-01"]),
        ("q=nothing", []),
        ("q=" + "ا" * 60000, []),
        ("year=1399", []),
        ("year=10000000000000000000000000000000", []),
        ("kind=nonsense", []),
        ("plan=1403-9", []),
        ("plan=1403", []),
        ("institution=nobody&year=1403", []),
        ("unknown=1&page=2", ["1403/01-03", "1403/01-02", "1403/01-01", "1402/01-01"]),
        ("q=%00", ["1403/01-03", "1403/01-02", "1403/01-01", "1402/01-01"]),
    ],
)
def test_the_page_and_the_file_show_the_same_rows(client, decisions, query, numbers):
    assert found(client, query) == numbers
    assert in_file(client, query) == numbers


def test_kinds_come_from_the_rooms_that_register_them(client, decisions, monkeypatch):
    kind = effects.Kind("named", "با نام", Q(plan_proposals__isnull=False) | Q(text__contains="الف"))
    monkeypatch.setattr(effects, "_kinds", {"named": kind})

    assert found(client, "kind=named") == ["1402/01-01"]
    assert found(client, f"kind={PLAIN}") == ["1403/01-03", "1403/01-02", "1403/01-01"]
    assert "با نام" in client.get("/council/decisions/").text


def test_a_refused_value_is_said_at_its_field_and_the_way_back_is_shown(client, decisions):
    page = client.get("/council/decisions/?year=1399").text

    assert 'id="filter_year_error"' in page
    assert "هیچ مصوبه‌ای با این جست‌وجو نمی‌خواند" in page
    assert 'href="/council/decisions/"' in page


def test_pages_keep_the_filters(client):
    meeting = build.meeting(1, state="published")
    item = build.agenda_item(meeting)
    for _number in range(26):
        build.adopted_decision(item, text="متن")

    first = client.get("/council/decisions/?year=1403&q=متن")
    second = client.get("/council/decisions/?year=1403&page=2")

    assert [len(page.context["page"]) for page in (first, second)] == [25, 1]
    assert "?year=1403&amp;q=%D9%85%D8%AA%D9%86&amp;page=2" in first.text
    assert "صفحه ۱ از ۲" in " ".join(first.text.split())
    assert "?year=1403&amp;page=1" in second.text
    assert len(in_file(client, "year=1403")) == 26
    assert 'href="/council/decisions.csv?year=1403"' in second.text


@pytest.mark.parametrize("page", ["0", "-1", "abc", "²", "9" * 5000, "1&page=2"])
def test_a_strange_page_is_answered(client, decisions, page):
    assert client.get(f"/council/decisions/?page={page}").status_code == 200


def test_the_file_has_the_scope_of_the_page_for_everybody(client, decisions, council_member):
    build.decision(text="پیشنهاد")
    client.force_login(council_member)

    assert in_file(client, "") == found(client, "")
    assert Decision.objects.count() == 5


def test_the_register_asks_in_the_readers_language(client, decisions):
    page = client.get("/en/council/decisions/").text

    assert "plain resolution" in page
    assert "4 decisions, newest first." in page
    assert 'action="/en/council/decisions/"' in page


@pytest.mark.parametrize(("query", "queries"), [("", 6), ("q=متن", 7), ("year=1403&kind=resolution", 6)])
@pytest.mark.parametrize("rows", [1, 3])
def test_the_register_asks_the_same_however_many_rows_it_shows(client, django_assert_num_queries, query, queries, rows):
    build.institution("tvto")
    for number in range(1, rows + 1):
        meeting = build.meeting(number, state="published")
        for _item in range(rows):
            build.adopted_decision(build.agenda_item(meeting), text="متن")
        plan = build.plan(number)
        build.activity(plan)
        build.approve(plan, Decision.objects.first())
    with django_assert_num_queries(queries):
        client.get(f"/council/decisions/?{query}")
