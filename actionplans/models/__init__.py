"""The plans of a year: what was promised, what was reported, what was verified."""

from actionplans.models.baseline import Baseline, BaselineActivity, BaselineTarget
from actionplans.models.funding import Funding, Payment, PaymentReversal
from actionplans.models.month import MonthLock
from actionplans.models.plan import ActionPlan, Activity, Indicator, PlanProposal
from actionplans.models.progress import Evidence, IndicatorReading, ProgressEntry, Verification
from actionplans.models.visit import SupervisionVisit

__all__ = [
    "ActionPlan",
    "Activity",
    "Baseline",
    "BaselineActivity",
    "BaselineTarget",
    "Evidence",
    "Funding",
    "Indicator",
    "IndicatorReading",
    "MonthLock",
    "Payment",
    "PaymentReversal",
    "PlanProposal",
    "ProgressEntry",
    "SupervisionVisit",
    "Verification",
]
