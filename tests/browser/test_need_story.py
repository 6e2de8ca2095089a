"""A buyer's need from end to end: it reaches three firms, is answered under seal, and one of them wins."""

import re

import pytest
from django.core.management import call_command
from django.test import Client

from market.models import Need, NeedAnswer
from members.models import Capability
from post.models import Message
from tests import build
from tests.market import build_needs
from tests.members import build_firms

NAMES = ("کارون داده", "دز شبکه", "اروند وب")
OFFER = "سامانه آماده با شش ماه پشتیبانی"


@pytest.fixture
def firms(groups):
    """Three firms that can supply it and want letters, by name; a fourth that cannot."""
    build.cluster()
    branch = build_firms.capability("software", "نرم‌افزار")
    web = build_firms.capability("web", "طراحی وب", branch)
    build_needs.firm_of(
        build.user(), letters=True, name="دوربین", capabilities=[build_firms.capability("cctv", "دوربین")]
    )
    places = zip(NAMES, (web, branch, web), strict=True)
    return [
        build_needs.firm_of(build.user(name, email=f"f{n}@example.org"), letters=True, name=name, capabilities=[able])
        for n, (name, able) in enumerate(places)
    ]


@pytest.fixture
def as_person(visit):
    """``as_person(user, width)``: that person's page without script: every step works so."""

    def page_of(user, width=1280, *, script=False):
        browser = visit(width, 2400, script=script)
        browser.forgive("422")  # a deadline in the past is refused on purpose
        browser.sign_in(Client(), user)
        return browser.page

    return page_of


def press(page, button):
    with page.expect_navigation():
        page.locator(button).last.click()


def letters(kind):
    return {letter.to: letter for letter in Message.objects.filter(key__startswith=f"{kind}/")}


def path_in(letter):
    return re.search(r"https?://[^/\s]+(\S*/market/needs/(?:firm|mine)/\S*)", letter.body)[1]


def post_need(page):
    """From the account's page, where the buyer's agent lands, to the open need."""
    page.goto("/accounts/")
    press(page, ".door__more a[href$='/market/needs/mine/']")
    press(page, ".hero__do .btn")
    page.fill("#id_title", "سامانه نوبت‌دهی")
    page.fill("#id_text", "برای ۱۲ درمانگاه")
    page.locator("details", has_text="نرم‌افزار").locator("summary").click()
    page.get_by_label("طراحی وب").check()
    page.fill("#id_deadline_0", "۱۳۹۹/۰۱/۰۱")
    page.fill("#id_deadline_1", "۱۴:۰۰")
    press(page, ".deskform__end button")
    assert "گذشته است" in page.inner_text("#errors")
    assert page.input_value("#id_text") == "برای ۱۲ درمانگاه"
    page.fill("#id_deadline_0", "۱۴۹۹/۰۱/۰۱")
    press(page, ".deskform__end button")
    press(page, ".links form:first-of-type button")
    return Need.objects.get()


def answer(page, letter, text, price):
    page.goto(path_in(letter))
    page.fill("#id_text", text)
    page.fill("#id_price", price)
    press(page, "#answer button")


def test_a_need_reaches_three_firms_and_one_wins(visit, as_person, firms, axe, no_horizontal_scroll):
    agent = build.user("مینا راد", email="buyer@example.org")
    build_needs.buyer(agent, name="بیمارستان کارون")
    buyer = as_person(agent)
    need = post_need(buyer)
    call_command("worker", "--once")
    told = letters("need")
    assert set(told) == {f"f{n}@example.org" for n in range(3)}

    people = [as_person(firm.representatives.get().user, 360) for firm in firms]
    answer(people[0], told["f0@example.org"], OFFER, "۳٬۲۰۰٬۰۰۰٬۰۰۰")
    answer(people[1], told["f1@example.org"], "از نو در چهار ماه", "2,900,000,000")
    assert NeedAnswer.objects.count() == 2
    buyer.goto(f"/market/needs/mine/{need.number}/")
    sealed = buyer.inner_text("#answers")
    assert ("۲ بنگاه پاسخ داده‌اند" in sealed, OFFER in buyer.content()) == (True, False)

    build_needs.past(need)
    call_command("tick")
    buyer.goto(path_in(letters("need-closed")["buyer@example.org"]))
    assert OFFER in buyer.inner_text("#answers")
    buyer.get_by_label("خرید از بنگاه خوشه").check()
    buyer.locator("[name=winner]").last.check()
    buyer.fill("#id_why", "پشتیبانی بهتر")
    press(buyer, "#outcome button")
    assert "خرید از بنگاه خوشه" in buyer.inner_text("#outcome")

    came = letters("need-outcome")
    assert set(came) == {"f0@example.org", "f1@example.org"}
    won = NeedAnswer.objects.get(state="chosen").firm
    assert {to for to, letter in came.items() if str(won) in letter.body} == {won.representatives.get().user.email}
    people[0].goto(path_in(came["f0@example.org"]))
    assert "پشتیبانی بهتر" in people[0].inner_text("#own")

    look(visit, agent, firms[0], need, axe, no_horizontal_scroll)


def look(visit, agent, firm, need, axe, no_horizontal_scroll):
    """Every page of the needs at both widths, in both languages: nothing sticks out, axe finds nothing."""
    open_need = build_needs.need(capabilities=need.capabilities.all(), institution=need.institution, title="باز " * 20)
    closed = build_needs.need("closed", institution=need.institution)
    draft = build_needs.need("draft", institution=need.institution)
    Capability.objects.update(name="توانمندی " * 8, name_en="Data analysis and business intelligence of large houses")
    mine, desk = "/market/needs/mine/", f"/market/needs/firm/{firm.tracking_code}/"
    paths = {
        agent: [
            "/market/needs/", f"/market/needs/{need.number}/", f"/market/needs/{open_need.number}/", mine,
            f"{mine}new/", *[f"{mine}{one.number}/" for one in (need, open_need, draft)], f"{mine}{closed.number}/",
        ],
        firm.representatives.get().user: [desk, f"{desk}{open_need.number}/", f"{desk}{need.number}/"],
    }  # fmt: skip
    for width, prefix in ((360, ""), (1280, "/en")):
        for user, addresses in paths.items():
            browser = visit(width, language="en-GB" if prefix else "fa-IR")
            browser.sign_in(Client(), user)
            for path in addresses:
                assert browser.page.goto(f"{prefix}{path}").status == 200
                no_horizontal_scroll(browser.page)
                assert (path, axe(browser.page)) == (path, [])
