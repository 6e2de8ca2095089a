"""The firms' part of the desk of staff."""

from members.admin.returns import ReturnRoundAdmin

__all__ = ["ReturnRoundAdmin"]
