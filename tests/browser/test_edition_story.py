"""An edition from end to end: refused, completed, frozen, decided, unchanged, corrected, checked, tampered with."""

from io import StringIO

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client

from actionplans.models import ActionPlan
from council.models import Decision
from editions.freezing_jobs import run_waiting
from editions.models import YearEdition
from tests import build
from tests.council.build_council import council, held_meeting
from tests.editions import build_editions as build_here
from tests.editions.test_verifying import behind_the_back
from tests.reports.build_year import day, small_year

PREPARE = "/admin/editions/yearedition/prepare/1403/"
FIRST, SECOND = "/progress/1403/editions/1/", "/progress/1403/editions/2/"
BEHIND = ("behind:1403/1", "behind:1403/2")


@pytest.fixture(autouse=True)
def nobody_has_guessed():
    cache.clear()


@pytest.fixture
def year(facilitator, supervisor):
    """The small year, which is over; a rule and a council that decides in the next one."""
    made = small_year(facilitator=facilitator, supervisor=supervisor)
    build.rule()
    made.seats = council(7)
    made.next = build.year(1404, ordinal=4, state="planning", approved_on=None)
    return made


def press(page, button):
    with page.expect_navigation():
        page.locator(button).first.click()


def say(page, subject, reason, action=""):
    """A word on one subject of the list; one button keeps all of them."""
    page.fill(f"[name='{subject}-reason']", reason)
    if action:
        page.fill(f"[name='{subject}-corrective_action']", action)


def complete(page):
    for subject in BEHIND:
        say(page, subject, "قرارداد دیر بسته شد.", "نشست هفتگی")
    press(page, "[name=act][value=note]")


def freeze(page):
    """Order it, let the worker work, find the page again."""
    press(page, "[name=act][value=freeze]")
    assert run_waiting() == 1
    page.goto(PREPARE)


def publish(page, year, number):
    """A proposal of a meeting of the next year is tied to the edition and adopted, as the secretary does it."""
    meeting = held_meeting(year.seats, number=number, year=year.next, held_on=day(2, number, 1404))
    proposal = build.decision(build.agenda_item(meeting), text=f"نسخه {number} منتشر شود.")
    page.goto(f"/admin/editions/yearedition/propose/{proposal.pk}/")
    page.select_option("[name=edition]", index=1)
    press(page, "[name=act][value=propose]")
    page.goto(f"/admin/council/decision/{proposal.pk}/decide/")
    page.check("[name=by_consensus]", force=True)
    press(page, "button[name=act][value=adopted]")
    assert Decision.objects.get(pk=proposal.pk).state == "adopted"


def look(page, path):
    """As somebody who comes anew: a public page may be kept for a minute."""
    page.goto(path)
    page.reload()
    return page.inner_text("main")


def verdict(page, content, name="report.pdf"):
    page.goto("/progress/check/")
    page.set_input_files("#id_file", {"name": name, "mimeType": "application/pdf", "buffer": content})
    press(page, "form[method=post] button")
    return page.locator("[data-verdict]").get_attribute("data-verdict")


def test_a_year_is_frozen_decided_corrected_and_checked(visit, year, facilitator):
    desk = visit(1280, 1600, script=False)
    desk.sign_in(Client(), facilitator)
    desk.forgive("Failed to load resource")
    page = desk.page

    page.goto(PREPARE)
    press(page, "[name=act][value=begin]")
    press(page, "[name=act][value=freeze]")
    refusal = page.locator("[role=alert]").inner_text()
    assert "هنوز نمی‌توان نسخه را منجمد کرد" in refusal
    assert "گزارش ۳۱ تیر ۱۴۰۳ درباره فعالیت ۱ از برنامه ۱" in refusal
    complete(page)
    say(page, f"unverified:{build_here.UNSEEN}", "ناظر در سفر است.")
    freeze(page)
    publish(page, year, 1)

    stranger = visit(360, 1600, script=False).page
    frozen = look(stranger, FIRST)
    assert "۹٫۰" in frozen
    ActionPlan.objects.update(title="نام دیگری", title_en="Another name")
    build.verification(year.waiting, percent=80, by=year.supervisor)
    assert look(stranger, FIRST) == frozen

    page.goto(PREPARE)
    page.fill("[name=erratum]", "گزارش ۳۱ تیر پس از انجماد تأیید شد.")
    press(page, "[name=act][value=begin]")
    complete(page)
    freeze(page)
    publish(page, year, 2)
    changes = look(stranger, f"{SECOND}changes/")
    assert "گزارش ۳۱ تیر پس از انجماد تأیید شد." in changes
    assert "۹٫۰" in changes
    assert "۲۴٫۰" in changes
    assert "این نسخه با نسخه ۲ اصلاح شده است" in look(stranger, FIRST)

    pdf = stranger.context.request.get(f"{FIRST}report.pdf").body()
    assert pdf.startswith(b"%PDF")
    assert verdict(stranger, pdf) == "genuine"
    assert verdict(stranger, pdf + b"\n% one line more") == "altered"

    behind_the_back("editions_yearedition", "document = replace(document, '9.0000', '8.0000')", "number = 1")
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("verify_editions", stdout=out)
    assert out.getvalue().startswith("1403/edition/1: the document was changed")
    assert YearEdition.objects.count() == 2


@pytest.mark.parametrize(("width", "prefix"), [(360, ""), (1280, "/en")])
def test_the_pages_pass_axe_and_stay_within_the_screen(
    visit, axe, no_horizontal_scroll, year, facilitator, width, prefix
):
    build.verification(year.waiting, percent=80, by=year.supervisor)
    year.year = year.one.year
    build_here.publish(build_here.frozen(year))
    build_here.publish(build_here.frozen(year, erratum="اصلاح شمارش", erratum_en="Counted anew"))
    build_here.draft(year, erratum="در دست تهیه")
    desk = visit(width, 1600, language="en-US" if prefix else "fa-IR")
    for path in (FIRST, SECOND, f"{SECOND}changes/", "/progress/1403/editions/", "/progress/check/"):
        desk.page.goto(prefix + path)
        assert axe(desk.page) == []
        no_horizontal_scroll(desk.page)
    desk.sign_in(Client(), facilitator)
    for path in (PREPARE, PREPARE.replace("prepare/1403", "years")):
        desk.page.goto(prefix + path)
        assert axe(desk.page) == []
        no_horizontal_scroll(desk.page)
