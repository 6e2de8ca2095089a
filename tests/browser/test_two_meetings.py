"""Two meetings end to end: nine plans from invitation to published minutes, then one changed and one stopped."""

import re
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from actionplans.models import ActionPlan
from council.models import Decision, Invitation, Meeting, Minutes, ProgramYear, Seat
from persian.jalali import format_day, to_jalali, today
from post.models import Message
from tests import build
from tests.browser.meeting_keys import Keyboard, enter_the_meeting, write_agenda

OFFICES = {
    "governorate": "استانداری خوزستان",
    "tvto": "اداره کل فنی و حرفه‌ای",
    "imt": "اداره کل صنعت، معدن و تجارت",
    "incubator": "مرکز رشد دانشگاه شهید چمران",
    "labour": "اداره کل تعاون، کار و رفاه اجتماعی",
}


@pytest.fixture
def year():
    """The Jalali year that the clock shows, in planning, with nine complete draft plans that weigh 100."""
    year = build.year(to_jalali(today())[0], state=ProgramYear.State.PLANNING)
    for weight in ["10", "15", "10", "12", "15", "10", "10", "10", "8"]:
        build.activity(build.plan(year=year, weight=Decimal(weight)))
    return year


@pytest.fixture
def page(visit, year, person_in):
    """The facilitator's browser; eight invented seats with addresses, and the rule."""
    build.rule()
    for person, role in [
        ("رئیس نمونه", Seat.Role.CHAIR),
        ("معاون نمونه", Seat.Role.DEPUTY),
        ("محمود نایل", Seat.Role.ACTOR),
    ]:
        build.seat(person, role, email=f"seat{role}@example.org")
    for key, name in OFFICES.items():
        office = build.institution(key, name)
        build.seat(f"نماینده {key}", Seat.Role.SUPPORT, institution=office, email=f"{key}@example.org")
    browser = visit()
    browser.sign_in(Client(), person_in("facilitator"))
    return browser.page


def new_meeting(page):
    """Today, at ten, in the company's hall; gives the meeting, its editor open."""
    page.goto(reverse("admin:council_meeting_add"))
    page.fill("#id_held_on", format_day(today(), "numeric", "fa"))
    page.fill("#id_starts_at", "۱۰:۰۰")
    page.fill("#id_place", "شرکت شهرک‌های صنعتی خوزستان")
    page.locator("input[name=_save]").click()
    page.wait_for_selector(".messagelist .success")
    meeting = Meeting.objects.latest("pk")
    page.goto(reverse("admin:council_meeting_board", args=[meeting.pk]))
    return meeting


def step(page, state):
    page.locator(f".livebar button[value=move-{state}]").click()
    page.wait_for_selector(".messagelist .success")


def publish(page):
    for state in ("confirmed", "published"):
        step(page, state)


def run_the_year(page, year):
    for _act in ("approve", "start"):
        page.goto(reverse("admin:actionplans_year", args=[year.year]))
        page.locator("#content-main form button.primary").click()
        page.wait_for_selector(".messagelist .success")


def tie(page, words, plan, link):
    """From the open proposal to the year's page, to the plan's form; gives after its button the editor again."""
    page.locator("a.tie", has_text=words).first.click()
    page.locator("tr", has_text=plan.title).get_by_role("link", name=link).click()


def decide(page, keys, item, text, words, plan, link, fill=None):
    """One item with one proposal that acts on a plan, adopted by consensus."""
    keys.line(f"بند: {item}")
    keys.line(f"مصوبه به اجماع: {text}")
    tie(page, words, plan, link)
    if fill:
        fill()
    with page.expect_navigation():
        page.locator("#content-main button.primary").click()
    assert page.locator(".proposal details.small li").count() >= 1
    keys.sends("Alt+a")
    keys.press("Escape")
    keys.sends("Control+Enter")


def test_two_meetings_from_invitation_to_the_public_story(page, visit, year):
    first = new_meeting(page)
    keys = Keyboard(page)
    keys.press("Escape")
    write_agenda(keys)
    step(page, "called")
    assert Invitation.objects.filter(meeting=first).count() == 8
    assert Message.objects.filter(attachment__contains="BEGIN:VCALENDAR").count() == 8

    enter_the_meeting(page, keys)
    publish(page)
    assert ActionPlan.objects.filter(state="approved").count() == 9
    run_the_year(page, year)

    second = new_meeting(page)
    keys = Keyboard(page)
    fifth, seventh = ActionPlan.objects.get(number=5), ActionPlan.objects.get(number=7)
    keys.press("Escape")
    keys.line("بند: گزارش")
    keys.sends("Alt+p")
    step(page, "called")
    keys.sends("Alt+n")
    keys.press("Escape")
    keys.sends("Control+Enter")
    earlier_finish = f"{year.year}/11/01"
    decide(
        page, keys, "زمان‌بندی برنامه ۵", "برنامه ۵ زودتر پایان یابد.", "تغییر برنامه‌ها", fifth, "پیشنهاد تغییر",
        fill=lambda: page.fill("#id_a1-finish", earlier_finish),
    )  # fmt: skip
    decide(page, keys, "توقف برنامه ۷", "برنامه ۷ متوقف شود.", "تغییر برنامه‌ها", seventh, "پیشنهاد توقف")
    publish(page)

    assert Minutes.objects.count() == 2
    visitor = visit().page
    tell_the_first_story(visitor, first)
    tell_the_second_story(visitor, year, second, fifth, seventh)


def tell_the_first_story(page, meeting):
    page.goto(reverse("council:meeting_detail", args=[meeting.key]))
    text = page.locator("main").inner_text()
    assert "تصویب نُه برنامه عمل" in text
    assert "گردآوری فهرست خریدها" in text
    decision = Decision.objects.get(agenda_item__meeting=meeting, number__endswith="-02")
    page.goto(reverse("council:decision_detail", args=[decision.slug]))
    assert page.locator("#plans li").count() == 9


def tell_the_second_story(page, year, meeting, changed, stopped):
    page.goto(reverse("reports:plan_detail", args=[year.year, changed.number]))
    assert page.locator("#curve polyline.c-old").count() == 1
    page.locator("#curve .legend a").click()
    page.wait_for_url(re.compile(rf"/council/decisions/{meeting.key}-\d\d/"))
    assert "پایان از" in page.locator("#plans").inner_text()
    page.goto(reverse("reports:plan_detail", args=[year.year, stopped.number]))
    assert "متوقف" in page.locator("main").inner_text()
    page.goto(reverse("reports:year_detail", args=[year.year]))
    assert "متوقف" in page.locator("main").inner_text()
