"""The market's part of the desk of staff, a file for each desk."""

from market.admin.cases import CaseFiguresAdmin, CaseReasonAdmin, ProcurementCaseAdmin
from market.admin.findings import FindingAdmin
from market.admin.needs import NeedAdmin, NeedAnswerAdmin

__all__ = [
    "CaseFiguresAdmin",
    "CaseReasonAdmin",
    "FindingAdmin",
    "NeedAdmin",
    "NeedAnswerAdmin",
    "ProcurementCaseAdmin",
]
