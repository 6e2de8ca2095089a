"""A facilitator imports two hundred firms with three bad rows, reads what is wrong, mends, repeats."""

import re

from members.models import Firm
from members.services.imports import run_waiting
from tests.members import build_firms
from tests.members.build_sheets import HEADS, firm_row, xlsx

DIGITS = str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789")


def send(page, content):
    """Choose the file, send it, and wait until the worker has checked it: the page finds out by itself."""
    page.set_input_files("input[type=file]", {"name": "firms.xlsx", "mimeType": "application/xlsx", "buffer": content})
    page.locator("button.primary").click()
    page.wait_for_selector("progress")
    run_waiting()
    page.wait_for_selector("#content-main:not(:has(progress))")


def test_two_hundred_firms_come_in_once_their_three_bad_rows_are_mended(
    visit, client, person_in, axe, no_horizontal_scroll
):
    build_firms.section(1, "نرم‌افزار")
    rows = [firm_row(number) for number in range(1, 201)]
    bad = [list(row) for row in rows]
    bad[9][2], bad[57][4], bad[199][0] = "12345678901", "غول", ""
    browser = visit()
    browser.sign_in(client, person_in("facilitator"))
    page = browser.page

    page.goto("/admin/members/importjob/add/")
    assert axe(page) == []
    send(page, xlsx(bad))
    problems = [
        [cell.translate(DIGITS) for cell in row.locator("th, td").all_inner_texts()[:2]]
        for row in page.locator("table.sheet tbody tr").all()
    ]
    assert problems == [["11", HEADS[2]], ["59", HEADS[4]], ["201", HEADS[0]]]
    assert axe(page) == []
    assert Firm.objects.count() == 0

    page.locator("a.btn.primary").click()
    send(page, xlsx(rows))
    assert re.search("۲۰۰", page.locator("dl.figs").inner_text())
    assert axe(page) == []
    no_horizontal_scroll(page)
    page.locator("[name=act][value=write]").click()
    page.wait_for_selector("progress")
    run_waiting()
    page.wait_for_selector("#content-main[data-state=done]")

    assert Firm.objects.filter(state="applied").count() == 200
    page.goto("/admin/members/importjob/add/")
    send(page, xlsx(rows))
    assert Firm.objects.count() == 200
