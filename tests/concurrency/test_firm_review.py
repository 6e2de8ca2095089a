"""Two reviewers of one firm, the last two of its people: at once, on a real server with several processes (G27)."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from django.urls import reverse

from accounts.roles import FACILITATOR, STAFF
from members.models import Firm, FirmReview
from members.services.people import token_of
from members.services.states import move_firm
from post.models import Message
from tests import build
from tests.members import build_firms
from tests.members.build_review import application, posted, reason

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
ROUNDS = 4
Act, State = FirmReview.Act, Firm.State


@pytest.fixture
def reviewers(groups):
    """Two of staff and two facilitators."""
    people = [build.user(is_staff=True) for _number in range(4)]
    for person, role in zip(people, [STAFF, STAFF, FACILITATOR, FACILITATOR], strict=True):
        person.groups.add(groups[role])
    return people


def at_once(jobs):
    """The answers in the order of the jobs, all sent together."""
    with ThreadPoolExecutor(len(jobs)) as crowd:
        return list(crowd.map(lambda job: job(), jobs))


def decided(firm):
    """What reviewers did with the firm."""
    return list(firm.reviews.exclude(act=Act.APPLIED).values_list("act", flat=True))


def test_of_reviewers_at_once_one_wins_and_one_mail_leaves(portal, reviewers):
    reason("outside", use="reject")
    sessions = [portal.session(person) for person in reviewers]
    wins = {"approve": "approved", "reject": "rejected", "ask": "asked"}

    for _round in range(ROUNDS):
        firm = application(user=build.user())
        path = reverse("admin:members_review", args=[firm.pk])
        verdicts = ["approve", "reject", "ask", "ask"]
        forms = [posted(firm, verdict, reasons=["outside"], message=f"نامه {verdict}") for verdict in verdicts]
        jobs = [partial(session.post, path, form) for session, form in zip(sessions, forms, strict=True)]

        answers = at_once(jobs)

        assert sorted(answer.status for answer in answers) == [302, 409, 409, 409]
        won = [verdict for verdict, answer in zip(verdicts, answers, strict=True) if answer.status == 302]
        assert decided(firm) == [wins[won[0]]]
        assert Message.objects.filter(key__startswith="firm-review/").count() == 1
        late = [(verdict, answer) for verdict, answer in zip(verdicts, answers, strict=True) if answer.status == 409]
        assert all(f"نامه {verdict}" in answer.text for verdict, answer in late)
        Message.objects.all().delete()


def test_without_the_lock_two_reviewers_would_both_win(reviewers):
    """The negative control: each sees a firm that waits, and both decide."""
    first, second, *_others = reviewers
    pk = application().pk
    seen = [Firm.objects.get(pk=pk) for _number in range(2)]

    move_firm(seen[0], state=State.REJECTED, act=Act.REJECTED, by=first)
    move_firm(seen[1], state=State.MORE_INFORMATION, act=Act.ASKED, by=second)

    assert decided(seen[0]) == ["rejected", "asked"]


def test_two_firms_with_one_national_id_are_not_both_approved(portal, reviewers):
    sessions = [portal.session(person) for person in reviewers[:2]]

    for number in range(ROUNDS):
        national_id = build_firms.entity_id(700_000 + number)
        pair = [application(national_id=national_id) for _number in range(2)]
        jobs = []
        for session, firm, other in zip(sessions, pair, reversed(pair), strict=True):
            form = posted(firm, "approve", **{f"look_alike-{other.tracking_code}": "other"})
            jobs.append(partial(session.post, reverse("admin:members_review", args=[firm.pk]), form))

        assert sorted(answer.status for answer in at_once(jobs)) == [302, 422]
        assert Firm.objects.filter(national_id=national_id, state=State.ACTIVE).count() == 1


def test_of_the_last_two_who_leave_at_once_one_stays(portal):
    for _round in range(ROUNDS):
        firm, people = build_firms.firm(), [build.user() for _number in range(2)]
        for person in people:
            build_firms.representative(firm, person)
        path = reverse("members:desk_people_leave", args=[firm.tracking_code])

        at_once([partial(portal.session(person).post, path) for person in people])

        assert firm.representatives.current().count() == 1


def test_without_the_lock_the_last_two_would_both_leave():
    """The negative control: each counts the other before either has gone."""
    firm, people = build_firms.firm(), [build.user() for _number in range(2)]
    rows = [build_firms.representative(firm, person) for person in people]

    may_go = [firm.representatives.current().exclude(user=person).exists() for person in people]
    for row, may in zip(rows, may_go, strict=True):
        if may:
            row.left_at = firm.created_at
            row.save()

    assert firm.representatives.current().count() == 0


def test_an_invitation_that_is_opened_many_times_at_once_lets_one_in(portal):
    firm, inviter = build_firms.firm(), build.user()
    build_firms.representative(firm, inviter)
    row = firm.invitations.create(contact="new@example.org", invited_by=inviter, expires_at="2099-01-01T00:00Z")
    path = reverse("members:desk_join", args=[token_of(row)])
    crowd = [build.user() for _number in range(6)]

    answers = at_once([partial(portal.session(person).post, path, {"position": ""}) for person in crowd])

    assert sorted(answer.status for answer in answers if answer.status == 302) == [302]
    assert firm.representatives.current().count() == 2
