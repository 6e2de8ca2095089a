"""The whole way of a firm: applied, asked for a document, sent from a phone, approved, renamed only after a review."""

import pytest
from django.test import Client
from django.urls import reverse

from members.models import Firm
from post.models import Message
from tests.members import build_firms
from tests.members.build_review import CHECKS, application, document, reason
from tests.papers import PDF

LETTER = "معرفی‌نامه را با مهر بفرستید."


@pytest.fixture
def firm(firm_a):
    section = build_firms.section()
    made = application("رایان‌گستر کارون", user=firm_a, sections=[section], address="کیان‌پارس", postal_code="6135718946")
    document(made, by=firm_a)
    reason("stamp", title="معرفی‌نامه مهر ندارد", text=LETTER)
    return made


@pytest.fixture
def open_as(visit):
    """``open_as(person, width)``: that person's browser page, without script: every step works so."""

    def page_of(person, width=1280, **options):
        browser = visit(width=width, height=2400, script=False, **options)
        browser.sign_in(Client(), person)
        return browser.page

    return page_of


def review(page, firm):
    page.goto(reverse("admin:members_review", args=[firm.pk]))


def choose(page, name, value):
    """A choice whose box lies under its words."""
    page.locator(f'input[name="{name}"][value="{value}"]').check(force=True)


def desk(firm, name="desk_firm"):
    return reverse(f"members:{name}", args=[firm.tracking_code])


def test_a_firm_is_asked_answers_is_approved_and_renamed(open_as, firm, firm_a, facilitator, staff):
    reviewer = open_as(facilitator)
    reviewer.goto(reverse("admin:members_review_queue"))
    reviewer.get_by_role("link", name="رایان‌گستر کارون").click()
    choose(reviewer, "verdict", "ask")
    reviewer.get_by_label("معرفی‌نامه مهر ندارد").check()
    reviewer.locator("#content-main p button[value=letter]").click()
    assert reviewer.input_value("#id_message") == LETTER
    reviewer.locator("button[value=send]").click()
    assert Firm.objects.get().state == "more_information"
    assert LETTER in Message.objects.get().body

    phone = open_as(firm_a, 360)
    phone.goto(desk(firm))
    assert LETTER in phone.locator("blockquote").inner_text()
    phone.fill("#id_message", "با مهر فرستادیم.")
    phone.select_option("#id_kind", "introduction")
    phone.set_input_files("#id_file", {"name": "معرفی.pdf", "mimeType": "application/pdf", "buffer": PDF})
    phone.get_by_role("button", name="ارسال پاسخ").or_(phone.get_by_role("button", name="فرستادن پاسخ")).click()
    assert Firm.objects.get().state == "applied"

    official = open_as(staff)
    review(official, firm)
    for check in CHECKS:
        choose(official, f"check-{check}", "right")
    choose(official, "verdict", "approve")
    official.locator("button[value=send]").click()
    firm = Firm.objects.get()
    assert (firm.state, firm.entry.name) == ("active", "رایان‌گستر کارون")

    phone.goto(desk(firm, "desk_change"))
    phone.fill("#id_name", "رایان‌گستر خوزستان")
    phone.locator("form.deskform button").click()
    firm = Firm.objects.get()
    assert (firm.name, firm.entry.name) == ("رایان‌گستر کارون", "رایان‌گستر کارون")

    official.goto(reverse("admin:members_change_review", args=[firm.changes.get().pk]))
    official.locator("button[value=accept]").click()
    firm = Firm.objects.get()
    assert (firm.name, firm.entry.name) == ("رایان‌گستر خوزستان", "رایان‌گستر خوزستان")


PAGES = ["desk_firm", "desk_profile", "desk_change", "desk_documents", "desk_people", "desk_leave"]


@pytest.mark.parametrize(("width", "language", "prefix"), [(360, "fa-IR", ""), (1280, "en-US", "/en")])
def test_the_pages_of_the_desk_fit_and_are_accessible(
    visit, firm, firm_a, axe, no_horizontal_scroll, width, language, prefix
):
    build_firms.capability("web", "طراحی وب", parent=build_firms.capability("services", "خدمات"))
    browser = visit(width=width, language=language)
    browser.sign_in(Client(), firm_a)
    for state in ("more_information", "active"):
        Firm.objects.update(state=state, active_since="2024-04-01")
        for name in PAGES:
            browser.page.goto(prefix + desk(firm, name))
            assert axe(browser.page) == []
            no_horizontal_scroll(browser.page)


@pytest.mark.parametrize(("width", "prefix"), [(360, ""), (1280, "/en")])
def test_the_review_desk_fits_and_is_accessible(visit, firm, firm_a, staff, axe, no_horizontal_scroll, width, prefix):
    build_firms.firm("شركت رايان گستر کارون", state=Firm.State.REJECTED)
    change = build_firms.firm().changes.create(before={"city": "اهواز"}, after={"city": "دزفول"}, asked_by=firm_a)
    browser = visit(width=width)
    browser.sign_in(Client(), staff)
    for path in (
        reverse("admin:members_review_queue"),
        reverse("admin:members_review", args=[firm.pk]),
        reverse("admin:members_change_review", args=[change.pk]),
        reverse("admin:members_firm_standing", args=[change.firm_id, "suspend"]),
    ):
        browser.page.goto(prefix + path)
        assert axe(browser.page) == []
        no_horizontal_scroll(browser.page)
