"""The hand-over from end to end: assessed, passed on duty by duty, refused once for a missing must-have, decided."""

import pytest
from django.core.cache import cache
from django.test import Client

from council.models import Meeting
from handover.models import Criterion, Duty, HandoverClosing
from tests import build
from tests.council.build_council import ready
from tests.handover import build_handover as build_here

SCORECARD = "/handover/"


@pytest.fixture(autouse=True)
def nobody_has_guessed():
    cache.clear()


@pytest.fixture
def as_person(visit):
    """``as_person(user, width)``: that person's browser, without script: every step works so."""

    def open_browser(user=None, width=1280, **options):
        browser = visit(width, 1600, script=False, **options)
        if user:
            browser.sign_in(Client(), user)
        return browser

    return open_browser


def press(page, button):
    with page.expect_navigation():
        page.locator(button).first.click()


def assess(page, criterion, score):
    page.goto(f"/admin/handover/criterion/{criterion.pk}/assess/")
    page.fill("#id_as_of", "۱۴۰۳/۰۲/۲۶")  # the day of the meeting: later scores do not count at its decision
    page.check(f"[name=score][value='{score}']", force=True)
    page.fill("#id_note", "سند ثبت دیده شد")
    press(page, "form.card button[type=submit]")


def confirm(page, criterion, decision):
    page.goto("/admin/handover/criterion/confirm/")
    page.select_option("#id_decision", str(decision.pk))
    page.check(f"[name=criteria][value='{criterion.pk}']", force=True)
    press(page, "form.card button[type=submit]")


def adopt(page, decision):
    """The council's word as the secretary records it; gives what stands in the way, if anything does."""
    page.goto(f"/admin/council/decision/{decision.pk}/decide/")
    page.check("[name=by_consensus]", force=True)
    press(page, "button[name=act][value=adopted]")
    return page.locator("#errors").inner_text().strip() if page.locator("#errors").count() else ""


def test_the_hand_over_reaches_its_decision_after_one_refusal(as_person, supervisor, facilitator, staff):
    build.cluster(handover_due_year=1403)
    must_have = build_here.criterion(text="شبکه فراگیر ثبت شده است")
    duty = build_here.duty(title_en="Secretariat")
    secretary = build_here.officer(duty.receiver).user
    decision = ready(text="اداره امور خوشه به شبکه فراگیر سپرده می‌شود.")
    watcher, desk = as_person(supervisor).page, as_person(facilitator)

    assess(watcher, must_have, 2)
    desk.page.goto("/admin/handover/duty/board/")
    press(desk.page, "form button:has-text('همراهی')")
    press(desk.page, "form button:has-text('واگذاری')")
    network = as_person(secretary, 360).page
    network.goto("/handover/desk/")
    press(network, "button:has-text('پذیرش')")
    duty.refresh_from_db()
    assert (duty.state, duty.accepted_by) == (Duty.State.ACCEPTED, secretary)

    desk.page.goto(f"/admin/handover/handoverclosing/propose/{decision.pk}/")
    press(desk.page, "[name=act][value=propose]")
    desk.forgive("Failed to load resource")
    refusal = adopt(desk.page, decision)
    assert "واگذاری را هنوز نمی‌توان بست" in refusal
    assert "«شبکه فراگیر ثبت شده است»: امتیاز آن ۲ است و ۳ لازم است." in refusal
    assert "«شبکه فراگیر ثبت شده است»: شورا هنوز آن را تأیید نکرده است." in refusal
    assert HandoverClosing.objects.get().state == "proposed"

    assess(watcher, must_have, 4)
    confirm(as_person(staff).page, must_have, build.adopted_decision(decision.agenda_item, number="1403/01-09"))
    assert adopt(desk.page, decision) == ""
    assert HandoverClosing.objects.get().state == "closed"
    Meeting.objects.update(state=Meeting.State.PUBLISHED)
    stranger = as_person().page
    stranger.goto(SCORECARD)
    assert "در ۲۶ اردیبهشت ۱۴۰۳ واگذار شد" in stranger.inner_text("main")
    press(stranger, ".notice--done a")
    assert stranger.locator("#handover").count() == 1


@pytest.mark.parametrize(("width", "prefix"), [(360, ""), (1280, "/en")])
def test_the_pages_pass_axe_and_stay_within_the_screen(visit, axe, no_horizontal_scroll, cast, width, prefix):
    build.cluster(handover_due_year=1403)
    long = "معیاری با نامی بسیار بلند که در یک خط جا نمی‌گیرد و باید بشکند بی آنکه صفحه از پهنا بیرون بزند"
    row = build_here.criterion(score=2, text=long, text_en="A criterion " * 12)
    build_here.evidence(row.assessments.get())
    Criterion.objects.filter(pk=row.pk).update(threshold=None)
    build_here.criterion(score=3, must_have=False)
    duty = build_here.duty("transferred", title=long)
    build_here.duty("shadowing", receiver=duty.receiver, returned_because=long)
    build_here.officer(duty.receiver, cast["firm_a"])
    roles = (
        f"/admin/handover/roletransfer/pack/roles/?leaving={cast['facilitator'].email}&arriving={cast['firm_a'].email}"
    )
    pages = {
        "anonymous": [SCORECARD],
        "firm_a": ["/handover/desk/"],
        "supervisor": ["/admin/handover/criterion/assess/", f"/admin/handover/criterion/{row.pk}/assess/"],
        "facilitator": [
            "/admin/handover/duty/board/",
            f"/admin/handover/handoverclosing/propose/{build.decision().pk}/",
        ],
        "staff": ["/admin/handover/criterion/", "/admin/handover/criterion/confirm/"],
        "administrator": ["/admin/handover/roletransfer/pack/", roles],
    }
    for role, paths in pages.items():
        browser = visit(width, language="en-GB" if prefix else "fa-IR")
        if cast[role]:
            browser.sign_in(Client(), cast[role])
        for path in paths:
            browser.page.goto(prefix + path)
            browser.page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true })")
            assert axe(browser.page) == [], path
            no_horizontal_scroll(browser.page)
