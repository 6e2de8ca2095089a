"""What happened between the opening of a page and its writing: each service of a draft looks once more, under lock."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.contact_codes import confirm_contact
from members.models import Firm, FirmDocument, FirmReview, RegistrationDraft
from members.services import drafts
from members.services.drafts import AlreadySent, StepChanged
from members.services.registration import answer_request, claim_draft, reopen_application, save_firm
from members.services.states import lock_firm, move_firm
from tests import build
from tests.members import build_firms, registering
from tests.members.registering import begin, fill_all
from tests.members.test_registration_documents import PDF, upload

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def offered():
    registering.prepare()


@pytest.fixture
def proved(client):
    """A complete draft with a paper, its contact proved."""
    token, draft = begin(client)
    fill_all(client, token)
    upload(client, token)
    draft.refresh_from_db()
    confirm_contact(draft)
    return draft


def paper():
    return SimpleUploadedFile("b.pdf", PDF + b"\n")


WRITES = {
    "step": lambda draft: drafts.save_step(draft=draft, step="place", typed={"city": ["دزفول"]}, seen="-"),
    "paper": lambda draft: drafts.add_draft_document(draft=draft, kind="other", upload=paper()),
    "address": lambda draft: drafts.change_contact(draft=draft, contact="new@example.org"),
}


@pytest.mark.parametrize("write", WRITES)
def test_into_a_draft_that_was_sent_meanwhile_nothing_is_written(proved, write):
    stale = RegistrationDraft.objects.get()
    claim_draft(proved)
    before = RegistrationDraft.objects.values().get()

    with pytest.raises(AlreadySent):
        WRITES[write](stale)

    assert RegistrationDraft.objects.values().get() == before
    assert [document.file.name for document in FirmDocument.objects.all()] == ["آگهی.pdf"]


def test_from_a_draft_that_was_sent_meanwhile_no_paper_is_taken(proved):
    stale = RegistrationDraft.objects.get()
    claim_draft(proved)

    drafts.remove_draft_document(draft=stale, pk=FirmDocument.objects.get().pk)

    assert [document.file.name for document in FirmDocument.objects.all()] == ["آگهی.pdf"]


@pytest.mark.parametrize("write", ["step", "paper"])
def test_what_was_written_since_the_check_is_not_sent_unseen(proved, write):
    checked, mark = RegistrationDraft.objects.get(), drafts.mark_of(proved.payload["place"])
    if write == "step":
        drafts.save_step(draft=proved, step="place", typed={"city": ["دزفول"]}, seen=mark)
    else:
        WRITES[write](proved)

    with pytest.raises(StepChanged):
        claim_draft(checked)

    assert RegistrationDraft.objects.get().sent_at is None


@pytest.mark.parametrize("meanwhile", [{"touched_at": timezone.now()}, {"sent_at": timezone.now()}])
def test_the_clock_looks_again_before_it_forgets(proved, meanwhile):
    before = timezone.now() - drafts.KEPT_FOR
    RegistrationDraft.objects.update(touched_at=before - dt.timedelta(minutes=1))
    RegistrationDraft.objects.update(**meanwhile)

    drafts.forget_draft(proved.pk, before)

    assert (RegistrationDraft.objects.get(), FirmDocument.objects.count()) == (proved, 1)


@pytest.fixture
def asked(client, facilitator):
    """A registered firm from which more is asked."""
    firm = registering.applied(client)
    move_firm(lock_firm(firm), state="more_information", act="asked", by=facilitator, message="نامه")
    return firm


def test_the_draft_of_an_answer_keeps_its_address_and_is_no_earlier_form(client, asked):
    person = asked.representatives.get().user
    draft = reopen_application(firm=asked, by=person, payload={"who": {"name": ["کارون"]}})

    with pytest.raises(AlreadySent):
        drafts.change_contact(draft=draft, contact="new@example.org")

    draft.refresh_from_db()
    assert draft.contact == registering.EMAIL
    begin(client)
    assert registering.last_message().body.count("https://portal.example") == 1


def test_nobody_else_opens_an_application_again(asked, firm_b):
    with pytest.raises(ValidationError, match="نماینده"):
        reopen_application(firm=asked, by=firm_b, payload={})

    assert asked.drafts.filter(sent_at=None).count() == 0


def test_each_representative_answers_in_a_draft_of_their_own(asked):
    first, colleague = asked.representatives.get().user, build.user()
    build_firms.representative(asked, colleague)

    drafts_of = [reopen_application(firm=asked, by=person, payload={}) for person in (first, colleague, colleague)]

    assert [draft.contact for draft in drafts_of] == [first.email, colleague.email, colleague.email]
    assert [draft == drafts_of[2] for draft in drafts_of] == [False, True, True]


def test_an_answer_to_what_was_rejected_meanwhile_is_no_answer(asked, staff):
    """Somebody else's answer came first and was rejected; this one must not become an application by itself."""
    draft = reopen_application(firm=asked, by=asked.representatives.get().user, payload={})
    Firm.objects.filter(pk=asked.pk).update(state="rejected")

    with pytest.raises(ValidationError, match="فرستاد"):
        answer_request(draft=draft, values={})

    asked.refresh_from_db()
    assert (asked.state, FirmReview.objects.filter(act="answered").count()) == ("rejected", 0)


def test_of_two_new_firms_with_one_english_name_the_second_stands_under_its_code():
    """Both found the address free; the database lets one have it."""
    build_firms.firm(slug="karun-data")
    second = Firm(
        name="کارون",
        slug="karun-data",
        tracking_code="K7Q2-M9XT-4RWB",
        legal_kind="company",
        national_id="10380284790",
        city="اهواز",
        size="small",
    )

    save_firm(second)

    second.refresh_from_db()
    assert second.slug == "k7q2-m9xt-4rwb"
