"""The market's part of the desk of staff, a file for each desk."""

from market.admin.cases import CaseFiguresAdmin, CaseReasonAdmin, ProcurementCaseAdmin

__all__ = ["CaseFiguresAdmin", "CaseReasonAdmin", "ProcurementCaseAdmin"]
