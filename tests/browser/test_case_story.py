"""The union files cases, staff check them, the public reads leakage by reason, and a cell of two firms stays hidden."""

import pytest
from django.test import Client
from django.urls import reverse

from market.models import ProcurementCase
from tests import build
from tests.market import build_cases
from tests.members import build_firms


@pytest.fixture
def cluster(groups, staff):
    """Five firms whose cases count already: two of them name a reason that nobody else names. And a union's clerk."""
    build.cluster()
    build_cases.reason()
    web = build_firms.capability("web", name="طراحی وب")
    firms = build_cases.filers(5)
    named = {"one-maker": (0, 1), "guarantee": (1, 2, 3), "surplus-cost": (2, 3, 4)}
    for place, firm in enumerate(firms):
        reasons = ["price", *(key for key, places in named.items() if place in places)]
        build_cases.row(
            firm=firm, buyer_name=f"اداره {place}", category=web, amount=10**9 * (place + 1), reasons=reasons
        )
    clerk = build.user("کارمند اتحادیه")
    build_cases.union("اتحادیه رایانه", user=clerk)
    return clerk


def file(page, buyer, amount):
    page.goto("/market/cases/mine/new/")
    page.fill("#id_buyer_name", buyer)
    page.select_option("#id_category", "web")
    page.fill("#id_decided_on", "۱۴۰۳/۰۵/۱۶")
    page.fill("#id_amount", amount)
    page.select_option("#id_winner", "other_province")
    page.check("[name=reasons][value=price]")
    press(page, "form#case button.btn")


def press(page, button):
    with page.expect_navigation():
        page.locator(button).last.click()


def test_from_the_unions_report_to_the_public_table(visit, axe, no_horizontal_scroll, cluster, staff):
    union, desk, public = visit(360), visit(1280, 2400), visit(360)
    union.sign_in(Client(), cluster)
    desk.sign_in(Client(), staff)

    union.page.goto("/accounts/")
    union.page.click("text=خریدهایی که از استان بیرون رفت")
    union.forgive("422")
    file(union.page, "سازمان آب", "مبلغ زیاد")
    assert union.page.locator("#errors").inner_text().count("ریال") >= 1
    assert union.page.input_value("#id_buyer_name") == "سازمان آب"
    assert (axe(union.page), ProcurementCase.objects.count()) == ([], 5)
    no_horizontal_scroll(union.page)
    for place, amount in enumerate(("۶٬۰۰۰٬۰۰۰٬۰۰۰", "۷,000,000,000")):
        file(union.page, f"سازمان آب {place}", amount)
    no_horizontal_scroll(union.page)
    assert axe(union.page) == []
    codes = list(ProcurementCase.objects.filter(state="submitted").order_by("pk").values_list("code", flat=True))

    for code in codes:
        desk.page.goto("/admin/")
        desk.page.click("text=خریدهای گزارش‌شده برای بررسی")
        desk.page.click(f"text={code}")
        desk.page.select_option("#id_supply", "yes")
        desk.page.fill("#id_able_members", "۳")
        press(desk.page, "[value=check]")
        assert axe(desk.page) == []
        press(desk.page, "[value=count]")
    desk.page.goto(reverse("admin:market_casefigures_add"))
    assert axe(desk.page) == []
    press(desk.page, "#content-main form button")
    assert ProcurementCase.objects.published().count() == 7

    union.page.goto(f"/market/cases/mine/{codes[0]}/")
    assert union.page.get_by_text("شمرده شد.").count() == 1
    assert axe(union.page) == []

    for width, language in ((360, ""), (1280, "/en")):
        public = visit(width, 2400)
        public.page.goto(f"{language}/market/cases/")
        no_horizontal_scroll(public.page)
        assert axe(public.page) == []
    public = visit(1280, 2400).page
    public.goto("/market/cases/")
    rows = [row.split("\t") for row in public.locator("#reasons tbody tr").all_inner_texts()]
    # one-maker is of two firms; of the next smallest, of three, the first in the list hides it; 9 of 28 billion rials
    assert [(row[0], row[1], row[-1].strip()) for row in rows] == [
        ("هزینه‌های مازاد سامانه یا مناقصه", "پنهان", "پنهان"),
        ("مشخصات فنی فقط با یک سازنده جور است", "پنهان", "پنهان"),
        ("ضمانت‌نامه", "۳", "۳۲٫۱ درصد"),
        ("قیمت", "۷", "۱۰۰٫۰ درصد"),
    ]
    text = public.locator("main").inner_text()
    assert [name for name in ("سازمان آب", "اتحادیه رایانه", "اداره ۰") if name in text] == []
