"""The directory in a real browser: narrow and wide, both languages, without script."""

import datetime as dt

import pytest

from members.confirmation_links import confirmation_token
from members.models import JointAction, Network, NetworkMember
from persian.jalali import today
from tests import build
from tests.browser.test_public_pages import NARROW_PERSIAN, WIDE_ENGLISH, check
from tests.members import build_firms

PAGES = ["/members/", "/members/?q=شبکه&city=اهواز", "/members/?q=هیچ", "/members/karun/", "/members/networks/",
         "/members/networks/buyers/"]  # fmt: skip


@pytest.fixture
def firms(db):
    """Twenty-two firms with everything that the pages can show, one of them stale, one of them a sample."""
    build.cluster()
    sections = [
        build_firms.section(1, "سخت‌افزار، شبکه و زیرساخت", name_en="Hardware and networks"),
        build_firms.section(2),
    ]
    branch = build_firms.capability("net", "شبکه و زیرساخت", name_en="Networks")
    leaf = build_firms.capability("guard", "امنیت شبکه", branch, name_en="Network security")
    about = "طراحی و اجرای شبکه برای دستگاه‌های اجرایی استان؛ دارای گواهی آموزش سامانه ستاد. " * 3
    late = dt.date.today() - dt.timedelta(days=9)  # noqa: DTZ011
    firm = build_firms.firm(
        "شبکه نمونه کارون", slug="karun", sections=sections, capabilities=[leaf], about=about,
        website="https://karun-network-and-infrastructure.example/fa/", confirmed_until=late, is_sample=True,
    )  # fmt: skip
    build_firms.representative(firm, build.user())
    for number in range(21):
        build_firms.firm(f"شبکه {number}", city=["اهواز", "بندر ماهشهر"][number % 2], capabilities=[branch])
    whole = Network.objects.create(key="whole", kind="inclusive", legal_form="association", name="شبکه فراگیر خوشه")
    one = Network.objects.create(
        key="buyers", kind="business", legal_form="consortium", name="شبکه خرید کارون", purpose=about, part_of=whole
    )
    NetworkMember.objects.create(network=one, firm=firm, joined_on=today())
    NetworkMember.objects.create(network=one, firm=build_firms.firm(is_listed=False), joined_on=today())
    JointAction.objects.create(network=one, done_on=today(), title="میز خرید مشترک", result="سه قرارداد")
    return firm


@pytest.fixture
def link(firms):
    return f"/members/confirm/{confirmation_token(firms, firms.representatives.get().user)}/"


def look(page, axe, no_horizontal_scroll):
    """As for every public page; data for machines is the one script that stands in a page."""
    page.evaluate("document.querySelectorAll('script[type=\"application/ld+json\"]').forEach(one => one.remove())")
    check(page, axe, no_horizontal_scroll)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_right_on_a_dark_phone_in_persian(visit, firms, axe, no_horizontal_scroll, path):
    page = visit(**NARROW_PERSIAN).page

    page.goto(path)

    look(page, axe, no_horizontal_scroll)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_right_on_a_wide_screen_in_english(visit, firms, axe, no_horizontal_scroll, path):
    page = visit(**WIDE_ENGLISH).page

    page.goto(f"/en{path}")

    look(page, axe, no_horizontal_scroll)


def test_a_buyer_finds_a_firm_without_script_by_arabic_letters(visit, firms):
    page = visit(script=False).page
    page.goto("/members/")
    page.get_by_label("نام بنگاه، توانمندی یا واژه‌ای از معرفی آن").fill("شبكه نمونه")
    with page.expect_navigation():
        page.keyboard.press("Enter")

    assert page.locator("#res").inner_text() == "۱ بنگاه"
    page.get_by_role("link", name="شبکه نمونه کارون").click()
    assert page.locator("h1").inner_text() == "شبکه نمونه کارون"


def test_filters_and_pages_are_links(visit, firms):
    page = visit(script=False).page
    page.goto("/members/")
    page.get_by_role("link", name="صفحه بعد").click()
    assert page.locator(".firms > li").count() == 2
    page.get_by_role("link", name="صفحه پیش").click()
    assert page.locator(".firms > li").count() == 20

    page.get_by_role("link", name="بندر ماهشهر").click()
    assert page.locator("#res").inner_text() == "۱۰ بنگاه"


def test_a_representative_confirms_on_a_phone(visit, link, axe, no_horizontal_scroll):
    page = visit(**NARROW_PERSIAN).page
    page.goto(link)
    look(page, axe, no_horizontal_scroll)

    page.get_by_role("button", name="بله، درست است").click()

    assert "سپاسگزاریم" in page.locator(".notice--good").inner_text()
    look(page, axe, no_horizontal_scroll)
