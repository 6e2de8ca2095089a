"""What may happen to plans: each event is one function, in one transaction, with its lines in the book of changes.

Every argument is given by name; every refusal is a ValidationError that a person can read.
"""

from actionplans.services.baselines import amend_plan, approve_plan, run_plan_proposals, stop_plan
from actionplans.services.funding import (
    accept_funding,
    accept_fundings,
    propose_funding,
    record_payment,
    reverse_payment,
    withdraw_funding,
)
from actionplans.services.measures import take_reading
from actionplans.services.months import lock_month, unlock_month
from actionplans.services.progress import Attachment, describe_evidence, record_entry, record_reading
from actionplans.services.proposals import propose_plans, propose_weights, withdraw_proposal
from actionplans.services.verification import return_entry, return_reading, verify_entry, verify_reading
from actionplans.services.visits import record_visit
from actionplans.services.years import approve_year, close_year, start_year

__all__ = [
    "Attachment",
    "accept_funding",
    "accept_fundings",
    "amend_plan",
    "approve_plan",
    "approve_year",
    "close_year",
    "describe_evidence",
    "lock_month",
    "propose_funding",
    "propose_plans",
    "propose_weights",
    "record_entry",
    "record_payment",
    "record_reading",
    "record_visit",
    "return_entry",
    "return_reading",
    "reverse_payment",
    "run_plan_proposals",
    "start_year",
    "stop_plan",
    "take_reading",
    "unlock_month",
    "verify_entry",
    "verify_reading",
    "withdraw_funding",
    "withdraw_proposal",
]
