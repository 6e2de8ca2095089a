"""What stands in the public directory is what a firm consents to, and nothing else (I14)."""

import pytest

from members.models import DirectoryCell, DirectoryEntry, Firm
from members.services import publish_firm
from tests.members import build_firms

pytestmark = pytest.mark.django_db


def counted():
    return {
        (cell.section, cell.capability, cell.city, cell.size): cell.count
        for cell in DirectoryCell.objects.exclude(count=0)
    }


def test_a_firm_that_shows_everything_is_found_under_each_branch_of_its_capabilities():
    services = build_firms.capability("services", "خدمات وب", name_en="Web services")
    shop = build_firms.capability("shop", "فروشگاه برخط", parent=services)
    section = build_firms.section(name="نرم‌افزار", name_en="Software")
    firm = build_firms.firm("داده‌پرداز جنوب", sections=[section], capabilities=[shop], about="وب‌گاه ۲۴ ساعته")

    entry = firm.entry
    assert (entry.city, entry.size, entry.about) == ("اهواز", "small", "وب‌گاه ۲۴ ساعته")
    assert set(entry.capabilities.all()) == {shop, services}
    assert entry.search_text == (
        "داده پرداز جنوب اهواز وب گاه 24 ساعته نرم افزار software فروشگاه برخط خدمات وب web services"
    )


def test_nothing_that_a_firm_keeps_back_is_in_its_entry():
    section, capability = build_firms.section(), build_firms.capability()
    kept_back = dict.fromkeys(Firm.CONSENTS, False)
    firm = build_firms.firm(
        "نام تنها", sections=[section], capabilities=[capability], about="راز", website="https://a.example", **kept_back
    )

    entry = firm.entry
    shown = (entry.city, entry.size, entry.about, entry.website, entry.search_text)
    assert shown == ("", "", "", "", "نام تنها")
    assert (entry.sections.count(), entry.capabilities.count()) == (0, 0)
    assert counted() == {(0, 0, "", ""): 1}


@pytest.mark.parametrize("state", [state for state in Firm.State if state != Firm.State.ACTIVE])
def test_only_an_active_firm_is_listed(state):
    build_firms.firm(state=state)

    assert not DirectoryEntry.objects.exists()


def test_without_consent_to_be_listed_there_is_no_entry():
    build_firms.firm(is_listed=False)

    assert not DirectoryEntry.objects.exists()


def test_the_counts_follow_a_change_and_a_farewell():
    firm = build_firms.firm(city="اهواز", size="small")
    build_firms.firm(city="دزفول", size="small")
    firm.city = "آبادان"
    firm.save()

    publish_firm(firm)

    any_size, small = "", "small"
    two = {(0, 0, "", any_size): 2, (0, 0, "", small): 2}
    per_city = {(0, 0, city, size): 1 for city in ("دزفول", "آبادان") for size in (any_size, small)}
    assert counted() == two | per_city

    firm.is_listed = False
    firm.save()
    publish_firm(firm)

    assert counted() == {(0, 0, city, size): 1 for city in ("", "دزفول") for size in (any_size, small)}
