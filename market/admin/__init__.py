"""The market's part of the desk of staff, a file for each desk."""

from market.admin.cases import CaseFiguresAdmin, CaseReasonAdmin, ProcurementCaseAdmin
from market.admin.findings import FindingAdmin

__all__ = [
    "CaseFiguresAdmin",
    "CaseReasonAdmin",
    "FindingAdmin",
    "ProcurementCaseAdmin",
]
