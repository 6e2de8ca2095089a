"""What a firm keeps itself is public at once; what a reviewer has to see becomes a request."""

import pytest
from django.urls import reverse

from members.models import Firm, FirmChange
from tests.members import build_firms

pytestmark = pytest.mark.django_db


@pytest.fixture
def firm(client, firm_a):
    made = build_firms.firm(
        "نام کهنه", sections=[build_firms.section()], national_id="10380284790", about="کهنه", address="خیابان"
    )
    build_firms.representative(made, firm_a)
    client.force_login(firm_a)
    return made


def path(firm, name):
    return reverse(f"members:{name}", args=[firm.tracking_code])


def profile(firm, **fields):
    """The profile form as a browser sends it."""
    shown = dict.fromkeys(("is_listed", *Firm.CONSENTS), "on")
    values = {"about": "کهنه", "size": "small", "language": "fa", "address": "خیابان", "row_version": firm.row_version}
    return {name: value for name, value in (values | shown | fields).items() if value is not None}


def reviewed(**fields):
    values = {
        "name": "نام کهنه",
        "legal_kind": "company",
        "national_id": "۱۰۳۸۰۲۸۴۷۹۰",
        "city": "اهواز",
        "sections": [],
    }
    return values | fields


def test_what_is_saved_is_public_at_once(client, firm):
    web = build_firms.capability()

    response = client.post(
        path(firm, "desk_profile"),
        profile(firm, about="تازه", founded="۱۳۹۰", postal_code="۶۱۳۵۷-۱۸۹۴۶", capabilities=[web.pk], shows_city=None),
    )

    assert response.status_code == 302
    firm.refresh_from_db()
    assert (firm.about, firm.founded, firm.postal_code, firm.shows_city) == ("تازه", 1390, "6135718946", False)
    assert (firm.entry.about, firm.entry.city, list(firm.entry.capabilities.all())) == ("تازه", "", [web])
    assert firm.row_version == 1


def test_who_takes_the_name_back_is_no_longer_in_the_directory(client, firm):
    client.post(path(firm, "desk_profile"), profile(firm, is_listed=None))

    firm = Firm.objects.get()
    assert (firm.is_listed, hasattr(firm, "entry")) == (False, False)


FORGED = {
    "name": "نام دزدیده", "city": "تهران", "state": "left", "national_id": "10861677542", "active_since": "2001-01-01",
    "confirmed_until": "2199-01-01", "tracking_code": "AAAA", "slug": "x", "is_sample": "on", "round": "9",
}  # fmt: skip


def test_fields_that_are_not_the_firms_to_set_are_ignored(client, firm):
    """G03: posted beside the profile they change nothing."""
    before = Firm.objects.values(*FORGED).get()

    assert client.post(path(firm, "desk_profile"), profile(firm, about="تازه", **FORGED)).status_code == 302
    assert Firm.objects.values(*FORGED).get() == before
    assert Firm.objects.get().about == "تازه"


def test_a_second_saver_sees_both_values_and_nothing_is_lost(client, firm):
    old = profile(firm, about="نوشته من")
    client.post(path(firm, "desk_profile"), profile(firm, about="نوشته او"))

    response = client.post(path(firm, "desk_profile"), old)

    assert response.status_code == 422
    assert [(theirs, yours) for _label, theirs, yours in response.context["form"].conflicts] == [
        ("نوشته او", "نوشته من")
    ]
    assert Firm.objects.get().about == "نوشته او"
    version = response.context["form"]["row_version"].value()
    assert client.post(path(firm, "desk_profile"), old | {"row_version": version}).status_code == 302
    assert Firm.objects.get().about == "نوشته من"


def test_a_save_never_brings_back_a_state_that_staff_changed_meanwhile(client, firm, staff, monkeypatch):
    """The firm is suspended between the form's check and its write."""
    from members.desk import views  # noqa: PLC0415  (the module is patched, not its name here)

    real, raced = views.profile.save_profile, []

    def save_after_suspension(form):
        if not raced:
            raced.append(Firm.objects.filter(pk=firm.pk).update(state="suspended", row_version=5))
        return real(form)

    monkeypatch.setattr(views.profile, "save_profile", save_after_suspension)
    client.post(path(firm, "desk_profile"), profile(firm, about="تازه"))

    assert Firm.objects.get().state == "suspended"


