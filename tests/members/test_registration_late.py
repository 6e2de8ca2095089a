"""What happened between the opening of a page and its writing: each service of a draft looks once more, under lock."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from members.models import FirmDocument, RegistrationDraft
from members.services import drafts
from members.services.drafts import AlreadySent, StepChanged
from members.services.registration import claim_draft, reopen_application
from members.services.states import lock_firm, move_firm
from tests.members import registering
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
    drafts.confirm_contact(draft=draft)
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


def test_the_draft_of_an_answer_keeps_its_address_and_is_no_earlier_form(client, facilitator):
    firm = registering.applied(client)
    move_firm(lock_firm(firm), state="more_information", act="asked", by=facilitator, message="نامه")
    person = firm.representatives.get().user
    draft = reopen_application(firm=firm, by=person, payload={"who": {"name": ["کارون"]}})

    with pytest.raises(AlreadySent):
        drafts.change_contact(draft=draft, contact="new@example.org")

    draft.refresh_from_db()
    assert draft.contact == registering.EMAIL
    begin(client)
    assert registering.last_message().body.count("https://portal.example") == 1
