"""The tables of the market."""

from market.models.case import CaseEvidence, CaseFigures, CaseReason, ProcurementCase

__all__ = ["CaseEvidence", "CaseFigures", "CaseReason", "ProcurementCase"]