@pytest.mark.parametrize("state", ["applied", "left"])
def test_while_it_is_reviewed_and_after_leaving_the_profile_stays(client, firm, state):
    Firm.objects.update(state=state)

    assert client.post(path(firm, "desk_profile"), profile(firm, about="تازه")).status_code == 409
    assert Firm.objects.get().about == "کهنه"


def test_a_reviewed_field_becomes_a_request_and_the_public_page_stays(client, firm, firm_a):
    section = build_firms.section().order

    response = client.post(
        path(firm, "desk_change"),
        reviewed(name="نام تازه", sections=[firm.sections.get().pk], reason="ثبت شد", state="left"),
    )

    assert response.status_code == 302
    change = FirmChange.objects.get()
    assert (change.before, change.after) == ({"name": "نام کهنه"}, {"name": "نام تازه"})
    assert (change.state, change.asked_by, change.reason, section) == ("pending", firm_a, "ثبت شد", 1)
    firm.refresh_from_db()
    assert (firm.name, firm.entry.name, firm.state) == ("نام کهنه", "نام کهنه", "active")


def test_a_request_without_a_difference_is_refused(client, firm):
    response = client.post(path(firm, "desk_change"), reviewed(sections=[firm.sections.get().pk]))

    assert response.status_code == 422
    assert not FirmChange.objects.exists()


def test_the_firm_is_not_told_that_another_firm_has_the_identifier(client, firm):
    build_firms.firm(national_id="10861677542")

    response = client.post(
        path(firm, "desk_change"), reviewed(national_id="10861677542", sections=[firm.sections.get().pk])
    )

    assert response.status_code == 302
    assert FirmChange.objects.get().after == {"national_id": "10861677542"}


def test_an_open_request_is_shown_and_can_be_withdrawn(client, firm, firm_a):
    change = firm.changes.create(before={"name": "نام کهنه"}, after={"name": "نام تازه"}, asked_by=firm_a)
    page = client.get(path(firm, "desk_change")).content.decode()
    assert "نام تازه" in page

    client.post(reverse("members:desk_change_withdraw", args=[firm.tracking_code, change.pk]))
    change.refresh_from_db()
    assert change.state == "withdrawn"


@pytest.mark.parametrize("state", ["more_information", "rejected"])
def test_before_anything_was_accepted_the_reviewed_fields_are_corrected_in_place(client, firm, state):
    Firm.objects.update(state=state)

    response = client.post(
        path(firm, "desk_change"),
        reviewed(name="شرکت نام تازه", sections=[firm.sections.get().pk], row_version=firm.row_version),
    )

    assert response.status_code == 302
    firm.refresh_from_db()
    assert (firm.name, firm.match_key, firm.state, FirmChange.objects.count()) == ("شرکت نام تازه", "نامتازه", state, 0)


@pytest.mark.parametrize("text", ["\x00", "\ud800", "\u202eعکس", "😀", "²", "١٢", "<script>"])
def test_hostile_text_is_normalised_or_refused(client, firm, text):
    """G11, G17: never a fault."""
    text = text.encode("utf-8", "surrogatepass")
    for name in ("about", "website", "postal_code", "contact_email", "contact_phone", "founded", "size", "address"):
        answer = client.post(path(firm, "desk_profile"), profile(firm, **{name: text}))
        assert answer.status_code in {302, 422}
        firm.refresh_from_db()
    for name in ("name", "national_id", "licence_number", "legal_kind", "sections"):
        answer = client.post(path(firm, "desk_change"), reviewed(**{name: text}))
        assert answer.status_code in {302, 422}
    assert "<script>" not in client.get(path(firm, "desk_profile")).content.decode().replace("<script src", "")


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "//evil"])
def test_a_website_is_an_address_of_the_web(client, firm, address):
    client.post(path(firm, "desk_profile"), profile(firm, website=address))

    assert not Firm.objects.get().website.startswith(("javascript", "data"))
