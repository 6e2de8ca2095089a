"""Who may open a draft, and who may send it: signed links, codes, and what a stranger with the wrong address can do."""

import datetime as dt
import re
import uuid

import pytest
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from accounts.contact_codes import code_hash, confirm_by_code, confirm_contact
from members.links import draft_token, find_draft
from members.models import Firm, FirmDocument, RegistrationDraft
from members.services.drafts import forget_drafts, send_code
from post.models import Message
from tests.members import registering
from tests.members.registering import EMAIL, address, begin, code_in, fill, fill_all, last_message, link_in, send

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def offered():
    registering.prepare()


def wrong(code):
    return f"{(int(code) + 1) % 10**6:06d}"


def ready(client):
    """A draft that is complete but whose contact is not proved: (token, draft, code)."""
    token, draft = begin(client)
    code = code_in(last_message())
    fill_all(client, token)
    return token, draft, code


def test_a_forged_an_expired_and_a_foreign_link_get_a_page_that_says_what_to_do(client):
    token, draft = begin(client)
    other = signing.TimestampSigner(salt="elsewhere", sep=".").sign(token.partition(".")[0])
    signer = signing.TimestampSigner(salt="members.registration", sep=".")
    signer.timestamp = lambda: signing.b62_encode(int(timezone.now().timestamp()) - 31 * 24 * 3600)
    expired = signer.sign(token.partition(".")[0])
    gone = draft_token(RegistrationDraft(pk=uuid.uuid4(), contact=EMAIL))
    rubbish = signing.TimestampSigner(salt="members.registration", sep=".").sign("²²")
    for link in (token[:-1], other, expired, gone, rubbish, "x", "²", "a" * 5000):
        response = client.get(reverse("members:register_open", args=[link]))
        assert (response.status_code, response.templates[0].name) == (404, "members/register_closed.html")
        assert reverse("members:register_start") in response.content.decode()
    assert find_draft(token) == (draft, False)


def test_a_link_of_29_days_still_opens(client):
    token, draft = begin(client)
    signer = signing.TimestampSigner(salt="members.registration", sep=".")
    signer.timestamp = lambda: signing.b62_encode(int(timezone.now().timestamp()) - 29 * 24 * 3600)

    assert find_draft(signer.sign(token.partition(".")[0])) == (draft, False)


def test_a_used_link_leads_to_the_tracking_page(client):
    firm = registering.applied(client)
    link = link_in(Message.objects.order_by("pk").first())

    response = client.get(link)

    assert response.headers["Location"] == reverse("members:register_track", args=[firm.tracking_code])


def test_without_a_proof_nothing_is_sent(client):
    token, draft, code = ready(client)

    for typed in ("", wrong(code), "²", "9" * 100_000):
        response = send(client, token, code=typed)
        assert (response.status_code, list(response.context["code"].errors)) == (422, ["code"])
    draft.refresh_from_db()
    assert (Firm.objects.count(), draft.code_tries) == (0, 2)  # an empty box and a long text are no guesses


def test_the_mailed_link_is_proof_enough(client):
    _token, draft, _code = ready(client)
    mailed = client.get(link_in(last_message())).headers["Location"]

    page = client.get(mailed).content.decode()
    assert 'name="code"' not in page
    response = client.post(mailed, {"go": "send"})

    draft.refresh_from_db()
    assert response.headers["Location"].startswith(reverse("members:register_track", args=[draft.firm.tracking_code]))


def test_opening_the_mailed_link_alone_proves_nothing(client):
    """Machines open links too: what looks through mail for viruses must not confirm an address."""
    token, draft, _code = ready(client)
    client.get(client.get(link_in(last_message())).headers["Location"])

    draft.refresh_from_db()
    assert draft.confirmed_at is None
    assert send(client, token).status_code == 422


