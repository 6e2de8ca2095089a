"""The day picker in a real browser: by keyboard, by mouse, in both languages, in rows that are added later."""

import csv
from pathlib import Path

import pytest

from persian.text import sort_key
from tests import build

MEETING = "/admin/council/meeting/add/"
ICU = Path(__file__).parent.parent / "data" / "jalali-months-1370-1451.csv"


@pytest.fixture
def form(visit, client, person_in):
    """``form("en", width=360)`` gives the page on which a meeting is added, signed in as facilitator."""
    facilitator = person_in("facilitator")
    build.year(1403)

    def open_form(language="fa", path=MEETING, **options):
        browser = visit(language={"fa": "fa-IR", "en": "en-GB"}[language], **options)
        browser.sign_in(client, facilitator)
        browser.page.goto(("" if language == "fa" else "/en") + path)
        return browser.page

    return open_form


def day_field(page, typed):
    page.locator("#id_held_on").fill(typed)
    page.locator("#id_held_on").press("Tab")
    return page.locator("#id_held_on + button")


def focused(page):
    return page.evaluate("document.activeElement.getAttribute('aria-label')")


@pytest.mark.parametrize(
    ("keys", "written", "read_out"),
    [
        (["Enter"], "۱۴۰۳/۰۶/۳۱", "شنبه ۳۱ شهریور ۱۴۰۳"),
        (["ArrowLeft", "Enter"], "۱۴۰۳/۰۷/۰۱", "یکشنبه ۱ مهر ۱۴۰۳"),
        (["ArrowRight", "Space"], "۱۴۰۳/۰۶/۳۰", "جمعه ۳۰ شهریور ۱۴۰۳"),
        (["ArrowDown", "ArrowUp", "ArrowDown", "Enter"], "۱۴۰۳/۰۷/۰۷", "شنبه ۷ مهر ۱۴۰۳"),
        (["End", "Enter"], "۱۴۰۳/۰۷/۰۶", "جمعه ۶ مهر ۱۴۰۳"),
        (["ArrowLeft", "ArrowLeft", "Home", "Enter"], "۱۴۰۳/۰۶/۳۱", "شنبه ۳۱ شهریور ۱۴۰۳"),
        (["PageDown", "Enter"], "۱۴۰۳/۰۷/۳۰", "دوشنبه ۳۰ مهر ۱۴۰۳"),
        (["PageUp", "Enter"], "۱۴۰۳/۰۵/۳۱", "چهارشنبه ۳۱ مرداد ۱۴۰۳"),
        (["Shift+PageDown", "Enter"], "۱۴۰۴/۰۶/۳۱", "دوشنبه ۳۱ شهریور ۱۴۰۴"),
        ([*["PageDown"] * 6, "Enter"], "۱۴۰۳/۱۲/۳۰", "پنجشنبه ۳۰ اسفند ۱۴۰۳"),
        ([*["PageDown"] * 6, "Shift+PageDown", "Enter"], "۱۴۰۴/۱۲/۲۹", "جمعه ۲۹ اسفند ۱۴۰۴"),
    ],
)
def test_a_day_is_picked_by_keyboard_alone(form, keys, written, read_out):
    page = form()
    assert day_field(page, "1403-06-31").evaluate("e => e === document.activeElement")
    page.keyboard.press("Enter")
    for key in keys[:-1]:
        page.keyboard.press(key)
    assert focused(page).replace("\u200c", "") == read_out

    page.keyboard.press(keys[-1])

    assert page.locator("#id_held_on").input_value() == written
    assert page.locator("dialog").count() == 0
    assert focused(page) == "انتخاب از تقویم: روز"


@pytest.mark.parametrize(
    ("typed", "keys", "written", "read_out"),
    [
        ("2024-02-28", ["ArrowRight", "Enter"], "2024-02-29", "Thursday 29 February 2024"),
        ("2024-02-29", ["Shift+PageUp", "Enter"], "2023-02-28", "Tuesday 28 February 2023"),
        ("2024-09-21", ["Home", "Enter"], "2024-09-16", "Monday 16 September 2024"),
        ("1403/06/31", ["End", "Enter"], "2024-09-22", "Sunday 22 September 2024"),
    ],
)
def test_english_picks_in_the_gregorian_calendar(form, typed, keys, written, read_out):
    page = form("en")
    day_field(page, typed)
    page.keyboard.press("Enter")
    for key in keys[:-1]:
        page.keyboard.press(key)
    assert focused(page) == read_out
    page.keyboard.press(keys[-1])
    assert page.locator("#id_held_on").input_value() == written
    assert focused(page) == "Choose from the calendar: Day"


def test_escape_changes_nothing_and_gives_the_focus_back(form):
    page = form()
    button = day_field(page, "1403-06-31")
    page.keyboard.press("Enter")
    assert button.get_attribute("aria-expanded") == "true"
    page.keyboard.press("PageDown")
    page.keyboard.press("Escape")
    assert page.locator("dialog").count() == 0
    assert button.get_attribute("aria-expanded") == "false"
    assert button.evaluate("e => e === document.activeElement")
    assert page.locator("#id_held_on").input_value() == "1403-06-31"


