"""The public pages in a real browser: narrow and wide, light and dark, both languages, by keyboard, on paper."""

import pytest

from actionplans.models import ActionPlan
from council.models import ProgramYear, Section, Statement
from search.indexing import refresh_entries
from tests import build
from tests.reports.build_year import day, evidence, small_year

FIGURES = ["/", "/progress/", "/progress/1403/?as_of=1403-06-31", "/progress/1403/plans/1/?as_of=1403-06-31"]
COUNCIL = ["/council/", "/council/meetings/", "/council/meetings/1403-01/", "/council/decisions/",
           "/council/decisions/1403-01-01/", "/council/institutions/host/"]  # fmt: skip
FOUND = ["/progress/compare/", "/search/?q=برنامه"]
REFUSED = ["/progress/1403/?as_of=1403-13-01", "/progress/1399/"]
NARROW_PERSIAN = {"width": 360, "dark": True}
WIDE_ENGLISH = {"width": 1280, "language": "en-GB"}


@pytest.fixture
def year(facilitator, supervisor):
    """The small year, with everything on its pages that they can show."""
    build.cluster(reported_section_count=3)
    made = small_year(facilitator=facilitator, supervisor=supervisor, is_sample=True)
    build.year(1402, state=ProgramYear.State.CLOSED)
    made.meeting.source = made.decision.source
    made.meeting.save()
    Statement.objects.create(
        source=made.decision.source, order=1, topic="handover", speaker="مهدی چنانی", text="سپردن امور به شبکه فراگیر"
    )
    section = Section.objects.create(order=1, name="نرم‌افزار و خدمات دیجیتال", market="صنایع استان", is_sample=True)
    made.one.sections.add(section)
    made.one.partners.add(build.institution("tvto", "اداره کل فنی و حرفه‌ای"))
    build.indicator(made.one, title="بنگاه‌های ثبت‌شده", target=60)
    evidence(made.verified, facilitator, is_public=True, caption="صورت‌جلسه میز خرید مشترک")
    build.seat("مینا ناظری", "supervisor", user=supervisor, is_voting=False)
    long = "دسترسی شرکت‌های بومی به خریدهای دولتی و شرکت‌های بزرگ استان"
    ActionPlan.objects.filter(pk=made.one.pk).update(title=long, objective=long, from_source="statement handover")
    later = build.adopted_decision(build.agenda_item(build.meeting(2, held_on=day(6, 1), state="published")))
    made.works.weight, made.milestone.weight = 40, 60
    made.works.save()
    made.milestone.save()
    build.approve(made.one, later)
    ActionPlan.objects.filter(pk=made.two.pk).update(state="stopped", stopped_by=later, stopped_on=day(6, 1))
    refresh_entries()
    return made


OVERFLOWS = """() => [...document.querySelectorAll(".tbl:not(.keep) :is(tbody, tfoot) :is(td, th)")]
    .filter(cell => cell.scrollWidth > cell.clientWidth + 1).map(cell => cell.textContent.trim())"""


def check(page, axe, no_horizontal_scroll):
    assert axe(page) == []
    no_horizontal_scroll(page)
    assert page.evaluate(OVERFLOWS) == []
    assert page.locator("[style], script:not([src])").count() == 0


@pytest.mark.parametrize("path", [*FIGURES, *COUNCIL, *FOUND])
def test_a_page_is_right_on_a_dark_phone_in_persian(visit, year, axe, no_horizontal_scroll, path):
    page = visit(**NARROW_PERSIAN).page

    page.goto(path)

    assert page.locator("html").get_attribute("dir") == "rtl"
    check(page, axe, no_horizontal_scroll)


@pytest.mark.parametrize("path", [*FIGURES, *COUNCIL, *FOUND])
def test_a_page_is_right_on_a_wide_screen_in_english(visit, year, axe, no_horizontal_scroll, path):
    page = visit(**WIDE_ENGLISH).page

    page.goto(f"/en{path}")

    assert page.locator("html").get_attribute("dir") == "ltr"
    check(page, axe, no_horizontal_scroll)


