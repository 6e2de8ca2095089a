"""The plans' part of the desk of staff."""

from actionplans.admin.activities import ActivityAdmin
from actionplans.admin.frozen import BaselineAdmin, MonthLockAdmin, VerificationAdmin
from actionplans.admin.plans import ActionPlanAdmin
from actionplans.admin.progress import EvidenceAdmin, IndicatorReadingAdmin, ProgressEntryAdmin

__all__ = [
    "ActionPlanAdmin",
    "ActivityAdmin",
    "BaselineAdmin",
    "EvidenceAdmin",
    "IndicatorReadingAdmin",
    "MonthLockAdmin",
    "ProgressEntryAdmin",
    "VerificationAdmin",
]
