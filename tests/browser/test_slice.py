"""The whole slice, end to end: from a draft plan to a verified figure that a visitor follows back to the minutes."""

import re
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from actionplans.models import ActionPlan, ProgressEntry
from council.models import Decision, Meeting, ProgramYear, Seat
from tests import build
from tests.actionplans.build_desk import PDF

TALL = 2400  # nothing lies under the bar at the lower edge
WEIGHTS = ["10", "15", "10", "12", "15", "10", "10", "8"]  # the ninth plan's 9.50 makes 99.50


@pytest.fixture
def stage(person_in):
    """A year in planning with eight complete draft plans and an empty ninth, a council of three with two present."""
    year = build.year(1403, state=ProgramYear.State.PLANNING)
    for weight in WEIGHTS:
        build.activity(build.plan(year=year, weight=Decimal(weight)))
    build.plan(year=year, number=9, weight=Decimal("9.50"), title="برنامه ناتمام")
    build.rule()
    meeting = build.meeting(1, year=year)
    item = build.agenda_item(meeting, title="تصویب نُه برنامه عمل")
    build.decision(item, text="نُه برنامه عمل تصویب شد.", by_consensus=True)
    build.decision(item, text="وزن برنامه نهم اصلاح شد.", by_consensus=True)
    seats = [build.seat("رئیس", Seat.Role.CHAIR), build.seat("دبیر", Seat.Role.SECRETARY), build.seat("عضو")]
    for seat in seats[:2]:
        build.attendance(meeting, seat)
    build.attendance(meeting, seats[2], status="absent")
    return {role: person_in(role) for role in ["facilitator", "supervisor"]}


@pytest.fixture
def desks(visit, stage):
    """``desks("facilitator")``: that person's browser page, signed in."""

    def page_of(role):
        browser = visit(height=TALL)
        browser.sign_in(Client(), stage[role])  # a client of its own: signing in ends its earlier session
        return browser.page

    return page_of


def messages(page, kind="success"):
    return page.locator(f".messagelist .{kind}").all_inner_texts()


def edit_the_ninth_plan(page):
    """The form keeps what is typed when a date lies outside the year; the picker is not needed."""
    plan = ActionPlan.objects.get(number=9)
    page.goto(reverse("admin:actionplans_actionplan_change", args=[plan.pk]))
    page.fill("#id_title", "آماده‌سازی و واگذاری امور خوشه")
    page.locator("#activities-group .add-row a, #activities-group .addlink").first.click()
    page.fill("#id_activities-0-title", "تدوین برنامه واگذاری")
    page.fill("#id_activities-0-weight", "۱۰۰")
    page.fill("#id_activities-0-start", "۱۴۰۳/۰۱/۰۱")
    page.fill("#id_activities-0-finish", "۱۴۰۳/۱۳/۰۱")
    page.locator("input[name=_save]").click()
    page.wait_for_selector(".errorlist")
    assert "ماه ۱۳" in page.locator(".errorlist").all_inner_texts()[-1]
    assert page.input_value("#id_activities-0-title") == "تدوین برنامه واگذاری"
    page.fill("#id_activities-0-finish", "۱۴۰۳/۱۲/۳۰")
    page.locator("input[name=_save]").click()
    page.wait_for_selector(".messagelist .success")


def propose_all(page):
    page.goto(reverse("admin:actionplans_propose", args=[1403]))
    page.select_option("#id_decision", str(Decision.objects.order_by("pk").first().pk))
    for box in page.locator("input[name=plans]").all():
        box.check()
    page.locator("#content-main button.primary").click()
    page.wait_for_selector(".messagelist .success")


def adopt(page, text):
    """Record the proposal as adopted by consensus; the number comes with it."""
    decision = Decision.objects.get(text=text)
    page.goto(reverse("admin:council_decision_decide", args=[decision.pk]))
    page.check("#id_by_consensus")
    page.locator("button[name=act][value=adopted]").click()
    page.wait_for_selector(".messagelist .success")


def publish_minutes(page):
    for step in ["confirmed", "published"]:
        page.goto(reverse("admin:council_meeting_board", args=[Meeting.objects.get().pk]))
        page.locator(f".livebar button[value=move-{step}]").click()
        page.wait_for_selector(".messagelist .success")


def propose_the_right_weight(page):
    page.goto(reverse("admin:actionplans_weights", args=[1403]))
    page.select_option("#id_decision", str(Decision.objects.order_by("pk").last().pk))
    page.fill(f"#id_weight-{ActionPlan.objects.get(number=9).pk}", "۱۰")
    page.locator("#content-main button.primary").click()
    page.wait_for_selector(".messagelist .success")


def press_on_the_year(page, kind="success"):
    """Press the year's next step and give what the page says."""
    page.goto(reverse("admin:actionplans_year", args=[1403]))
    page.locator("#content-main form button.primary").click()
    page.wait_for_selector(f".messagelist .{kind}")
    return messages(page, kind)


