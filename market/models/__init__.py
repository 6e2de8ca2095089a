"""The tables of the market."""

from market.models.case import CaseEvidence, CaseFigures, CaseReason, ProcurementCase
from market.models.need import Need, NeedAnswer, NeedLetters

__all__ = ["CaseEvidence", "CaseFigures", "CaseReason", "Need", "NeedAnswer", "NeedLetters", "ProcurementCase"]
