"""The pages of open data in a real browser: both languages, narrow and wide, and without script."""

import re

import pytest

from tests import build
from tests.browser.test_public_pages import check

PAGES = ["/open-data/", "/open-data/entries/"]
# Names of rules and formats keep the digits of their language; what a program reads stands in <code> or isolated.
NAMES = re.compile(r"CC BY 4\.0|OpenAPI 3\.1|ISO 8601|SHA-256|UTF-8|DCAT-AP")
PROSE = """() => {
    const copy = document.querySelector("main").cloneNode(true)
    copy.querySelectorAll("code, pre, [dir=ltr]").forEach(part => part.remove())
    return copy.textContent
}"""


@pytest.mark.parametrize(("prefix", "language"), [("", "fa-IR"), ("/en", "en-GB")])
def test_the_pages_fit_and_are_accessible_on_a_phone_and_on_a_desk(visit, axe, no_horizontal_scroll, prefix, language):
    build.cluster()
    page = visit(language=language).page
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        for path in PAGES:
            page.goto(f"{prefix}{path}")
            check(page, axe, no_horizontal_scroll)
            digits = "[0-9]" if not prefix else "[۰-۹]"
            assert re.findall(f".*{digits}.*", NAMES.sub("", page.evaluate(PROSE))) == []


def test_without_script_one_goes_from_the_list_to_a_table_and_its_files(visit):
    build.cluster()
    build.institution("towns", "شهرک‌ها")
    page = visit(width=360, script=False).page

    page.goto("/open-data/")
    page.get_by_role("link", name="نهادها", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()

    assert page.get_by_role("heading", level=1).inner_text() == "نهادها"
    assert download.value.suggested_filename == "institutions.csv"
    assert "شهرک‌ها" in download.value.path().read_text(encoding="utf-8-sig")
