"""An idea travels to a plan: a stranger submits it, two people score it, the council adopts it, it becomes a draft."""

import pytest
from django.core.cache import cache
from django.test import Client

from council.models import Decision
from ideas.models import Idea
from tests import build
from tests.ideas import build_ideas
from tests.ideas.submitting import code_in, last_message
from tests.members import build_firms

TYPED = {
    "title": "انبار مشترک قطعات",
    "problem": "هر بنگاه قطعه را جداگانه و گران می‌خرد.",
    "solution": "انباری مشترک با موجودی برخط.",
    "expected_effect": "کاهش ده‌درصدی هزینه خرید.",
    "name": "سارا کارون",
}


@pytest.fixture(autouse=True)
def nobody_has_guessed():
    cache.clear()


@pytest.fixture
def decision(groups):
    """A proposed decision of a held meeting whose only seat is there."""
    build.cluster()
    build.rule()
    meeting = build.meeting()
    build.attendance(meeting, build.seat())
    item = build.agenda_item(meeting, title="ایده‌های فراخوان")
    return build.decision(item, text="ایده‌های برگزیده پذیرفته شد.", by_consensus=True)


@pytest.fixture
def as_person(visit):
    """``as_person(user, width)``: that person's browser, signed in or not."""

    def browser_of(user=None, width=1280):
        browser = visit(width, 1600, script=True)
        if user:
            browser.sign_in(Client(), user)
        return browser

    return browser_of


def press(page, button):
    with page.expect_navigation():
        page.locator(button).last.click()


def submit(browser, call):
    """From the call to the tracking page, with one break: the draft is kept and opened again by the mailed link."""
    page = browser.page
    page.goto(f"/ideas/calls/{call.slug}/")
    page.click("a:has-text('پاسخ به این فراخوان')")
    page.fill("#id_contact", "۰۹۱۶ ۱۲۳ ۴۵۶۷")
    press(page, "form .btn--full")
    for name, text in TYPED.items():
        page.fill(f"#id_{name}", text)
    page.locator("[name=sections]").first.check()
    press(page, "[name=go][value=keep]")
    assert page.input_value("#id_title") == TYPED["title"]
    assert page.input_value("#id_call") == str(call.pk)
    press(page, ".ideas__end [name=go][value=next]")
    page.fill("#id_code", code_in(last_message()))
    press(page, "[name=go][value=send]")
    return page.inner_text(".ideas__code")


def test_an_idea_travels_to_a_plan(
    as_person, axe, no_horizontal_scroll, decision, facilitator, council_member, supervisor
):
    call = build_ideas.call(title="فراخوان ایده", title_en="Call for ideas")
    build_firms.section()
    phone = as_person(width=360)
    code = submit(phone, call)
    idea = Idea.objects.get(code=code)
    assert (idea.call, idea.contact, idea.name) == (call, "+989161234567", "سارا کارون")

    desk = as_person(facilitator)
    desk.page.goto("/admin/ideas/idea/?waits=screen")
    desk.page.click(f"a:has-text('{idea.title}')")
    press(desk.page, "[name=act][value=pass]")
    for person in (council_member, supervisor):
        desk.page.check(f"[name=scorers][value='{person.pk}']")
    press(desk.page, "[name=act][value=assign]")
    for person, grades in ((council_member, (4, 5, 3, 4)), (supervisor, (5, 4, 3, 4))):
        scorer = as_person(person, width=360)
        scorer.page.goto("/ideas/scoring/")
        scorer.page.click(f"a:has-text('{idea.title}')")
        assert axe(scorer.page) == []
        for name, grade in zip(("feasibility", "effect", "cost", "fit"), grades, strict=True):
            scorer.page.check(f"[name={name}][value='{grade}']")
        press(scorer.page, "[name=act][value=score]")
    desk.page.reload()
    assert "۴٫۰۰" in desk.page.inner_text("#content-main")  # (4.5 + 4.5 + 3 + 4) × 25 ÷ 100
    assert axe(desk.page) == []
    desk.page.select_option("[name=agenda_item]", str(decision.agenda_item_id))
    press(desk.page, "[name=act][value=shortlist]")

    desk.page.goto(f"/admin/ideas/idea/propose/{decision.pk}/")
    assert desk.page.is_checked("[name=ideas]")
    assert axe(desk.page) == []
    press(desk.page, "#content-main form button[type=submit]")
    assert idea.title in desk.page.content()  # beside the proposal, in the meeting's editor
    press(desk.page, f"[value='adopt-{decision.pk}']")
    assert Decision.objects.get(pk=decision.pk).state == "adopted"
    desk.page.goto(f"/admin/ideas/idea/{idea.pk}/desk/")
    desk.page.select_option("[name=year]", str(decision.agenda_item.meeting.year_id))
    press(desk.page, "[name=act][value=plan]")
    assert desk.page.input_value("#id_title") == idea.title

    phone.page.goto(f"/ideas/track/{code}/")
    assert "برنامه شد" in phone.page.inner_text("main")
    idea.refresh_from_db()
    for path in (
        "/ideas/",
        f"/ideas/{idea.pk}/",
        f"/ideas/calls/{call.slug}/",
        "/ideas/submit/",
        f"/ideas/track/{code}/",
    ):
        for browser, prefix in ((phone, ""), (desk, "/en")):
            browser.page.goto(f"{prefix}{path}")
            assert (path, axe(browser.page)) == (path, [])
            no_horizontal_scroll(browser.page)
