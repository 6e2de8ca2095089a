"""The plans' part of the desk of staff."""

from actionplans.admin.activities import ActivityAdmin
from actionplans.admin.frozen import BaselineAdmin, MonthLockAdmin, VerificationAdmin
from actionplans.admin.funding import FundingAdmin, PaymentAdmin
from actionplans.admin.plans import ActionPlanAdmin
from actionplans.admin.progress import EvidenceAdmin, IndicatorReadingAdmin, ProgressEntryAdmin
from actionplans.admin.visits import SupervisionVisitAdmin

__all__ = [
    "ActionPlanAdmin",
    "ActivityAdmin",
    "BaselineAdmin",
    "EvidenceAdmin",
    "FundingAdmin",
    "IndicatorReadingAdmin",
    "MonthLockAdmin",
    "PaymentAdmin",
    "ProgressEntryAdmin",
    "SupervisionVisitAdmin",
    "VerificationAdmin",
]
