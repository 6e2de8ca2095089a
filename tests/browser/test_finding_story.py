"""A gap that a study found: accepted, addressed by plan 4, closed when its indicator is verified, and not before."""

import pytest
from django.test import Client

from council.models import ProgramYear
from market.models import Finding
from tests import build
from tests.market import build_findings as make

FORM = {
    "title": "کمبود نیروی ماهر شبکه", "title_en": "Too few network engineers", "text": "بنگاه‌ها نیرو نمی‌یابند.",
    "identified_on": "۱۴۰۳/۰۲/۱۰", "source_text": "مطالعه شناخت خوشه",
}  # fmt: skip


@pytest.fixture
def plan(groups):
    """Plan 4 of the running year with an indicator whose target was reached, reported with evidence."""
    row = make.approved_plan(4, title="آموزش نیروی شبکه", title_en="Training network engineers")
    assert row.year.state == ProgramYear.State.RUNNING
    return row


@pytest.fixture
def as_person(visit):
    """That person's desk, without script: every step works so."""

    def page_of(user):
        browser = visit(1280, 1400, script=False)
        browser.forgive("422")  # closing without a verified report
        browser.sign_in(Client(), user)
        return browser.page

    return page_of


def press(page, button):
    with page.expect_navigation():
        page.locator(button).click()


def write_down(page):
    page.goto("/admin/market/finding/add/")
    page.select_option("#id_kind", "gap")
    page.select_option("#id_severity", "high")
    page.select_option("#id_origin", "study")
    for name, text in FORM.items():
        page.fill(f"#id_{name}", text)
    press(page, "[name=_save]")
    return Finding.objects.get()


def try_to_close(page, report):
    page.select_option("#id_close-report", f"reading-{report.pk}")
    page.fill("#id_close-note", "صد نفر آموزش دیدند.")
    press(page, "[value=close]")


def verify(page, reading):
    page.goto("/admin/actionplans/verify/")
    page.locator(f"input[name=r{reading.pk}-decision][value=v]").check(force=True)
    press(page, ".sticky-end .primary")
    press(page, "button.primary[value=confirm]")


def events(page):
    return page.locator(".story li .story__meta b").all_inner_texts()


def test_a_gap_of_the_study_is_closed_by_the_verified_indicator_of_plan_4(
    visit, as_person, plan, facilitator, supervisor, axe, no_horizontal_scroll
):
    desk = as_person(facilitator)
    row = write_down(desk)
    desk.goto(f"/admin/market/finding/{row.pk}/desk/")
    press(desk, "[value=accept]")
    desk.select_option("#id_link-plan", str(plan.pk))
    desk.fill("#id_link-note", "با دوره‌های شبکه")
    press(desk, "[value=link]")
    row.refresh_from_db()
    assert (row.state, row.addressed_on is not None) == (Finding.State.ADDRESSED, True)

    reading = build.reading(plan.indicators.get(), 100, by=facilitator)
    make.attach(reading=reading)
    desk.reload()
    try_to_close(desk, reading)
    assert "هنوز این گزارش را تأیید نکرده است" in desk.locator("#errors").inner_text()
    assert desk.input_value("#id_close-note") == "صد نفر آموزش دیدند."
    stranger = visit(360)
    stranger.page.goto("/market/")
    assert stranger.page.locator("#gaps .st").inner_text() == "دارای برنامه"

    verify(as_person(supervisor), reading)
    try_to_close(desk, reading)
    row.refresh_from_db()
    assert (row.state, row.closing_reading) == (Finding.State.CLOSED, reading)

    for width, language in ((360, "fa"), (1280, "en")):
        reader, start = visit(width), "" if language == "fa" else "/en"
        for path in ("/market/", "/market/findings/", f"/market/findings/{row.number}/"):
            reader.page.goto(start + path)
            assert axe(reader.page) == []
            no_horizontal_scroll(reader.page)
        assert len(events(reader.page)) == 6
        reader.page.click("#proof a[href*='#reading-']")
        assert reader.page.url.endswith(f"{start}/progress/1403/plans/4/#reading-{reading.pk}")
        assert reader.page.locator("#findings .st--done").count() == 1
        no_horizontal_scroll(reader.page)
