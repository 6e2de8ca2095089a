"""A facilitator orders a list that is too long to go at once, leaves, comes back, and downloads it."""

from datetime import timedelta

from django.core.cache import cache
from django.utils import timezone

from members.exchange import sending
from members.models import ExportJob
from members.services import exports
from tests.members import build_firms


def test_a_long_list_is_ordered_left_found_again_and_downloaded(
    visit, client, person_in, axe, no_horizontal_scroll, monkeypatch
):
    cache.clear()
    monkeypatch.setattr(sending, "STRAIGHT", 2)
    for _number in range(3):
        build_firms.firm()
    browser = visit(360, 900)
    browser.sign_in(client, person_in("facilitator"))
    page = browser.page

    def looked_at():
        assert axe(page) == []
        no_horizontal_scroll(page)

    page.goto("/admin/members/firm/export/xlsx/")
    looked_at()
    page.locator("button.primary").click()
    page.wait_for_selector("progress")
    looked_at()
    ExportJob.objects.update(state="running", claimed_at=timezone.now() - timedelta(hours=1), done=1, total=3)
    page.wait_for_selector("text=۱ از ۳ سطر")  # the page finds out by itself
    page.goto("/admin/members/exportjob/")
    exports.run_waiting()
    page.locator("#result_list tbody th a").first.click()
    page.wait_for_selector("#content-main[data-state=done]")
    looked_at()

    with page.expect_download() as download:
        page.locator("a.btn.primary").click()
    assert download.value.suggested_filename.startswith("firms-")
    assert download.value.suggested_filename.endswith(".xlsx")