@pytest.mark.parametrize("shape", ["{}", " {} ", "۱", "٢"])
def test_the_code_is_read_in_any_digits(client, shape):
    token, _draft, code = ready(client)
    latin = code.translate(str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789"))
    typed = {
        "۱": latin.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")),
        "٢": latin.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")),
    }.get(shape, shape.format(latin))

    assert send(client, token, code=typed).status_code == 302


def test_five_wrong_codes_and_the_right_one_no_longer_counts(client):
    token, draft, code = ready(client)
    for _try in range(5):
        assert send(client, token, code=wrong(code)).status_code == 422

    response = send(client, token, code=code)

    draft.refresh_from_db()
    assert (response.status_code, draft.code_tries, draft.confirmed_at) == (422, 5, None)
    assert "کد تازه بخواهید" in response.content.decode()


def test_the_button_pressed_again_with_the_code_goes_on_and_with_another_it_does_not(client):
    """The first press proved the contact; its answer, with the link that proves it, never arrived."""
    token, draft, code = ready(client)
    latin = code.translate(str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789"))
    assert confirm_by_code(draft, latin) is True

    assert [send(client, token, code=typed).status_code for typed in ("", wrong(latin))] == [404, 404]
    assert Firm.objects.count() == 0
    response = send(client, token, code=code)

    page = reverse("members:register_track", args=[Firm.objects.get().tracking_code])
    assert (response.status_code, response.headers["Location"]) == (302, f"{page}?sent=1")


def test_thirty_guesses_from_one_place_are_enough_whatever_draft_they_are_for(client):
    token, draft, code = ready(client)
    for _try in range(30):
        RegistrationDraft.objects.update(code_tries=0)
        assert send(client, token, code=wrong(code)).status_code == 422
    RegistrationDraft.objects.update(code_tries=0)

    response = send(client, token, code=code)

    draft.refresh_from_db()
    assert (response.status_code, draft.code_tries, draft.confirmed_at) == (422, 0, None)


def test_the_fifth_guess_may_be_right(client):
    token, _draft, code = ready(client)
    for _try in range(4):
        send(client, token, code=wrong(code))

    assert send(client, token, code=code).status_code == 302


def test_a_code_lives_half_an_hour(client):
    _token, draft, code = ready(client)
    latin = code.translate(str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789"))
    RegistrationDraft.objects.update(code_sent_at=timezone.now() - dt.timedelta(minutes=30, seconds=1))
    assert confirm_by_code(draft, latin) is False

    RegistrationDraft.objects.update(code_sent_at=timezone.now() - dt.timedelta(minutes=29))
    assert confirm_by_code(draft, latin) is True


def test_the_code_of_one_draft_opens_no_other(client):
    _token, _draft, code = ready(client)
    _token, draft = begin(client)
    latin = code.translate(str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789"))

    assert confirm_by_code(draft, latin) is (code_in(last_message()) == code)
    first, second = RegistrationDraft.objects.all()
    assert code_hash(first, "123456") != code_hash(second, "123456")


def test_the_code_is_kept_as_a_keyed_hash_only(client):
    _token, draft, code = ready(client)
    latin = code.translate(str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789"))

    assert re.fullmatch(r"[0-9a-f]{64}", draft.code_hash)
    assert latin not in str(RegistrationDraft.objects.values())


def test_a_new_code_is_sent_at_most_once_a_minute_and_voids_the_earlier_one(client):
    token, draft, code = ready(client)
    assert client.post(address(token, "check"), {"go": "resend"}).status_code == 302
    assert Message.objects.count() == 1

    RegistrationDraft.objects.update(code_sent_at=timezone.now() - dt.timedelta(seconds=61), code_tries=5)
    client.post(address(token, "check"), {"go": "resend"})

    draft.refresh_from_db()
    assert (Message.objects.count(), draft.code_tries) == (2, 0)
    fresh = code_in(last_message())
    assert code == fresh or send(client, token, code=code).status_code == 422
    assert send(client, token, code=fresh).status_code == 302


def test_one_address_gets_three_messages_in_ten_minutes(client):
    answers = [client.post(reverse("members:register_start"), {"contact": EMAIL}).status_code for _try in range(4)]

    assert (answers, Message.objects.count()) == ([302, 302, 302, 429], 3)


def test_the_same_count_holds_for_a_new_code_and_for_another_address(client):
    token, _draft, _code = ready(client)
    answers = []
    for _try in range(3):
        RegistrationDraft.objects.update(code_sent_at=timezone.now() - dt.timedelta(minutes=2))
        answers.append(client.post(address(token, "check"), {"go": "resend"}).status_code)
    change = reverse("members:register_contact", args=[token])
    answers += [client.post(change, {"contact": "09161234567"}).status_code for _try in range(4)]

    assert answers == [302, 302, 429, 302, 302, 302, 429]
    assert sorted(Message.objects.values_list("to", flat=True)) == ["+989161234567"] * 3 + [EMAIL] * 3


def test_a_mistyped_address_is_changed_and_nothing_is_lost(client):
    token, draft, code = ready(client)
    page = client.get(address(token, "check")).content.decode()
    assert reverse("members:register_contact", args=[token]) in page

    response = client.post(reverse("members:register_contact", args=[token]), {"contact": "۰۹۱۶۱۲۳۴۵۶۷"})

    draft.refresh_from_db()
    assert (draft.contact, draft.confirmed_at, sorted(draft.payload)) == (
        "+989161234567",
        None,
        ["contacts", "place", "what", "who"],
    )
    assert send(client, response.headers["Location"].split("/")[-3], code=code).status_code == 422
    assert send(client, token, code=code_in(last_message())).status_code == 302


def test_the_link_to_the_old_address_proves_nothing_for_the_new_one(client):
    token, draft, _code = ready(client)
    old = link_in(last_message())
    client.post(reverse("members:register_contact", args=[token]), {"contact": "victim@example.org"})

    assert client.post(client.get(old).headers["Location"], {"go": "send"}).status_code == 422
    draft.refresh_from_db()
    assert (draft.confirmed_at, Firm.objects.count()) == (None, 0)


def test_a_proof_of_the_old_address_is_none_of_the_new_one(client):
    _token, draft, _code = ready(client)
    mailed = client.get(link_in(last_message())).headers["Location"].split("/")[-3]
    fill(client, mailed, "who", name_en="Karun")
    stale = RegistrationDraft.objects.get()
    assert stale.confirmed_at is not None

    response = client.post(reverse("members:register_contact", args=[mailed]), {"contact": "new@example.org"})

    token = response.headers["Location"].split("/")[-3]
    assert (send(client, token).status_code, Firm.objects.count()) == (422, 0)
    assert confirm_contact(stale) is False  # the other link, opened a moment before the address was changed
    draft.refresh_from_db()
    assert (draft.contact, draft.confirmed_at) == ("new@example.org", None)


def test_who_began_with_a_foreign_address_never_reads_what_its_owner_typed(client):
    stranger, _draft = begin(client, "victim@example.org")
    mailed = client.get(link_in(last_message())).headers["Location"].split("/")[-3]
    fill(client, mailed, "who")

    for step in ("who", "check"):
        response = client.get(address(stranger, step))
        assert (response.status_code, "کارون" in response.content.decode()) == (404, False)
    assert fill_refused(client, stranger)
    assert client.get(address(mailed, "who")).status_code == 200


def fill_refused(client, token):
    return client.post(address(token, "who"), registering.WHO | {"seen": "-", "go": "next"}).status_code == 404


def test_a_begun_form_is_found_again_through_a_new_message(client):
    token, _draft = begin(client)
    fill(client, token, "who")
    begin(client)

    links = re.findall(r"https://portal\.example(\S+)", last_message().body)

    assert len(links) == 2
    assert client.get(links[1]).headers["Location"].endswith("/what/")


def test_a_form_in_which_nothing_was_typed_is_not_offered_again(client):
    begin(client)
    begin(client)

    assert len(re.findall(r"https://portal\.example(\S+)", last_message().body)) == 1


def test_another_contact_is_told_nothing_of_it(client):
    token, _draft = begin(client)
    fill(client, token, "who")
    begin(client, "other@example.org")

    assert len(re.findall(r"https://portal\.example(\S+)", last_message().body)) == 1


def test_nobody_opens_a_draft_without_its_link(client, staff, firm_a):
    _token, draft = begin(client)
    for user in (firm_a, staff):
        client.force_login(user)
        for link in (str(draft.pk), draft.pk.hex, EMAIL):
            assert client.get(reverse("members:register_open", args=[link])).status_code == 404


def test_the_clock_forgets_unsent_drafts_after_thirty_days(client, media):
    from tests.members.test_registration_documents import upload  # noqa: PLC0415  (the other file has the papers)

    token, draft = begin(client)
    upload(client, token)
    kept = FirmDocument.objects.get().file.path
    fresh_token, fresh = begin(client, "other@example.org")
    upload(client, fresh_token, content=b"%PDF-1.7\nother\n%%EOF\n")
    RegistrationDraft.objects.filter(pk=draft.pk).update(touched_at=timezone.now() - dt.timedelta(days=30, minutes=1))
    RegistrationDraft.objects.filter(pk=fresh.pk).update(touched_at=timezone.now() - dt.timedelta(days=29))

    forget_drafts()

    assert list(RegistrationDraft.objects.all()) == [fresh]
    assert (media / kept).exists() is True  # until the transaction is committed


def test_the_clock_leaves_what_was_sent(client):
    firm = registering.applied(client)
    RegistrationDraft.objects.update(touched_at=timezone.now() - dt.timedelta(days=400))

    forget_drafts()

    assert (RegistrationDraft.objects.count(), Firm.objects.get()) == (1, firm)


def test_a_sent_draft_sends_no_more_codes_and_holds_nothing_typed(client):
    registering.applied(client)
    RegistrationDraft.objects.update(code_sent_at=timezone.now() - dt.timedelta(minutes=2))
    draft = RegistrationDraft.objects.get()

    assert (send_code(draft=draft), draft.payload, draft.code_hash) == (False, {}, "")
