"""What may happen to ideas: each event is one function, in one transaction, with its lines in the book of changes.

Every argument is given by name; every refusal is a ValidationError that a person can read.
"""

from ideas.services.converting import convert_to_activity, convert_to_plan
from ideas.services.deciding import (
    decide_ideas,
    leave_shortlist,
    propose_ideas,
    shortlist_idea,
    withdraw_proposal,
)
from ideas.services.scoring import assign_scorers, declare_conflict, drop_scorer, give_score, scorers
from ideas.services.screening import answer_question, ask_submitter, pass_screening, reject_idea
from ideas.services.submitting import submit_idea

__all__ = [
    "answer_question",
    "ask_submitter",
    "assign_scorers",
    "convert_to_activity",
    "convert_to_plan",
    "decide_ideas",
    "declare_conflict",
    "drop_scorer",
    "give_score",
    "leave_shortlist",
    "pass_screening",
    "propose_ideas",
    "reject_idea",
    "scorers",
    "shortlist_idea",
    "submit_idea",
    "withdraw_proposal",
]
