"""Decisions of one meeting adopted at once, on a real server with several processes (G26)."""

import json
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from django.urls import reverse

from council.editor.cells import fingerprint
from council.models import Attendance, Decision, EditorDraft, Meeting, Minutes, Vote
from filing.models import StateChange
from tests import build
from tests.council.build_council import council, held_meeting, proposal
from tests.council.test_council_admin import change_url, meeting_data

pytestmark = pytest.mark.race
ROUNDS = 6
ADOPT = {"act": "adopted", "by_consensus": "on"}
CONFIRM = {"act": "move-confirmed", "base": "{}"}


def decide_url(decision):
    return reverse("admin:council_decision_decide", args=[decision.pk])


def board(meeting):
    return reverse("admin:council_meeting_board", args=[meeting.pk])


def at_once(jobs):
    """The answers' states, in the order of the jobs, all sent together."""
    with ThreadPoolExecutor(len(jobs)) as crowd:
        return [answer.status for answer in crowd.map(lambda job: job(), jobs)]


def test_decisions_adopted_at_once_get_numbers_of_their_own(portal, facilitator):
    build.rule()
    meeting = held_meeting(council(3))
    decisions = [proposal(meeting) for _ in range(20)]
    sessions = [portal.session(facilitator) for _ in decisions]

    met = at_once(
        [
            partial(session.post, decide_url(decision), ADOPT)
            for session, decision in zip(sessions, decisions, strict=True)
        ]
    )

    assert met == [302] * 20
    assert sorted(Decision.objects.values_list("number", flat=True)) == [f"1403/01-{n:02d}" for n in range(1, 21)]


def test_one_decision_taken_many_times_at_once_is_adopted_once(portal, facilitator):
    build.rule()
    decision = proposal(held_meeting(council(3)))
    sessions = [portal.session(facilitator) for _ in range(8)]

    met = at_once([partial(session.post, decide_url(decision), ADOPT) for session in sessions])

    assert sorted(met) == [200] * 7 + [302]
    assert StateChange.objects.filter(new="adopted").count() == 1


def test_adopting_and_rejecting_at_once_leaves_one_of_them(portal, facilitator):
    build.rule()
    meeting = held_meeting(council(3))
    sessions = [portal.session(facilitator) for _ in range(2)]

    for _ in range(ROUNDS):
        decision = proposal(meeting)
        acts = [ADOPT, {"act": "rejected"}]
        met = at_once(
            [partial(session.post, decide_url(decision), act) for session, act in zip(sessions, acts, strict=True)]
        )

        decision.refresh_from_db()
        assert sorted(met) == [200, 302]
        assert decision.state == ("adopted" if met[0] == 302 else "rejected")


def test_a_member_who_leaves_while_a_decision_is_adopted_is_counted_or_nothing_is_adopted(portal, facilitator, staff):
    """Two of three make the quorum. Whoever is first wins; the snapshot says what held at that moment."""
    build.rule()
    seats = council(3)
    secretary, adopter = portal.session(facilitator), portal.session(staff)

    for _ in range(ROUNDS):
        meeting = held_meeting(seats[:2])
        decision = proposal(meeting)
        leave = partial(secretary.post, change_url(meeting), leaving(meeting))
        met = at_once([leave, partial(adopter.post, decide_url(decision), ADOPT)])

        decision.refresh_from_db()
        assert met[1] == (302 if decision.state == "adopted" else 200)
        if decision.state == "adopted":
            assert (decision.snapshot["present"], decision.snapshot["needed"]) == (2, 2)
        else:
            assert Attendance.objects.filter(meeting=meeting, status="present").count() == 1
        assert met[0] in {200, 302}


def leaving(meeting):
    """The meeting's form in which the last of those present is marked absent."""
    rows = [
        {"id": row.pk, "meeting": meeting.pk, "seat": row.seat_id, "status": row.status}
        for row in meeting.attendances.order_by("pk")
    ]
    rows[-1]["status"] = "absent"
    item = meeting.agenda.get()
    agenda = [{"id": item.pk, "meeting": meeting.pk, "order": 1, "kind": item.kind, "title": item.title}]
    return meeting_data(meeting, agenda, rows)


def test_minutes_confirmed_while_somebody_writes_keep_what_was_confirmed(portal, facilitator, staff):
    secretary, publisher = portal.session(facilitator), portal.session(staff)

    for _ in range(ROUNDS):
        meeting = build.meeting(place="سالن")
        write = partial(secretary.post, change_url(meeting), meeting_data(meeting, place="تالار"))
        confirm = partial(publisher.post, board(meeting), CONFIRM)
        assert at_once([write, confirm]) == [302, 302]

        row = Meeting.objects.get(pk=meeting.pk)
        assert row.state == "confirmed"
        assert row.place == row.history.latest().place


def test_a_proposal_written_while_it_is_adopted_is_never_changed_afterwards(portal, facilitator, staff):
    build.rule()
    meeting = held_meeting(council(3))
    secretary, adopter = portal.session(facilitator), portal.session(staff)

    for _ in range(ROUNDS):
        decision = proposal(meeting, text="متن نخست")
        meeting.refresh_from_db()
        data = {"text": "متن دوم", "row_version": meeting.row_version}
        write = partial(secretary.post, change_url(decision), data)
        met = at_once([write, partial(adopter.post, decide_url(decision), ADOPT)])

        decision.refresh_from_db()
        assert (met[0], met[1], decision.state) == (302, 302, "adopted")
        assert decision.text in {"متن نخست", "متن دوم"}


def test_what_the_editor_saves_while_the_minutes_are_confirmed_is_in_them_or_nowhere(portal, facilitator, staff):
    """The frozen document and the live rows say the same, whoever came first; what came too late is a draft."""
    secretary, publisher = portal.session(facilitator), portal.session(staff)

    for _ in range(ROUNDS):
        meeting = build.meeting()
        item = build.agenda_item(meeting)
        box = f"item-{item.pk}-text"
        base = json.dumps({box: fingerprint("")})
        write = partial(secretary.post, board(meeting), {box: "نوشته", "base": base, "act": "save"})
        assert at_once([write, partial(publisher.post, board(meeting), CONFIRM)]) == [302, 302]

        item.refresh_from_db()
        (frozen,) = Minutes.objects.get(meeting=meeting).document["agenda"]
        assert frozen["text"] == item.text
        assert item.text in {"", "نوشته"}
        assert EditorDraft.objects.filter(meeting=meeting).exists() == (item.text == "")


def test_a_vote_that_changes_while_a_decision_is_adopted_is_counted_as_it_was(portal, facilitator, staff):
    """The snapshot holds either vote, whole; what was typed too late changes nothing of the decision."""
    build.rule()
    seats = council(3)
    secretary, adopter = portal.session(facilitator), portal.session(staff)

    for _ in range(ROUNDS):
        meeting = held_meeting(seats)
        decision = proposal(meeting, by_consensus=False)
        for seat in seats:
            Vote.objects.create(decision=decision, seat=seat, choice="for")
        box = f"dec-{decision.pk}-vote-{seats[2].pk}"
        change = {box: "against", "base": json.dumps({box: fingerprint("for")}), "act": "save"}
        adopt = {"act": f"adopt-{decision.pk}", "base": "{}"}
        at_once([partial(secretary.post, board(meeting), change), partial(adopter.post, board(meeting), adopt)])

        decision.refresh_from_db()
        votes = [elector["vote"] for elector in decision.snapshot["electors"]]
        assert votes in (["for", "for", "for"], ["for", "for", "against"])
        assert (decision.votes_for, decision.votes_against) == (votes.count("for"), votes.count("against"))
