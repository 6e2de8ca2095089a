"""The plans of a year: what was promised, what was reported, what was verified."""

from actionplans.models.baseline import Baseline, BaselineActivity, BaselineTarget
from actionplans.models.month import MonthLock
from actionplans.models.plan import ActionPlan, Activity, Indicator, PlanProposal
from actionplans.models.progress import Evidence, IndicatorReading, ProgressEntry, Verification

__all__ = [
    "ActionPlan",
    "Activity",
    "Baseline",
    "BaselineActivity",
    "BaselineTarget",
    "Evidence",
    "Indicator",
    "IndicatorReading",
    "MonthLock",
    "PlanProposal",
    "ProgressEntry",
    "Verification",
]