@pytest.mark.parametrize("path", FIGURES)
@pytest.mark.parametrize(("prefix", "width", "dark"), [("", 768, False), ("", 1280, False), ("/en", 360, True)])
def test_the_pages_of_figures_are_right_at_every_width(
    visit, year, axe, no_horizontal_scroll, path, prefix, width, dark
):
    page = visit(width=width, dark=dark).page

    page.goto(prefix + path)

    check(page, axe, no_horizontal_scroll)


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("path", REFUSED)
def test_a_page_that_refuses_is_right_too(visit, year, axe, no_horizontal_scroll, path, prefix):
    one = visit(**NARROW_PERSIAN)
    one.forgive("Failed to load resource: the server responded with a status of 4")

    one.page.goto(prefix + path)

    check(one.page, axe, no_horizontal_scroll)


def test_a_visitor_goes_back_in_time_and_follows_a_figure_without_script(visit, year):
    page = visit(script=False).page
    page.goto("/")
    page.get_by_role("link", name="صفحه کامل پیشرفت").click()
    page.get_by_role("link", name="خرداد", exact=True).click()
    assert page.locator("#known").inner_text().startswith("ارقام ۳۱ خرداد ۱۴۰۳")

    page.get_by_label("وضعیت در تاریخ").fill("۱۴۰۳/۰۳/۰۵")
    page.keyboard.press("Enter")
    assert page.locator("#figures .fig__val").first.inner_text().startswith("۹٫۰")
    page.get_by_role("link", name="این عدد چگونه به دست آمد؟").click()
    page.locator("#made").get_by_role("link").first.click()
    assert page.locator(".fig--hero .fig__val").inner_text().startswith("۱۵٫۰")
    page.locator("#made tbody").get_by_role("link").first.click()

    entry = page.locator(f"#entry-{year.verified.pk}")
    assert page.url.endswith(f"as_of=1403-03-05#entry-{year.verified.pk}")
    assert "مینا ناظری، مشاور-ناظر فنی" in entry.inner_text()
    page.locator("dl.kv").get_by_role("link", name="مصوبه").click()
    assert page.locator("h1").inner_text().endswith("۱۴۰۳/۰۱-۰۱")


def test_the_keyboard_reaches_the_content_the_day_and_the_months(visit, year):
    page = visit().page
    page.goto("/progress/1403/?as_of=1403-06-31")

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    seen = []
    for _ in range(12):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()"))

    assert seen[seen.index("as_of") :][:4] == ["as_of", "نمایش", "فروردین", "اردیبهشت"]


def test_the_chart_has_a_name_a_description_and_a_table_with_its_numbers(visit, year):
    page = visit().page
    page.goto("/progress/1403/?as_of=1403-06-31")

    chart = page.get_by_role("img", name="منحنی پیشرفت سال ۱۴۰۳ تا ۳۱ شهریور")
    legend = page.locator("#scurve .legend b").all_inner_texts()
    page.get_by_text("جدول داده‌های نمودار").click()
    row = page.locator("#scurve tbody tr").nth(5).locator("td").all_inner_texts()

    assert chart.count() == 1
    assert row[:3] == legend
    assert all(value in page.locator("#sc-d").text_content() for value in legend)


@pytest.mark.parametrize(("prefix", "first_is_right"), [("", True), ("/en", False)])
def test_time_has_one_direction_on_a_page(visit, year, prefix, first_is_right):
    page = visit().page
    page.goto(f"{prefix}/progress/1403/?as_of=1403-06-31")

    places = {
        "ruler": [page.locator(".ruler li").nth(at).bounding_box()["x"] for at in (0, 11)],
        "months": [page.locator(".gantt .months > span").nth(at).bounding_box()["x"] for at in (0, 11)],
        "curve": [page.locator(".scurve > text.wide").nth(at).bounding_box()["x"] for at in (0, 7)],
    }

    assert {name: first > last for name, (first, last) in places.items()} == dict.fromkeys(places, first_is_right)


def test_on_paper_the_tables_stay_and_the_controls_go(visit, year, no_horizontal_scroll):
    page = visit(width=800, dark=True).page
    page.goto("/progress/1403/?as_of=1403-06-31")

    page.emulate_media(media="print")

    assert [page.locator(part).first.is_visible() for part in (".asof form", ".rail", ".site nav")] == [False] * 3
    assert [page.locator(part).is_visible() for part in (".sample", "#made table", "#scurve svg.scurve")] == [True] * 3
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    no_horizontal_scroll(page)
