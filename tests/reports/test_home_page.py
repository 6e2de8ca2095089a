"""The home page, the list of years."""

import pytest
from django.urls import reverse

from council.models import ProgramYear, Section, Statement
from tests import build
from tests.reports.build_year import small_year
from tests.reports.shown import section, sections, shown

pytestmark = pytest.mark.django_db


def test_the_home_page_shows_this_years_figure_plans_decisions_and_years(client):
    build.year(1402, state=ProgramYear.State.CLOSED)
    small_year()

    response = client.get("/")

    page = shown(response)
    assert page.one("h1").text == "خوشه آزمایشی"
    figure = page.one("a", class_="hero__fig")
    assert figure.attributes["href"] == "/progress/1403/#made"
    assert figure.one("span", class_="fig__val").text == "۹٫۰ درصد؛ برنامه: ۱۰۰٫۰"
    assert sections(response) == ["years", "plans", "decisions", "join"]
    assert page.one("section", id="years").links() == [("۱۴۰۲", "/progress/1402/"), ("۱۴۰۳", "/progress/1403/")]
    assert [node.text for node in page.one("section", id="plans").all("h3")] == ["برنامه یکم", "برنامه دوم"]
    assert ("مصوبه ۱۴۰۳/۰۱-۰۱", "/council/decisions/1403-01-01/") in page.one("section", id="decisions").links()


def test_a_running_year_comes_before_a_newer_planned_one(client):
    small_year()
    build.year(1404, state=ProgramYear.State.PLANNING, reported_plan_count=5)

    assert shown(client.get("/")).one("li", class_="here").one("h3").text == "۱۴۰۳"


def test_reported_facts_alone_are_shown_with_their_source_and_no_figure(client):
    build.cluster(reported_section_count=3)
    build.year(state=ProgramYear.State.PLANNING, reported_plan_count=9)
    decision = build.adopted_decision()
    Statement.objects.create(
        source=decision.source, order=1, topic="handover", speaker="مهدی چنانی", text="اداره امور به شبکه سپرده شود."
    )

    response = client.get("/")

    page = shown(response)
    assert page.all("span", class_="fig__val") == []
    assert page.one("p", class_="lead").text.startswith("نُه برنامه عمل به گزارش منبع برای سال ۱۴۰۳. منبع: خبر ۳۲۰۷۵")
    assert page.one("blockquote").text == "اداره امور به شبکه سپرده شود. مهدی چنانی منبع: خبر ۳۲۰۷۵"
    assert section(response, "sections").one("p", class_="sec__note").text == (
        "خوشه در ۳ بخش مرتبط با یکدیگر فعالیت می‌کند که هر کدام می‌تواند بازار تازه‌ای بگشاید. منبع: خبر ۳۲۰۷۵ نام "
        "بخش‌ها در منبع نیامده است."
    )
    assert page.all(class_="sample") == []


def test_sample_sections_are_marked_and_set_apart_from_the_source(client):
    build.cluster(reported_section_count=3)
    Section.objects.create(order=1, name="نرم‌افزار", name_en="Software", market="صنایع", is_sample=True)

    page = shown(client.get("/en/"))

    part = page.one("section", id="sections")
    assert len(page.all(class_="sample")) == 1
    assert part.one("li").text == "Software صنایع"
    assert part.one("li").one("bdi", lang="fa").text == "صنایع"
    assert "those below are samples" in part.text


def test_an_empty_portal_answers(client):
    answers = [client.get(address) for address in ("/", "/en/", "/progress/", "/en/progress/")]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 200]
    assert shown(answers[2]).one("div", class_="empty").one("h2").text == "هنوز سال برنامه‌ای ثبت نشده است"


def test_the_list_of_years_begins_with_the_newest(client):
    build.year(1402, state=ProgramYear.State.CLOSED)
    build.year(1403, reported_plan_count=9)

    years = shown(client.get(reverse("reports:progress_index"))).one("ol", class_="years")

    assert [card.text for card in years.all("li")] == [
        "سال سوم سال ۱۴۰۳ در حال اجرا نُه برنامه عمل به گزارش منبع",
        "سال دوم سال ۱۴۰۲ پایان‌یافته",
    ]
    assert years.links() == [("سال ۱۴۰۳", "/progress/1403/"), ("سال ۱۴۰۲", "/progress/1402/")]
