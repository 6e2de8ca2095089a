"""A firm files its yearly return on a phone, and the yearly page's jobs figure moves."""

import pytest

from tests.members import build_firms
from tests.reports.build_year import small_year
from tests.reports.test_firms_block import FIRMS, YEAR, file_many


@pytest.fixture
def firm(person_in):
    small_year(is_sample=True)
    file_many(is_sample=True)
    made = build_firms.firm("داده‌ورزان کارون", sections=[build_firms.section(1)])
    build_firms.representative(made, person_in("firm_a"))
    return made


@pytest.mark.parametrize("script", [True, False])
def test_the_jobs_figure_moves_with_a_return_filed_on_a_phone(visit, client, firm, axe, no_horizontal_scroll, script):
    browser = visit(width=360, script=script)
    browser.sign_in(client, firm.representatives.get().user)
    page = browser.page
    page.goto(f"/members/desk/{firm.tracking_code}/returns/1403/")
    if script:
        assert axe(page) == []
    no_horizontal_scroll(page)

    for name, typed in [
        ("staff", "۱۵"),
        ("women", "۲۰"),
        ("graduates", "۹"),
        ("local_sales", "2500000000"),
        ("exports", "۰"),
    ]:
        page.fill(f"[name={name}]", typed)
    page.select_option("[name=sales_band]", "1_to_10")
    browser.forgive("422")
    page.locator("#return button").click()
    page.wait_for_selector("#errors")
    assert page.input_value("[name=local_sales]") in ("۲٬۵۰۰٬۰۰۰٬۰۰۰", "2500000000")
    page.fill("[name=women]", "۷")
    page.locator("#return button").click()
    page.wait_for_selector(".notice--good")
    if script:
        assert axe(page) == []

    page.goto(f"{YEAR}#firms")
    assert "۱۳۰" in page.locator("#firms .fig__val").first.inner_text()


@pytest.mark.parametrize(("prefix", "width", "dark"), [("", 360, True), ("", 768, False), ("/en", 1280, False)])
def test_the_page_of_the_sums_is_right(visit, firm, axe, no_horizontal_scroll, prefix, width, dark):
    page = visit(width=width, dark=dark).page

    page.goto(prefix + FIRMS)

    assert axe(page) == []
    no_horizontal_scroll(page)
