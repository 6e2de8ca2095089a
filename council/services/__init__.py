"""What happens in the council: meetings are called, held, confirmed, published; decisions are adopted or not.

Each event is one function, in one transaction, with its lines in the book of changes; every argument is given by name;
every refusal is a ValidationError that a person can read.
"""

from council.services.decisions import (
    VOTES,
    adopt_decision,
    adopt_reported_decision,
    is_majority,
    settle_decision,
)
from council.services.invitations import call_again
from council.services.locks import SETTLED, lock, raise_version
from council.services.meetings import move_meeting, prefill_attendance
from council.services.minutes import add_correction, freeze_missing

__all__ = [
    "SETTLED",
    "VOTES",
    "add_correction",
    "adopt_decision",
    "adopt_reported_decision",
    "call_again",
    "freeze_missing",
    "is_majority",
    "lock",
    "move_meeting",
    "prefill_attendance",
    "raise_version",
    "settle_decision",
]
