"""The desks in a real browser: in both languages, narrow and wide, light and dark, by keyboard and without script."""

from decimal import Decimal

import pytest

from actionplans.models import MonthLock, ProgressEntry, Verification
from tests import build
from tests.actionplans.build_desk import MONTHS, PDF, PROGRESS, SHAHRIVAR_31, VERIFY, address, approved_plan, evidence

TALL = 3000  # nothing lies under the bar at the lower edge
AS_OF = "?as_of=1403-06-31"


@pytest.fixture
def month(person_in):
    """A plan with four activities: returned, waiting with evidence, waiting without, untouched; and a locked month."""
    plan, activities = approved_plan("40", "30", "20", "10", title_en="Plan one")
    facilitator = person_in("facilitator")
    build.entry(activities[0], Decimal("30"), as_of=build.APPROVAL_DAY, by=facilitator, verified=Decimal("28"))
    build.entry(activities[0], Decimal("60"), as_of=SHAHRIVAR_31, by=facilitator, returned="برگه حضور نیست.")
    evidence(build.entry(activities[1], Decimal("48"), as_of=SHAHRIVAR_31, by=facilitator, narrative="کار شد"))
    build.entry(activities[2], Decimal("70"), as_of=SHAHRIVAR_31, by=facilitator)
    MonthLock.objects.create(year=plan.year, month=1, by=facilitator)
    return activities, facilitator, person_in("supervisor")


def looks(language):
    return {"width": 360, "height": TALL, "dark": True} if language == "fa" else {"width": 1280, "height": TALL}


@pytest.mark.parametrize("language", ["fa", "en"])
@pytest.mark.parametrize("name", [PROGRESS, MONTHS, "history"])
def test_the_facilitators_pages_are_accessible(visit, client, month, axe, no_horizontal_scroll, name, language):
    activities, facilitator, _supervisor = month
    browser = visit(**looks(language))
    browser.sign_in(client, facilitator)
    path = f"/admin/actionplans/activities/{activities[0].pk}/progress/"
    path = ("" if language == "fa" else "/en") + path if name == "history" else address(name, language) + AS_OF

    browser.page.goto(path)

    assert axe(browser.page) == []
    no_horizontal_scroll(browser.page)


@pytest.mark.parametrize("language", ["fa", "en"])
def test_the_supervisors_list_and_review_are_accessible(visit, client, month, axe, no_horizontal_scroll, language):
    _activities, _facilitator, supervisor = month
    browser = visit(**looks(language))
    browser.sign_in(client, supervisor)
    page = browser.page

    page.goto(address(VERIFY, language))
    page.locator("article input[value=r]").last.check()
    assert axe(page) == []
    no_horizontal_scroll(page)
    page.locator("button.primary").click()
    page.wait_for_selector("#errors:focus")
    assert axe(page) == []
    page.locator("textarea:visible").fill("برگه نیست")
    page.locator("button.primary").click()
    page.wait_for_selector("[value=confirm]")
    assert axe(page) == []
    no_horizontal_scroll(page)


def test_a_month_is_recorded_from_the_keyboard(visit, client, month, axe):
    activities, facilitator, _supervisor = month
    browser = visit(height=TALL)
    browser.sign_in(client, facilitator)
    page = browser.page
    page.goto(address(PROGRESS) + AS_OF)

    page.locator("input.num").first.focus()
    page.keyboard.type("۲۵")
    assert page.locator(".fall").first.is_visible()
    assert page.locator("details.why").first.get_attribute("open") is not None
    page.keyboard.press("Enter")
    page.keyboard.press("=")
    page.keyboard.type("101")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Control+KeyS")
    page.wait_for_selector("#errors:focus")

    assert axe(page) == []
    assert page.locator("tr.bad").count() == 2
    assert [one.entries.count() for one in activities] == [2, 2, 1, 0]
    assert page.locator("#tally").inner_text() == "۲ ردیف مقدار نو دارد."
    page.locator(f"#a{activities[2].pk}-percent").fill("72")
    page.locator(f"#a{activities[0].pk}-percent").fill("")
    page.locator(f"#a{activities[0].pk}-evidence").evaluate("box => box.closest('details').open = true")
    page.locator(f"#a{activities[0].pk}-percent").fill("61")
    page.locator(f"#a{activities[0].pk}-evidence").set_input_files(
        {"name": "sheet.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    page.locator(".sticky-end .primary").click()
    page.wait_for_selector(".messagelist .success")
    assert [one.entries.count() for one in activities] == [3, 2, 2, 0]
    assert ProgressEntry.objects.latest("pk").evidence.count() + activities[0].entries.first().evidence.count() == 1


def test_from_anywhere_in_a_row_the_keyboard_goes_on_to_the_next_value(visit, client, month):
    activities, facilitator, _supervisor = month
    browser = visit(height=TALL)
    browser.sign_in(client, facilitator)
    page = browser.page
    page.goto(address(PROGRESS) + AS_OF)

    page.keyboard.press("Control+Enter")
    page.keyboard.type("65")
    page.locator(f"#a{activities[0].pk}-narrative").focus()
    page.keyboard.type("کار شد")
    page.keyboard.press("Control+Enter")
    page.keyboard.type("50")

    assert page.locator(f"#a{activities[0].pk}-percent").input_value() == "65"
    assert page.locator(f"#a{activities[1].pk}-percent").input_value() == "50"
    assert page.locator(".fall:visible, details.why[open]").count() == 0  # «6» asked for both, «65» for neither
    assert page.locator(f"#a{activities[0].pk}-narrative").input_value() == "کار شد"


def test_the_supervisor_decides_from_the_keyboard(visit, client, month):
    activities, _facilitator, supervisor = month
    browser = visit()
    browser.sign_in(client, supervisor)
    page = browser.page
    page.goto(address(VERIFY))

    for key in ["KeyJ", "Digit1", "KeyJ", "Digit3"]:
        page.keyboard.press(key)
    page.keyboard.type("برگه حضور نیست")
    page.keyboard.press("Control+KeyS")
    page.locator("button.primary[value=confirm]").click()
    page.wait_for_selector(".messagelist .success")

    newest = [one.entries.first().verifications.get().verdict for one in activities[1:3]]
    assert newest == [Verification.Verdict.VERIFIED, Verification.Verdict.RETURNED]


def test_without_script_the_desks_are_plain_forms(visit, client, month):
    activities, facilitator, supervisor = month
    browser = visit(script=False)
    browser.sign_in(client, facilitator)
    page = browser.page
    page.goto(address(PROGRESS) + AS_OF)
    page.locator(f"#a{activities[3].pk}-percent").fill("55")
    page.keyboard.press("Enter")
    page.wait_for_selector(".messagelist .success")
    assert activities[3].entries.get().percent == 55

    browser = visit(script=False)
    browser.sign_in(client, supervisor)
    page = browser.page
    page.goto(address(VERIFY))
    page.locator("article").last.locator("input[value=v]").check(force=True)
    page.locator(".sticky-end .primary").click()
    page.locator("button.primary[value=confirm]").click()
    page.wait_for_selector(".messagelist .success")
    assert activities[3].entries.get().verifications.get().percent == 55
