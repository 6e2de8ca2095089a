"""The market's part of the desk of staff."""

from market.admin.needs import NeedAdmin, NeedAnswerAdmin

__all__ = ["NeedAdmin", "NeedAnswerAdmin"]
