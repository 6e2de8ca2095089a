"""Where an application stands: for whoever holds the code, and more for who acts for the firm."""

import pytest
from django.urls import reverse

from members.codes import canonical_tracking_code
from members.models import Firm, FirmReview, RegistrationDraft
from members.services.registration import FIELDS
from members.services.states import lock_firm, move_firm
from tests.members import build_firms, registering
from tests.members.registering import address, fill, last_message, send
from tests.members.test_registration_documents import upload

pytestmark = pytest.mark.django_db
LETTER = "تصویر پروانه خوانا نیست."


def track(client, code):
    return client.get(reverse("members:register_track", args=[code]))


def reviewed(firm, state, act, by, message=LETTER):
    return move_firm(lock_firm(firm), state=state, act=act, by=by, message=message)


def asked(client, facilitator):
    """A registered firm from which more is asked."""
    firm = registering.applied(client)
    reviewed(firm, Firm.State.MORE_INFORMATION, FirmReview.Act.ASKED, facilitator)
    firm.refresh_from_db()
    return firm, firm.representatives.get().user


def rejected(client, staff):
    firm = registering.applied(client)
    reviewed(firm, Firm.State.REJECTED, FirmReview.Act.REJECTED, staff)
    firm.refresh_from_db()
    return firm, firm.representatives.get().user


def reopen(client, firm):
    """Press the button; gives the token of the draft that opens."""
    response = client.post(reverse("members:register_reopen", args=[firm.tracking_code]))
    return response.headers["Location"].split("/")[-3]


@pytest.mark.parametrize("shape", [str.lower, lambda code: code.replace("-", " "), lambda code: code.replace("-", "")])
def test_the_code_is_read_in_any_case_with_or_without_dashes(client, shape):
    firm = build_firms.firm(state=Firm.State.APPLIED)

    response = client.get(reverse("members:register_track_form"), {"code": shape(firm.tracking_code)})

    assert (response.status_code, response.context["firm"]) == (200, firm)


def test_the_code_is_read_in_any_digits():
    assert canonical_tracking_code("k۷q٢-M9XT-۴rwb") == "K7Q2-M9XT-4RWB"
    assert [canonical_tracking_code(text) for text in ("", "K7Q2", "K7Q2-M9XT-4RWBB", "²" * 12, "A" * 1000)] == [
        None
    ] * 5


def test_whoever_holds_the_code_sees_the_state_and_nothing_else(client, facilitator):
    firm, _person = asked(client, facilitator)

    page = track(client, firm.tracking_code).content.decode()

    assert "اطلاعات بیشتر خواسته شد" in page or firm.get_state_display() in page
    hidden = (LETTER, firm.name, firm.national_id, firm.contact_person, firm.contact_email, firm.address)
    assert [text for text in hidden if text in page] == []
    assert reverse("members:register_reopen", args=[firm.tracking_code]) not in page


def test_unknown_codes_rubbish_and_drafts_get_one_answer(client):
    draft = build_firms.firm(state=Firm.State.DRAFT)
    bodies = set()
    for code in ("AAAA-AAAA-AAAA", "²", "x" * 300, draft.tracking_code):
        response = track(client, code)
        assert response.status_code == 404
        bodies.add(response.content.decode().partition("<main")[2].replace(f'value="{code}"', "").partition("<form")[0])
    assert len(bodies) == 1


def test_after_thirty_wrong_codes_nothing_is_shown_for_a_while(client):
    firm = build_firms.firm(state=Firm.State.APPLIED)
    for _try in range(40):
        assert (
            track(client, firm.tracking_code).status_code == 200
        )  # the right one may be looked at as often as one likes
    for _try in range(30):
        assert track(client, "AAAA-AAAA-AAAA").status_code == 404

    assert track(client, firm.tracking_code).status_code == 429


def test_a_representative_reads_what_was_asked_and_a_foreign_one_does_not(client, facilitator, firm_b):
    firm, person = asked(client, facilitator)
    build_firms.representative(user=firm_b)

    client.force_login(person)
    assert LETTER in track(client, firm.tracking_code).content.decode()
    client.force_login(firm_b)
    assert LETTER not in track(client, firm.tracking_code).content.decode()
    assert client.post(reverse("members:register_reopen", args=[firm.tracking_code])).status_code == 404


def test_the_button_is_there_only_while_something_can_be_sent(client):
    firm = registering.applied(client)
    client.force_login(firm.representatives.get().user)
    button = reverse("members:register_reopen", args=[firm.tracking_code])
    shown = {}
    for state in ("applied", "more_information", "rejected", "suspended", "left"):
        Firm.objects.filter(pk=firm.pk).update(state=state)
        shown[state] = button in track(client, firm.tracking_code).content.decode()

    assert [state for state, there in shown.items() if there] == ["more_information", "rejected"]


def test_a_stranger_who_presses_is_sent_to_sign_in_and_back(client, facilitator):
    firm, _person = asked(client, facilitator)

    response = client.post(reverse("members:register_reopen", args=[firm.tracking_code]))

    assert (
        response.headers["Location"]
        == f"{reverse('accounts:login')}?next={reverse('members:register_track', args=[firm.tracking_code])}"
    )


