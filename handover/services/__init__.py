"""What happens in the hand-over; each event is one function under lock."""

from handover.services.assessing import assess, release_evidence
from handover.services.closing import propose_closing, run_closing, withdraw_closing
from handover.services.criteria import add_criterion, confirm_criteria, reopen_criterion, take_default_criteria
from handover.services.duties import (
    accept_duty,
    add_duty,
    appoint_officer,
    give_back_duty,
    start_shadowing,
    transfer_duty,
)

__all__ = [
    "accept_duty",
    "add_criterion",
    "add_duty",
    "appoint_officer",
    "assess",
    "confirm_criteria",
    "give_back_duty",
    "propose_closing",
    "release_evidence",
    "reopen_criterion",
    "run_closing",
    "start_shadowing",
    "take_default_criteria",
    "transfer_duty",
    "withdraw_closing",
]
