"""A council of one size, and a meeting at which some of it is there."""

from council.models import Attendance, Decision, Seat
from tests import build


def council(voting=7, chair=True):
    """Voting seats of different people; the first is the chair."""
    roles = [Seat.Role.CHAIR if chair else Seat.Role.ACTOR, *[Seat.Role.ACTOR] * (voting - 1)]
    return [build.seat(f"عضو شماره {index}", role) for index, role in enumerate(roles, 1)]


def held_meeting(seats=(), **fields):
    """A meeting that was held, with these seats present."""
    meeting = build.meeting(**fields)
    for seat in seats:
        build.attendance(meeting, seat)
    return meeting


def proposal(meeting, **fields):
    """A decision proposed at the meeting, by consensus unless votes are given."""
    fields.setdefault("by_consensus", "votes_for" not in fields)
    return build.decision(build.agenda_item(meeting), **fields)


def ready(voting=7, present=5, **fields):
    """A proposed decision at a held meeting: rule of two thirds, so many seats, so many of them present."""
    build.rule()
    return proposal(held_meeting(council(voting)[:present]), **fields)


def stays_proposed(decision):
    """Whether nothing of an adoption is left: no number, no snapshot, no day."""
    row = Decision.objects.values_list("state", "number", "snapshot", "adopted_on", "recorded_by").get(pk=decision.pk)
    return row == ("proposed", None, None, None, None)


ABSENT = Attendance.Status.ABSENT
