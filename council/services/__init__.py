"""What happens in the council: meetings are called, held, confirmed, published; decisions are adopted or not.

Each event is one function, in one transaction, with its lines in the book of changes; every argument is given by name;
every refusal is a ValidationError that a person can read.
"""

from council.services.agendas import carry_over, drop_item, move_item
from council.services.comments import answer_invitation, drop_comment, take_over_comment, write_comment
from council.services.decisions import (
    VOTES,
    adopt_decision,
    adopt_reported_decision,
    is_majority,
    settle_decision,
)
from council.services.elections import propose_election, withdraw_election
from council.services.followups import add_action_item, close_action_item, reopen_action_item
from council.services.invitations import call_again
from council.services.locks import SETTLED, hold_meeting, lock, raise_version, require_open
from council.services.meetings import move_meeting, prefill_attendance
from council.services.minutes import add_correction, freeze_missing
from council.services.owners import report_done

__all__ = [
    "SETTLED",
    "VOTES",
    "add_action_item",
    "add_correction",
    "adopt_decision",
    "adopt_reported_decision",
    "answer_invitation",
    "call_again",
    "carry_over",
    "close_action_item",
    "drop_comment",
    "drop_item",
    "freeze_missing",
    "hold_meeting",
    "is_majority",
    "lock",
    "move_item",
    "move_meeting",
    "prefill_attendance",
    "propose_election",
    "raise_version",
    "reopen_action_item",
    "report_done",
    "require_open",
    "settle_decision",
    "take_over_comment",
    "withdraw_election",
    "write_comment",
]