def test_what_was_asked_is_answered_with_mended_values_and_a_paper(client, facilitator):
    firm, person = asked(client, facilitator)
    applied_at = firm.applied_at
    client.force_login(person)
    token = reopen(client, firm)
    page = client.get(address(token, "who")).content.decode()
    assert LETTER in page
    assert 'value="۱۰۳۸۰۲۸۴۷۹۰"' in page

    fill(client, token, "who", national_id="۱۰۸۶۱۶۷۷۵۴۲")
    upload(client, token)
    response = send(client, token, message="شناسه را اصلاح کردم.")

    assert response.status_code == 302
    firm.refresh_from_db()
    assert (firm.state, firm.round, firm.national_id, firm.applied_at) == ("applied", 1, "10861677542", applied_at)
    assert [document.kind for document in firm.documents.all()] == ["registration"]
    acts = list(firm.reviews.order_by("pk").values_list("act", "by", "message"))
    assert acts == [
        ("applied", person.pk, ""),
        ("asked", facilitator.pk, LETTER),
        ("answered", person.pk, "شناسه را اصلاح کردم."),
    ]
    assert Firm.objects.count() == 1


def test_the_address_of_who_answers_is_not_changed_in_the_draft(client, facilitator):
    firm, person = asked(client, facilitator)
    client.force_login(person)
    path = reverse("members:register_contact", args=[reopen(client, firm)])

    answers = [client.get(path).status_code, client.post(path, {"contact": "new@example.org"}).status_code]

    assert (answers, firm.drafts.get(sent_at=None).contact) == ([404, 404], registering.EMAIL)


def test_an_answer_that_is_too_long_is_named_at_its_field(client, facilitator):
    firm, person = asked(client, facilitator)
    client.force_login(person)

    response = send(client, reopen(client, firm), message="م" * 2001)

    assert response.status_code == 422
    assert [(step.key, str(label)) for step, label, _words, _url in response.context["problems"]] == [
        ("check", "پاسخ شما")
    ]
    assert 'id="id_message_error"' in response.content.decode()


def test_two_tabs_with_two_answers_see_both(client, facilitator):
    firm, person = asked(client, facilitator)
    client.force_login(person)
    token = reopen(client, firm)
    client.post(address(token, "check"), {"go": "later", "message": "یک", "seen": "-"})

    response = client.post(address(token, "check"), {"go": "send", "message": "دو", "seen": "-"})

    assert (response.status_code, [row[1:] for row in response.context["conflict"]]) == (409, [("یک", "دو")])
    again = client.post(address(token, "check"), {"go": "send", "message": "دو", "seen": response.context["seen"]})
    assert (again.status_code, firm.reviews.last().message) == (302, "دو")


def test_an_untouched_answer_changes_no_value(client, facilitator):
    firm, person = asked(client, facilitator)
    before = values(firm)
    client.force_login(person)

    send(client, reopen(client, firm))

    firm.refresh_from_db()
    assert values(firm) == before


def values(firm):
    many = ([row.pk for row in firm.sections.all()], [row.pk for row in firm.capabilities.all()])
    return {name: getattr(firm, name) for name in FIELDS}, many, firm.slug, firm.tracking_code


def test_pressed_twice_the_same_draft_opens(client, facilitator):
    firm, person = asked(client, facilitator)
    client.force_login(person)

    reopen(client, firm)
    reopen(client, firm)

    assert RegistrationDraft.objects.filter(firm=firm, sent_at=None).count() == 1


def test_a_rejected_firm_reads_why_and_applies_again(client, staff):
    firm, person = rejected(client, staff)
    before = firm.applied_at
    client.force_login(person)
    assert LETTER in track(client, firm.tracking_code).content.decode()

    token = reopen(client, firm)
    fill(client, token, "place", city="دزفول")
    response = send(client, token)

    assert response.status_code == 302
    firm.refresh_from_db()
    assert (firm.state, firm.round, firm.city) == ("applied", 2, "دزفول")
    assert firm.applied_at > before
    last = firm.reviews.last()
    assert (last.act, last.round, last.by) == ("applied_again", 2, person)
    assert firm.tracking_code in last_message().body


def test_nothing_is_reopened_while_the_application_is_read_or_once_it_is_accepted(client):
    firm = registering.applied(client)
    client.force_login(firm.representatives.get().user)
    for state in ("applied", "active", "suspended", "left"):
        Firm.objects.filter(pk=firm.pk).update(state=state, active_since="2024-04-01")
        response = client.post(reverse("members:register_reopen", args=[firm.tracking_code]))
        assert response.headers["Location"] == reverse("members:register_track", args=[firm.tracking_code])
    assert RegistrationDraft.objects.filter(sent_at=None).count() == 0


def test_an_answer_that_comes_too_late_is_refused_with_the_state(client, facilitator, staff):
    firm, person = asked(client, facilitator)
    client.force_login(person)
    token = reopen(client, firm)
    Firm.objects.filter(pk=firm.pk).update(state="applied")

    response = send(client, token)

    assert (response.status_code, FirmReview.objects.filter(act__in=["answered", "applied_again"]).count()) == (422, 0)


def test_who_left_the_firm_no_longer_answers_for_it(client, facilitator):
    firm, person = asked(client, facilitator)
    client.force_login(person)
    token = reopen(client, firm)
    firm.representatives.update(left_at="2024-05-01T00:00Z")

    assert send(client, token).status_code == 422
    firm.refresh_from_db()
    assert firm.state == "more_information"
