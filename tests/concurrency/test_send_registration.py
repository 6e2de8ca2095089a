"""One registration sent many times at once, and codes guessed at once, on a real server with several processes."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.test import Client

from accounts.contact_codes import confirm_contact
from members.links import draft_token
from members.models import Firm, FirmReview, RegistrationDraft, Representative
from post.models import Message
from tests import build
from tests.members import registering
from tests.members.registering import address, begin, code_in, fill_all, last_message

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
AT_ONCE = 5  # as many as the code may be tried


def complete(contact="applicant@example.org"):
    """A filled-in draft: (token, draft, code)."""
    build.cluster()
    registering.prepare()
    client = Client()
    token, draft = begin(client, contact)
    code = code_in(last_message())
    fill_all(client, token)
    return token, draft, code


def at_once(portal, posts):
    with ThreadPoolExecutor(len(posts)) as pool:
        return list(pool.map(lambda post: portal.session().post(*post), posts))


def test_a_registration_sent_many_times_at_once_makes_one_firm(portal):
    for _round in range(3):
        Message.objects.all().delete()
        token, draft, code = complete(f"applicant{_round}@example.org")
        before = Firm.objects.count()

        answers = at_once(portal, [(address(token, "check"), {"go": "send", "code": code})] * AT_ONCE)

        draft.refresh_from_db()
        assert {answer.status for answer in answers} == {302}
        assert {draft.firm.tracking_code in answer.headers["Location"] for answer in answers} == {True}
        assert (Firm.objects.count() - before, draft.firm.reviews.count(), draft.firm.representatives.count()) == (
            1,
            1,
            1,
        )
        assert Message.objects.filter(key__startswith="registration/").count() == 1


def test_parallel_guesses_are_never_more_than_five(portal):
    token, draft, code = complete()
    latin = code.translate(str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789"))
    guesses = [f"{(int(latin) + step) % 10**6:06d}" for step in range(1, 13)]

    answers = at_once(portal, [(address(token, "check"), {"go": "send", "code": guess}) for guess in guesses])

    draft.refresh_from_db()
    assert {answer.status for answer in answers} == {422}
    assert (draft.code_tries, draft.confirmed_at, Firm.objects.count()) == (5, None, 0)


def test_two_registrations_of_one_new_person_at_once_share_one_account(portal):
    drafts = [complete() for _number in range(2)]
    for _token, draft, _code in drafts:
        confirm_contact(draft)
    posts = [(address(draft_token(d, proves_contact=True), "check"), {"go": "send"}) for _token, d, _code in drafts]
    answers = at_once(portal, posts)

    assert [answer.status for answer in answers] == [302, 302]
    assert (Firm.objects.count(), Representative.objects.values("user").distinct().count()) == (2, 1)
    slugs = set(Firm.objects.values_list("slug", flat=True))
    assert (len(slugs), "karun-data" in slugs) == (2, True)


def test_without_the_claim_two_senders_would_make_two_firms():
    """The negative control: each finds the draft unsent when it looks."""
    _token, draft, _code = complete()
    confirm_contact(draft)
    looks = [RegistrationDraft.objects.get(pk=draft.pk).sent_at for _sender in range(2)]

    assert (looks, FirmReview.objects.count()) == ([None, None], 0)
