"""The tables of the market."""

from market.models.finding import Finding, FindingPlan

__all__ = ["Finding", "FindingPlan"]
