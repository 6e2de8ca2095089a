"""A firm's own desk: who opens it, what the firm sees of its application, how it answers and applies again."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from members.models import Firm, FirmDocument, FirmReview
from members.panels import desk_panels
from tests import build
from tests.members import build_firms
from tests.members.build_review import application, document
from tests.papers import PDF

pytestmark = pytest.mark.django_db


def desk(firm, name="desk_firm", *args):
    return reverse(f"members:{name}", args=[firm.tracking_code, *args])


@pytest.fixture
def firm(firm_a):
    made = build_firms.firm("کارون داده")
    build_firms.representative(made, firm_a)
    return made


def test_the_desk_leads_to_the_one_firm_or_lets_choose_between_several(client, firm, firm_a):
    client.force_login(firm_a)
    assert client.get(reverse("members:desk")).headers["Location"] == desk(firm)

    build_firms.representative(build_firms.firm("دیگری"), firm_a)
    response = client.get(reverse("members:desk"))
    assert [one.name for one in response.context["firms"]] == ["دیگری", "کارون داده"]


def test_who_acts_for_no_firm_or_no_longer_sees_none(client, firm, firm_a):
    firm.representatives.update(left_at=firm.applied_at)
    client.force_login(firm_a)

    assert list(client.get(reverse("members:desk")).context["firms"]) == []
    assert client.get(desk(firm)).status_code == 404


PAGES = ["desk_firm", "desk_profile", "desk_change", "desk_people", "desk_documents", "desk_leave", "desk_export"]
ACTS = ["desk_answer", "desk_apply_again", "desk_people_leave"]


@pytest.mark.parametrize("name", PAGES + ACTS)
def test_firm_b_finds_nothing_of_firm_a(client, firm, firm_b, name):
    """G02: 404 for reading and for writing, and nothing changed."""
    build_firms.representative(build_firms.firm(), firm_b)
    client.force_login(firm_b)
    before = Firm.objects.filter(pk=firm.pk).values().get()

    answers = [client.post(desk(firm, name), {"name": firm.name, "message": "م", "about": "دیگر"})]
    answers += [client.get(desk(firm, name))] if name in PAGES else []

    assert {answer.status_code for answer in answers} <= {404, 405}
    assert answers[-1].status_code == 404
    assert Firm.objects.filter(pk=firm.pk).values().get() == before
    assert not FirmReview.objects.exists()


@pytest.mark.parametrize("name", ["desk_document_take_back", "desk_change_withdraw", "desk_invitation_withdraw"])
def test_firm_b_reaches_no_row_of_firm_a_through_its_own_desk(client, firm, firm_a, firm_b, name):
    own = build_firms.firm()
    build_firms.representative(own, firm_b)
    paper = document(firm, by=firm_a)
    change = firm.changes.create(before={"city": "اهواز"}, after={"city": "دزفول"}, asked_by=firm_a)
    invitation = firm.invitations.create(contact="x@example.org", invited_by=firm_a, expires_at="2099-01-01T00:00Z")
    row = {"desk_document_take_back": paper, "desk_change_withdraw": change, "desk_invitation_withdraw": invitation}
    client.force_login(firm_b)

    assert client.post(desk(own, name, row[name].pk)).status_code == 404
    for one in (paper, change, invitation):
        one.refresh_from_db()
    assert (paper.removed_at, change.state, invitation.expires_at.year) == (None, "pending", 2099)
    assert client.get(reverse("filing:file", args=[paper.file_id])).status_code == 404


def test_what_is_asked_stands_on_the_desk_and_the_answer_goes_back_to_its_place(client, firm_a, staff):
    firm = application(user=firm_a, state=Firm.State.MORE_INFORMATION, days=3)
    later = application(days=1)
    FirmReview.objects.create(firm=firm, round=1, act="asked", message="پروانه را بفرستید", note="راز", by=staff)
    client.force_login(firm_a)
    page = client.get(desk(firm)).content.decode()
    assert "پروانه را بفرستید" in page
    assert "راز" not in page

    response = client.post(
        desk(firm, "desk_answer"),
        {"message": "فرستادیم", "kind": "licence", "file": SimpleUploadedFile("پروانه.pdf", PDF)},
    )

    assert response.status_code == 302
    firm.refresh_from_db()
    assert (firm.state, firm.reviews.last().act, firm.reviews.last().message) == ("applied", "answered", "فرستادیم")
    paper = FirmDocument.objects.get()
    assert (paper.firm, paper.kind, paper.added_by) == (firm, "licence", firm_a)
    assert list(Firm.objects.awaiting_review()) == [firm, later]


def test_an_empty_answer_and_an_answer_that_nobody_asked_for_are_refused(client, firm_a):
    firm = application(user=firm_a, state=Firm.State.MORE_INFORMATION)
    client.force_login(firm_a)
    assert client.post(desk(firm, "desk_answer"), {"message": "", "kind": "other"}).status_code == 422

    Firm.objects.update(state="active", active_since="2024-04-01")
    assert client.post(desk(firm, "desk_answer"), {"message": "متن", "kind": "other"}).status_code == 422
    firm.refresh_from_db()
    assert (firm.state, firm.reviews.count()) == ("active", 1)


def test_a_rejected_firm_reads_why_and_applies_again_at_the_end_of_the_queue(client, firm_a, staff):
    firm = application(user=firm_a, state=Firm.State.REJECTED, days=9)
    FirmReview.objects.create(firm=firm, round=1, act="rejected", message="بیرون از استان", by=staff)
    other = application(days=1)
    client.force_login(firm_a)
    assert "بیرون از استان" in client.get(desk(firm)).content.decode()

    client.post(desk(firm, "desk_apply_again"), {"message": "به اهواز آمدیم"})

    firm.refresh_from_db()
    assert (firm.state, firm.round) == ("applied", 2)
    assert [(row.round, row.act) for row in firm.reviews.all()][-1] == (2, "applied_again")
    assert list(Firm.objects.awaiting_review()) == [other, firm]


def test_only_a_rejected_firm_applies_again(client, firm, firm_a):
    client.force_login(firm_a)

    assert client.post(desk(firm, "desk_apply_again"), {"message": ""}).status_code == 422
    firm.refresh_from_db()
    assert (firm.state, firm.round) == ("active", 1)


def test_a_room_above_adds_a_panel_and_sees_whose_desk_it_is(client, firm, firm_a, monkeypatch):
    monkeypatch.setattr(desk_panels, "_panels", [])
    seen = []
    desk_panels.register(
        10, lambda firm, user: seen.append((firm, user)) or {"template": "includes/empty.html", "context": {}}
    )
    client.force_login(firm_a)

    client.get(desk(firm))

    assert seen == [(firm, firm_a)]


def test_leaving_needs_the_typed_name_and_keeps_the_data(client, firm, firm_a):
    client.force_login(firm_a)
    assert client.post(desk(firm, "desk_leave"), {"name": "دیگری", "reason": ""}).status_code == 422
    firm.refresh_from_db()
    assert firm.state == "active"

    assert client.post(desk(firm, "desk_leave"), {"name": "كارون داده", "reason": "تعطیل شد"}).status_code == 302
    firm.refresh_from_db()
    assert (firm.state, hasattr(firm, "entry"), firm.reviews.get().message) == ("left", False, "تعطیل شد")
    assert client.get(desk(firm)).status_code == 200
    assert client.post(desk(firm, "desk_profile"), {"about": "دیگر"}).status_code == 409


@pytest.mark.parametrize("count", [1, 3])
def test_the_overview_costs_the_same_whatever_happened_before(
    client, firm, firm_a, staff, count, django_assert_num_queries
):
    for _number in range(count):
        FirmReview.objects.create(firm=firm, round=1, act="change_accepted", by=staff)
        build_firms.representative(firm, build.user())
    client.force_login(firm_a)
    client.get(desk(firm))

    with django_assert_num_queries(13):
        client.get(desk(firm))


def test_the_frame_leads_to_the_account_of_who_is_signed_in(client, firm_a):
    made = build_firms.firm()
    build_firms.representative(made, firm_a)
    client.force_login(firm_a)

    page = client.get(reverse("members:desk_firm", args=[made.tracking_code])).content.decode()

    assert '<a href="/accounts/">حساب شما</a></div>' in page
    assert ">ورود</a>" not in page
