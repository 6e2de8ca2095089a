"""The tables of the market."""

from market.models.case import CaseEvidence, CaseFigures, CaseReason, ProcurementCase
from market.models.finding import Finding, FindingPlan
from market.models.need import Need, NeedAnswer, NeedLetters

__all__ = [
    "CaseEvidence",
    "CaseFigures",
    "CaseReason",
    "Finding",
    "FindingPlan",
    "Need",
    "NeedAnswer",
    "NeedLetters",
    "ProcurementCase",
]
