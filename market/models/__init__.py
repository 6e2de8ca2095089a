"""The tables of the market."""

from market.models.case import CaseEvidence, CaseFigures, CaseReason, ProcurementCase
from market.models.finding import Finding, FindingPlan

__all__ = [
    "CaseEvidence",
    "CaseFigures",
    "CaseReason",
    "Finding",
    "FindingPlan",
    "ProcurementCase",
]
