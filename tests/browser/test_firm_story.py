"""What the firms' room is for, from end to end: registered on a phone, asked, approved, found, renamed, counted."""

import pytest
from django.test import Client
from django.urls import reverse

from members.models import Firm, ReviewReason
from tests import build
from tests.browser.test_registration import PDF, Person, register
from tests.members import build_firms
from tests.members.build_review import CHECKS, application, reason
from tests.reports.build_year import small_year
from tests.reports.test_firms_block import file_many

LETTER = "آگهی ثبت خوانا نیست؛ دوباره بفرستید."
REFUSAL = "فعالیت بنگاه در حوزه فناوری اطلاعات نیست."
FIGURES = {"staff": "۱۵", "women": "۷", "graduates": "۹", "local_sales": "2500000000", "exports": "۰"}


@pytest.fixture
def offered(groups):
    """A year with six returns: 115 people work there. Sections and capabilities that the stepper offers."""
    build.cluster()
    small_year(is_sample=True)
    file_many(is_sample=True)
    branch = build_firms.capability("software", "نرم‌افزار")
    build_firms.capability("web", "طراحی وب", branch)
    reason("unreadable", title="مدرک خوانا نیست", text=LETTER)
    reason("field", use=ReviewReason.Use.REJECT, title="حوزه دیگر", text=REFUSAL)


@pytest.fixture
def as_person(visit):
    """``as_person(user, width)``: that person's page, signed in, without script: every step works so."""

    def page_of(user, width=1280):
        browser = visit(width=width, height=2400, script=False)
        browser.sign_in(Client(), user)
        return browser.page

    return page_of


def press(page, button):
    """Send a form and wait for the page that answers."""
    with page.expect_navigation():
        page.locator(button).last.click()


def decide(page, firm, verdict, because="", checks=()):
    page.goto(reverse("admin:members_review", args=[firm.pk]))
    for check in checks:
        page.locator(f'input[name="check-{check}"][value="right"]').check(force=True)
    page.locator(f'input[name="verdict"][value="{verdict}"]').check(force=True)
    if because:
        page.get_by_label(because).check()  # its text makes the letter
    press(page, "button[value=send]")


def desk(firm, name="desk_firm", *args):
    return reverse(f"members:{name}", args=[firm.tracking_code, *args])


def found(page, asked):
    """The names that a visitor finds with these words; a new visitor each time: browsers keep a page for a minute."""
    page.goto(reverse("members:firm_list"))
    page.fill("#q", asked)
    with page.expect_navigation():
        page.press("#q", "Enter")
    return page.locator(".firm h3").all_inner_texts()


def jobs(page):
    page.goto("/progress/1403/#firms")
    return page.locator("#firms .fig__val").first.inner_text()


def test_a_firm_registers_is_asked_approved_found_renamed_and_counted(
    visit, as_person, offered, staff, axe, no_horizontal_scroll
):
    applicant = Person(visit(360, 740, script=False).page, axe, no_horizontal_scroll)
    applicant.look = lambda: None  # looked at in test_registration.py
    applicant.page.set_default_timeout(60_000)
    firm = register(applicant, "applicant@example.org", name="داده‌پردازی كارون ۲۴")
    official = as_person(staff)
    phone = as_person(firm.representatives.get().user, 360)
    assert found(visit(360).page, "داده پردازي ٢٤") == []

    decide(official, firm, "ask", "مدرک خوانا نیست")
    phone.goto(desk(firm))
    assert LETTER in phone.locator("blockquote").inner_text()
    phone.fill("#id_message", "روشن‌تر فرستادیم.")
    phone.select_option("#id_kind", "registration")
    phone.set_input_files("#id_file", PDF)
    press(phone, f'form[action="{desk(firm, "desk_answer")}"] button')
    assert Firm.objects.get(pk=firm.pk).state == "applied"
    decide(official, firm, "approve", checks=CHECKS)
    assert found(visit(360).page, "داده پردازي كارون ٢٤") == ["داده‌پردازی کارون ۲۴"]

    phone.goto(desk(firm, "desk_change"))
    phone.fill("#id_name", "داده‌پردازی خوزستان")
    press(phone, "form.deskform button")
    assert found(visit(360).page, "داده پردازی") == ["داده‌پردازی کارون ۲۴"]
    official.goto(reverse("admin:members_change_review", args=[firm.changes.get().pk]))
    press(official, "button[value=accept]")
    assert found(visit(360).page, "داده پردازی") == ["داده‌پردازی خوزستان"]

    assert "۱۱۵" in jobs(visit(360).page)
    phone.goto(desk(firm, "firm_return", 1403))
    for name, typed in FIGURES.items():
        phone.fill(f"[name={name}]", typed)
    phone.select_option("[name=sales_band]", "1_to_10")
    press(phone, "#return button")
    phone.wait_for_selector(".notice--good")
    assert "۱۳۰" in jobs(visit(360).page)  # 115 and the 15 of the new return


def test_a_rejected_firm_reads_why_and_applies_again(as_person, offered, firm_a, staff):
    firm = application("رایان‌گستر کارون", user=firm_a, sections=[build_firms.section()], postal_code="6135718946")
    decide(as_person(staff), firm, "reject", "حوزه دیگر")
    phone = as_person(firm_a, 360)
    phone.goto(desk(firm))
    assert REFUSAL in phone.locator("blockquote").inner_text()

    phone.fill("#id_message", "حوزه کار ما نرم‌افزار است؛ معرفی را روشن‌تر نوشتیم.")
    press(phone, f'form[action="{desk(firm, "desk_apply_again")}"] button')

    firm.refresh_from_db()
    assert (firm.state, firm.round, list(firm.reviews.values_list("act", flat=True))[-2:]) == (
        "applied",
        2,
        ["rejected", "applied_again"],
    )