def record(page, percent, text, evidence=None):
    activity = ActionPlan.objects.get(number=9).activities.get()
    page.goto(f"{reverse('admin:actionplans_progress_desk')}?as_of=1403-06-31")
    page.fill(f"#a{activity.pk}-percent", percent)
    page.fill(f"#a{activity.pk}-narrative", text)
    if evidence:
        page.locator(f"#a{activity.pk}-evidence").evaluate("box => box.closest('details').open = true")
        page.set_input_files(f"#a{activity.pk}-evidence", evidence)
    page.locator(".sticky-end .primary").click()
    page.wait_for_selector(".messagelist .success")
    return ProgressEntry.objects.latest("pk")


def decide(page, entry, word, reason=""):
    """The supervisor's word: ``v`` verified, ``r`` returned with a reason."""
    page.goto(reverse("admin:actionplans_verify_desk"))
    page.locator(f"input[name=e{entry.pk}-decision][value={word}]").check()
    if reason:
        page.fill(f"#e{entry.pk}-reason", reason)
    page.locator(".sticky-end .primary").click()
    page.locator("button.primary[value=confirm]").click()
    page.wait_for_selector(".messagelist .success")


def follow_the_figure(page):
    """From the year's headline to its parts, the plan, the entry, the decision and the minutes, by links only."""
    page.goto("/progress/1403/")
    headline = page.locator("#figures").inner_text()
    assert "۵٫۵" in headline
    page.locator("#made table tbody tr", has_text="واگذاری").get_by_role("link").first.click()
    page.wait_for_url(re.compile(r"/progress/1403/plans/9/"))
    page.locator("#made table tbody tr", has_text="تدوین برنامه").get_by_role("link").first.click()
    page.wait_for_url(re.compile(r"#entry-\d+$"))
    entry = page.locator(f"#{page.url.partition('#')[2]}").inner_text()
    assert "۵۵" in entry
    assert "مشاور-ناظر فنی" in entry
    page.locator("a[href*='/council/decisions/1403-01-01/']").first.click()
    assert page.locator("h1").inner_text() == "مصوبه ۱۴۰۳/۰۱-۰۱"
    page.locator("a[href*='/council/meetings/1403-01/']").first.click()
    assert "تصویب نُه برنامه عمل" in page.locator("#item-1").inner_text()


def test_from_a_council_decision_to_the_public_yearly_page(desks, visit):
    facilitator = desks("facilitator")
    edit_the_ninth_plan(facilitator)
    propose_all(facilitator)
    adopt(facilitator, "نُه برنامه عمل تصویب شد.")
    assert ActionPlan.objects.filter(state="approved").count() == 9
    assert "۹۹٫۵۰" in press_on_the_year(facilitator, "error")[0]

    propose_the_right_weight(facilitator)
    adopt(facilitator, "وزن برنامه نهم اصلاح شد.")
    press_on_the_year(facilitator)
    press_on_the_year(facilitator)
    assert ProgramYear.objects.get().state == "running"

    publish_minutes(facilitator)
    sheet = {"name": "برگه.pdf", "mimeType": "application/pdf", "buffer": PDF}
    first = record(facilitator, "۶۰", "پیش‌نویس برنامه آماده شد.", sheet)
    supervisor = desks("supervisor")
    decide(supervisor, first, "r", "صورت‌جلسه پیوست نیست.")
    facilitator.goto(f"{reverse('admin:actionplans_progress_desk')}?as_of=1403-06-31")
    assert "صورت‌جلسه پیوست نیست." in facilitator.content()
    second = record(facilitator, "۵۵", "یک فصل برنامه بازنویسی شد.")

    visitor = visit().page
    visitor.goto("/progress/1403/")
    assert figures(visitor) == {"تأییدشده": "۰٫۰", "گزارش‌شده": "۵٫۵", "برنامه‌ای": "۱۰۰٫۰"}
    decide(supervisor, second, "v")
    visitor = visit().page  # the first visitor's browser may keep its page for a minute
    visitor.goto("/progress/1403/")
    assert figures(visitor) == {"تأییدشده": "۵٫۵", "گزارش‌شده": "۵٫۵", "برنامه‌ای": "۱۰۰٫۰"}
    follow_the_figure(visitor)

    visitor.goto("/progress/1403/")
    visitor.fill("#as_of", "۱۴۰۳/۰۵/۳۱")
    visitor.locator("#asof button, .asof button").first.click()
    visitor.wait_for_url(re.compile("as_of="))
    assert figures(visitor) == {"تأییدشده": "۰٫۰", "گزارش‌شده": "۰٫۰", "برنامه‌ای": "۴۲٫۳"}


def figures(page):
    """The three figures under the year's headline: the word and the number."""
    words = page.locator(".fig--hero .trio span").all_inner_texts()
    return dict(word.rsplit(" ", 1) for word in words)
