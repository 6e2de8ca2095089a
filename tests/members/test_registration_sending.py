"""Sending: once, with the account that is there, with an address of its own; twins are the reviewer's matter."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.contact_codes import confirm_contact
from members.models import Firm, FirmReview, RegistrationDraft
from members.registration import sending
from members.services.drafts import AlreadySent, StepChanged
from members.services.duplicates import possible_duplicates
from members.services.registration import claim_draft, slug_for
from post.models import Message
from tests import build
from tests.members import build_firms, registering
from tests.members.registering import EMAIL, address, begin, code_in, fill, fill_all, last_message, send

pytestmark = pytest.mark.django_db


def test_sending_twice_makes_one_firm_and_leads_to_it_both_times(client):
    registering.prepare()
    token, draft = begin(client)
    code = code_in(last_message())
    fill_all(client, token)

    first, second = send(client, token, code=code), send(client, token, code=code)

    draft.refresh_from_db()
    page = reverse("members:register_track", args=[draft.firm.tracking_code])
    assert (first.headers["Location"], second.headers["Location"]) == (page + "?sent=1", page)
    assert (Firm.objects.count(), FirmReview.objects.count(), Message.objects.count()) == (1, 1, 2)


def test_the_second_press_that_finds_the_code_used_leads_to_the_firm(client, monkeypatch):
    """The first press is through between the second one's look at the draft and its look at the code."""
    registering.prepare()
    token, _draft = begin(client)
    code = code_in(last_message())
    fill_all(client, token)
    real = sending.confirm_by_code

    def meanwhile(*values):
        monkeypatch.undo()
        assert send(client, token, code=code).status_code == 302
        return real(*values)

    monkeypatch.setattr(sending, "confirm_by_code", meanwhile)
    response = send(client, token, code=code)

    page = reverse("members:register_track", args=[Firm.objects.get().tracking_code])
    assert (response.status_code, response.headers["Location"]) == (302, page)


def test_only_a_confirmed_draft_as_it_was_checked_is_claimed_and_only_once(client):
    _token, draft = begin(client)
    with pytest.raises(StepChanged):
        claim_draft(draft)
    confirm_contact(draft)
    stale = RegistrationDraft.objects.get()
    RegistrationDraft.objects.update(row_version=7)
    with pytest.raises(StepChanged):
        claim_draft(stale)
    fresh = RegistrationDraft.objects.get()
    claim_draft(fresh)
    with pytest.raises(AlreadySent):
        claim_draft(fresh)


def test_a_form_that_changed_between_check_and_send_is_not_sent_unseen(client, monkeypatch):
    registering.prepare()
    token, draft = begin(client)
    code = code_in(last_message())
    fill_all(client, token)

    def meanwhile(**values):
        RegistrationDraft.objects.update(row_version=99)
        return real(**values)

    real = sending.send_draft
    monkeypatch.setattr(sending, "send_draft", meanwhile)

    response = send(client, token, code=code)

    assert (response.status_code, Firm.objects.count()) == (409, 0)
    draft.refresh_from_db()
    assert draft.payload["who"]["name_en"] == ["Karun Data"]


def test_somebody_who_has_an_account_represents_the_firm_with_it(client, firm_a):
    firm = registering.applied(client, firm_a.email)

    person = firm.representatives.get().user
    assert (person, person.full_name) == (firm_a, "کاربر آزمایشی")
    assert person.check_password("a long test password")


def test_a_password_set_by_somebody_who_never_proved_the_address_opens_nothing(client):
    squatter = build.user(email=EMAIL)
    squatter.emailaddress_set.update(verified=False)

    firm = registering.applied(client)

    person = firm.representatives.get().user
    assert (person, person.has_usable_password()) == (squatter, False)
    assert person.emailaddress_set.get().verified is True


def test_the_same_for_a_mobile_number(client):
    squatter = build.user(email=None, mobile="+989161234567")
    squatter.is_mobile_verified = False
    squatter.save()

    firm = registering.applied(client, "09161234567")

    person = firm.representatives.get().user
    assert (person, person.has_usable_password(), person.is_mobile_verified) == (squatter, False, True)


@pytest.mark.parametrize(
    ("name_en", "slug"),
    [
        ("Karun Data", "karun-data"),
        ("", None),
        ("Register", None),
        ("desk", None),
        ("Networks", None),
        ("CONFIRM", None),
        ("شرکت", None),
        ("k" * 160, "k" * 80),
        ("../a/b?c", "abc"),
    ],
)
def test_the_address_is_the_english_name_else_the_tracking_code(name_en, slug):
    assert slug_for(name_en, "K7Q2-M9XT-4RWB") == (slug or "k7q2-m9xt-4rwb")


def test_a_second_firm_with_the_same_english_name_stands_under_its_code(client):
    build_firms.firm(slug="karun-data")

    firm = registering.applied(client)

    assert firm.slug == firm.tracking_code.lower()


@pytest.mark.parametrize(
    "there",
    [
        {"national_id": "10380284790"},
        {"name": "داده پرداز کارون (سهامی خاص)"},
        {"national_id": "10380284790", "state": "suspended"},
        {"national_id": "10380284790", "state": "applied"},
    ],
)
def test_a_twin_is_shown_to_the_reviewer_and_never_to_the_applicant(client, there):
    registering.prepare()
    twin = build_firms.firm(**there)

    met = answers(client, "first@example.org")

    firm = Firm.objects.exclude(pk=twin.pk).get()
    assert list(possible_duplicates(firm)) == [twin]
    assert [word for word in (twin.tracking_code, twin.slug, twin.name) if word in met] == []


def answers(client, contact):
    """Everything that an applicant is shown and sent on the way."""
    token, _draft = begin(client, contact)
    code = code_in(last_message())
    pages = [fill(client, token, step) for step in registering.STEPS]
    pages += [client.get(address(token, "check"))]
    sent = send(client, token, code=code)
    assert sent.status_code == 302
    pages += [sent, client.get(sent.headers["Location"])]
    return "".join(page.content.decode() for page in pages) + last_message().body


def test_a_value_that_no_longer_fits_is_refused_at_the_send_and_nothing_is_written(client):
    registering.prepare()
    token, _draft = begin(client)
    code = code_in(last_message())
    fill_all(client, token)
    build_firms.capability().delete()

    response = send(client, token, code=code)

    assert (response.status_code, Firm.objects.count()) == (422, 0)
    assert [step.key for step, _label, _words, _url in response.context["problems"]] == ["what"]


def test_a_refusal_of_the_model_is_said_on_the_page_and_undoes_everything(client, monkeypatch):
    registering.prepare()
    token, draft = begin(client)
    code = code_in(last_message())
    fill_all(client, token)

    def refuse(self):
        raise ValidationError("چنین نمی‌شود.")

    monkeypatch.setattr(Firm, "clean", refuse)
    response = send(client, token, code=code)

    assert (response.status_code, "چنین نمی‌شود." in response.content.decode()) == (422, True)
    draft.refresh_from_db()
    assert (draft.sent_at, Firm.objects.count(), sorted(draft.payload)) == (None, 0, sorted(registering.STEPS))
    monkeypatch.undo()
    again = response.context["token"]
    assert send(client, again).status_code == 302
