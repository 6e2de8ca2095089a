"""What the desk's forms do not let through anyway, the services refuse too: imports and queues call them."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from filing.models import StateChange
from members import confirmation_clock
from members.confirmation_links import confirmation_token
from members.models import Firm, FirmDocument
from members.services import changes, documents, people, review
from persian.jalali import today
from post.models import Message
from tests import build
from tests.members import build_firms
from tests.members.build_review import ALL_RIGHT, application, document, posted, reason
from tests.papers import PDF

pytestmark = pytest.mark.django_db


def stood(firm):
    """State and version, and how many letters went out: what a refusal leaves alone."""
    firm.refresh_from_db()
    return firm.state, firm.row_version, firm.reviews.count(), Message.objects.count()


@pytest.mark.parametrize("state", ["more_information", "rejected", "active", "left"])
def test_what_does_not_wait_is_not_decided(client, staff, state):
    firm = application()
    Firm.objects.filter(pk=firm.pk).update(state=state, active_since="2024-04-01")
    firm.refresh_from_db()
    before = stood(firm)
    client.force_login(staff)

    response = client.post(reverse("admin:members_review", args=[firm.pk]), posted(firm, "approve"))

    assert (response.status_code, stood(firm)) == (409, before)
    for act, more in [(review.approve_firm, {"checklist": ALL_RIGHT}), (review.ask_for_more, {})]:
        with pytest.raises(review.AlreadyDecided):
            act(firm=firm, by=staff, seen=firm.row_version, message="نامه", **more)
    assert stood(firm) == before


def test_what_was_not_sent_yet_is_not_read(client, staff):
    firm = application(state=Firm.State.DRAFT)
    client.force_login(staff)

    assert client.get(reverse("admin:members_review", args=[firm.pk])).status_code == 404


def test_every_letter_has_words(staff):
    firm = application(user=build.user())
    before = stood(firm)

    for act, more in [(review.ask_for_more, {}), (review.reject_firm, {"reasons": ["outside"]})]:
        with pytest.raises(ValidationError) as refusal:
            act(firm=firm, by=staff, seen=firm.row_version, message=" \n", **more)
        assert list(refusal.value.message_dict) == ["message"]
    assert stood(firm) == before


def test_every_step_of_a_member_has_its_reason(staff):
    firm = build_firms.firm()
    before = stood(firm)

    with pytest.raises(ValidationError) as refusal:
        review.suspend_firm(firm=firm, by=staff, reason=" \n")

    assert (list(refusal.value.message_dict), stood(firm)) == (["reason"], before)


def test_a_reason_out_of_use_is_neither_offered_nor_taken(client, staff):
    reason("old", use="reject", title="دلیل کهنه", is_in_use=False)
    reason("new", use="reject", title="دلیل تازه")
    firm = application()
    before = stood(firm)
    client.force_login(staff)
    path = reverse("admin:members_review", args=[firm.pk])

    page = client.get(path).content.decode()
    response = client.post(path, posted(firm, "reject", reasons=["old"], message="نامه"))

    assert [title for title in ("دلیل کهنه", "دلیل تازه") if title in page] == ["دلیل تازه"]
    assert (response.status_code, list(response.context["form"].errors), stood(firm)) == (422, ["reasons"], before)


def test_who_does_not_act_for_a_firm_cannot_stop():
    firm, two = build_firms.firm(), [build.user(), build.user()]
    for person in two:
        build_firms.representative(firm, person)

    with pytest.raises(ValidationError, match="نماینده"):
        people.stop_representing(firm=firm, user=build.user())

    assert [row.user for row in firm.representatives.current()] == two


def test_the_last_one_of_a_firm_that_left_may_go(client, firm_a):
    firm = build_firms.firm(state=Firm.State.LEFT)
    build_firms.representative(firm, firm_a)
    client.force_login(firm_a)

    client.post(reverse("members:desk_people_leave", args=[firm.tracking_code]))

    assert firm.representatives.current().count() == 0


CLOSINGS = {
    "used": lambda row: type(row).objects.update(used_at=timezone.now()),
    "over": lambda row: type(row).objects.update(expires_at=timezone.now()),
    "left": lambda row: Firm.objects.filter(pk=row.firm_id).update(state=Firm.State.LEFT),
}


@pytest.mark.parametrize("closing", CLOSINGS)
def test_an_invitation_that_was_closed_meanwhile_lets_nobody_in(closing):
    firm = build_firms.firm()
    row = people.invite_representative(firm=firm, contact="new@example.org", by=build.user())
    CLOSINGS[closing](row)
    late = type(row).objects.select_related("firm").get()

    with pytest.raises(ValidationError, match="دعوت"):
        people.accept_invitation(invitation=late, user=build.user())

    assert firm.representatives.count() == 0


def test_who_acts_already_does_not_join_once_more(client, firm_a):
    firm = build_firms.firm()
    build_firms.representative(firm, firm_a)
    row = people.invite_representative(firm=firm, contact="alias@example.org", by=firm_a)
    client.force_login(firm_a)

    response = client.post(reverse("members:desk_join", args=[people.token_of(row)]), {"position": ""})

    row.refresh_from_db()
    assert (response.status_code, firm.representatives.count(), row.used_at) == (422, 1, None)


def test_a_used_invitation_is_not_withdrawn():
    firm, person = build_firms.firm(), build.user()
    row = people.invite_representative(firm=firm, contact="new@example.org", by=person)
    people.accept_invitation(invitation=row, user=build.user())
    before = type(row).objects.values().get(), list(StateChange.objects.values_list("new", flat=True))

    people.withdraw_invitation(invitation=row, by=person)

    assert (type(row).objects.values().get(), list(StateChange.objects.values_list("new", flat=True))) == before


def test_a_firm_that_left_adds_no_paper(client, firm_a):
    firm = build_firms.firm(state=Firm.State.LEFT)
    build_firms.representative(firm, firm_a)
    client.force_login(firm_a)
    typed = {"kind": "registration", "file": SimpleUploadedFile("آگهی.pdf", PDF), "key": "one"}

    response = client.post(reverse("members:desk_documents", args=[firm.tracking_code]), typed)

    assert (response.status_code, FirmDocument.objects.count()) == (422, 0)


@pytest.mark.parametrize(
    ("state", "values", "why", "code"),
    [
        ("suspended", {"name": "کارون نو"}, "", "wrong_state"),
        ("active", {"name": "کارون"}, "", "same"),
        ("active", {"contact_email": "new@example.org", "state": "left"}, "", "same"),
        ("active", {"name": "کارون نو"}, "د" * 2001, None),
    ],
)
def test_only_an_active_firm_asks_and_only_for_what_is_reviewed_and_differs(state, values, why, code):
    firm = build_firms.firm("کارون", state=state)

    with pytest.raises(ValidationError) as refusal:
        changes.ask_change(firm=firm, by=build.user(), values=values, reason=why)

    assert code is None or refusal.value.code == code
    assert firm.changes.count() == 0


@pytest.mark.parametrize("state", ["applied", "left"])
def test_a_paper_of_a_firm_that_is_read_or_has_left_stays(state):
    paper = document(build_firms.firm(state=state))

    with pytest.raises(ValidationError):
        documents.take_back_document(document=paper, by=build.user())

    paper.refresh_from_db()
    assert paper.removed_at is None


def test_a_paper_is_taken_back_once():
    paper = document(build_firms.firm())
    documents.take_back_document(document=paper, by=build.user())
    paper.refresh_from_db()
    first = paper.removed_at

    with pytest.raises(ValidationError):
        documents.take_back_document(document=paper, by=build.user())

    paper.refresh_from_db()
    assert paper.removed_at == first


def test_the_link_of_somebody_who_may_not_sign_in_confirms_nothing(client):
    firm, person = build_firms.firm(), build.user()
    build_firms.representative(firm, person)
    token = confirmation_token(firm, person)
    person.is_active = False
    person.save()

    assert client.post(reverse("members:confirm", args=[token])).status_code == 404
    before = firm.confirmed_until
    firm.refresh_from_db()
    assert firm.confirmed_until == before


def test_the_clock_writes_some_letters_at_a_time_and_goes_on_with_the_next(monkeypatch):
    monkeypatch.setattr(confirmation_clock, "AT_A_TIME", 2)
    for _number in range(3):
        build_firms.representative(build_firms.firm(confirmed_until=today()))
    counts = []
    for _run in range(3):
        confirmation_clock.ask_for_confirmations()
        counts.append(Message.objects.count())

    assert counts == [2, 3, 3]


@pytest.mark.parametrize("name", ["firm", "profile", "change", "people", "documents", "export"])
def test_a_page_of_the_firms_desk_is_kept_by_nobody(client, firm_a, name):
    firm = build_firms.firm()
    build_firms.representative(firm, firm_a)
    client.force_login(firm_a)

    response = client.get(reverse(f"members:desk_{name}", args=[firm.tracking_code]))

    assert response.status_code == 200
    assert {"no-store", "private"} <= set(response.headers["Cache-Control"].split(", "))
    response.close()


def test_nobody_is_invited_twice_nor_to_a_firm_that_left(client, firm_a):
    firm = build_firms.firm()
    build_firms.representative(firm, firm_a)
    client.force_login(firm_a)
    path = reverse("members:desk_people", args=[firm.tracking_code])

    codes = [client.post(path, {"contact": typed}).status_code for typed in ("new@example.org", "New@example.org")]
    Firm.objects.filter(pk=firm.pk).update(state=Firm.State.LEFT)
    codes.append(client.post(path, {"contact": "other@example.org"}).status_code)

    assert (codes, Message.objects.count(), firm.invitations.count()) == ([302, 422, 422], 1, 1)
