"""A person is removed: the firm and what it did stay, the person's addresses go from every room (G38)."""

import pytest
from django.utils import timezone

from accounts.personal_data import pseudonymise_user
from council.models import EditorDraft
from members.models import FirmReturn, RegistrationDraft
from tests import build
from tests.members import build_firms

pytestmark = pytest.mark.django_db


@pytest.fixture
def leaver():
    return build.user("مهتاب آزمایشی", email="mahtab@firm.example", mobile="+989121112233")


@pytest.fixture
def firm(leaver):
    made = build_firms.firm(
        contact_person="مهتاب آزمایشی", contact_email="mahtab@firm.example", contact_phone="+989121112233"
    )
    build_firms.representative(made, leaver, position="مدیر")
    return made


def contacts(row):
    return row.contact_person, row.contact_email, row.contact_phone


def test_the_firm_stays_without_the_persons_lines_in_every_version(leaver, firm, administrator):
    FirmReturn.objects.filter(pk=build_firms.firm_return(firm).pk).update(filed_by=leaver)

    pseudonymise_user(user=leaver, by=administrator)

    firm.refresh_from_db()
    assert contacts(firm) == ("", "", "")
    assert {contacts(version) for version in firm.history.all()} == {("", "", "")}
    assert (firm.state, FirmReturn.objects.get().filed_by_id) == ("active", leaver.pk)
    mandate = firm.representatives.get()
    assert (mandate.user_id, mandate.position, mandate.left_at is None) == (leaver.pk, "", False)


def test_lines_of_somebody_else_stay(leaver, firm, administrator):
    other = build_firms.firm(contact_email="mahtab@firm.example")  # the person does not act for it
    firm.contact_person = "کس دیگر"
    firm.save()

    pseudonymise_user(user=leaver, by=administrator)

    firm.refresh_from_db()
    other.refresh_from_db()
    assert contacts(firm) == ("کس دیگر", "", "")
    assert other.contact_email == "mahtab@firm.example"


def test_drafts_and_invitations_lose_the_address(leaver, firm, administrator):
    RegistrationDraft.objects.create(contact="+989121112233", payload={"who": {"name": ["مهتاب"]}})
    sent = RegistrationDraft.objects.create(contact="mahtab@firm.example", sent_at=timezone.now(), firm=firm)
    stranger = RegistrationDraft.objects.create(contact="other@firm.example")
    invited = firm.invitations.create(
        contact="mahtab@firm.example", invited_by=administrator, expires_at=timezone.now()
    )

    pseudonymise_user(user=leaver, by=administrator)

    tombstone = f"removed-{leaver.pk}@removed.invalid"
    kept = dict(RegistrationDraft.objects.values_list("pk", "contact"))
    assert kept == {sent.pk: tombstone, stranger.pk: "other@firm.example"}
    invited.refresh_from_db()
    assert invited.contact == tombstone


def test_a_seat_keeps_its_name_and_loses_its_address(leaver, administrator):
    seat = build.seat("مهتاب آزمایشی", user=leaver, email="mahtab@firm.example")
    meeting = build.meeting()
    EditorDraft.objects.create(meeting=meeting, user=leaver, fields={"a": "b"}, row_version=0)

    pseudonymise_user(user=leaver, by=administrator)

    seat.refresh_from_db()
    assert (seat.person, seat.email) == ("مهتاب آزمایشی", "")
    assert {version.email for version in seat.history.all()} == {""}
    assert not EditorDraft.objects.exists()
