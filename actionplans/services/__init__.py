"""What may happen to plans: each event is one function, in one transaction, with its lines in the book of changes.

Every argument is given by name; every refusal is a ValidationError that a person can read.
"""

from actionplans.services.baselines import amend_plan, approve_plan, run_plan_proposals, stop_plan
from actionplans.services.months import lock_month, unlock_month
from actionplans.services.progress import Attachment, describe_evidence, record_entry, record_reading
from actionplans.services.proposals import propose_plans, propose_weights, withdraw_proposal
from actionplans.services.verification import return_entry, return_reading, verify_entry, verify_reading
from actionplans.services.years import approve_year, close_year, start_year

__all__ = [
    "Attachment",
    "amend_plan",
    "approve_plan",
    "approve_year",
    "close_year",
    "describe_evidence",
    "lock_month",
    "propose_plans",
    "propose_weights",
    "record_entry",
    "record_reading",
    "return_entry",
    "return_reading",
    "run_plan_proposals",
    "start_year",
    "stop_plan",
    "unlock_month",
    "verify_entry",
    "verify_reading",
    "withdraw_proposal",
]