@pytest.mark.parametrize("typed", ["", "1404/12/30", "1403/13/01", "فردا"])
def test_what_is_no_day_opens_the_calendar_at_today_in_tehran(visit, client, person_in, typed):
    browser = visit()
    browser.sign_in(client, person_in("facilitator"))
    page = browser.page
    page.clock.set_fixed_time("2025-03-20T20:30:03Z")  # three seconds after midnight of Nowruz 1404 in Tehran
    page.goto(MEETING)
    day_field(page, typed)
    page.keyboard.press("Enter")
    assert focused(page) == "جمعه ۱ فروردین ۱۴۰۴"
    assert page.locator(".picker td[aria-current=date]").inner_text() == "۱"
    assert page.locator(".picker td[aria-selected=true]").count() == 0


def test_a_day_is_picked_by_mouse_and_the_form_hears_of_it(form):
    page = form()
    page.evaluate("addEventListener('change', e => document.title = 'heard ' + e.target.value)")
    page.locator("#id_held_on").fill("1403/06/31")
    page.locator("#id_held_on + button").click()
    assert page.locator(".picker__title").inner_text() == "شهریور ۱۴۰۳"
    page.get_by_role("button", name="ماه بعد").click()
    assert page.locator(".picker__title").inner_text() == "مهر ۱۴۰۳"
    page.get_by_role("gridcell", name="سه‌شنبه ۱۷ مهر ۱۴۰۳").click()
    assert page.locator("#id_held_on").input_value() == "۱۴۰۳/۰۷/۱۷"
    assert page.title() == "heard ۱۴۰۳/۰۷/۱۷"


def test_a_click_beside_the_calendar_closes_it(form):
    page = form()
    page.locator("#id_held_on + button").click()
    page.mouse.click(5, 5)
    assert page.locator("dialog").count() == 0


@pytest.mark.parametrize("language", ["fa", "en"])
@pytest.mark.parametrize(("width", "dark"), [(360, True), (1280, False)])
def test_the_open_calendar_is_accessible_and_fits(form, axe, no_horizontal_scroll, language, width, dark):
    page = form(language, width=width, dark=dark)
    day_field(page, "1403/06/31")
    page.keyboard.press("Enter")
    assert axe(page) == []
    no_horizontal_scroll(page)
    box = page.locator("dialog").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= 900


def test_a_row_that_is_added_gets_its_calendar(form):
    page = form(path="/admin/actionplans/actionplan/add/")
    before = page.locator(".day-input__open").count()
    page.locator("#activities-group .add-row a").click()
    page.locator("#activities-group .add-row a").click()
    assert page.locator(".day-input__open").count() == before + 4
    for number in (0, 1):
        page.locator(f"#id_activities-{number}-start").fill("1403/02/01")
        page.locator(f"#id_activities-{number}-start + button").click()
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("Enter")
        assert page.locator(f"#id_activities-{number}-start").input_value() == "۱۴۰۳/۰۲/۰۲"


def test_without_script_the_field_works_alone(form):
    page = form(script=False)
    assert page.locator(".day-input__open").count() == 0
    page.locator("#id_held_on").fill("۱۴۰۳/۱۳/۰۱")
    page.locator("[name=_save]").click()
    assert page.locator("#id_held_on").input_value() == "۱۴۰۳/۱۳/۰۱"
    assert "ماه ۱۳ وجود ندارد" in page.locator(".field-held_on .errorlist").inner_text()


def test_the_browsers_calendar_is_the_one_of_the_table(page):
    """The picker stands on Intl, so Intl is held against the same oracle as the server."""
    rows = csv.DictReader(line for line in ICU.read_text().splitlines() if not line.startswith("#"))
    table = [[f"{row['jalali_year']}/{row['jalali_month']}/1", row["gregorian_first_day"]] for row in rows]
    wrong = page.evaluate(
        """table => {
            const intl = new Intl.DateTimeFormat('en-u-ca-persian-nu-latn',
                { year: 'numeric', month: 'numeric', day: 'numeric', timeZone: 'UTC' })
            const read = date => { const is = Object.fromEntries(intl.formatToParts(date).map(p => [p.type, p.value]))
                return [is.year, is.month, is.day].map(text => parseInt(text, 10)).join('/') }
            return table.filter(([jalali, day]) => read(new Date(day)) !== jalali)
        }""",
        table,
    )
    assert (len(table), wrong) == (975, [])


def test_names_sort_as_the_browser_sorts_persian(page):
    names = [
        *["هنر", "پارس", "یزد", "آبادان", "گلستان", "اهواز", "مؤسسه", "مسئول", "مسجد", "سأل", "سال", "ژاله", "زاگرس"],
        *["نرم افزار", "نرم‌افزار", "نرم", "کارون", "قم", "وصال", "ثبت", "تبت", "طبس", "Alpha", "beta", "7", "۸"],
        *"آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی",
    ]
    browsers = page.evaluate("names => names.sort(new Intl.Collator('fa').compare)", names)
    assert sorted(browsers, key=sort_key) == browsers
