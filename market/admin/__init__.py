"""The market's part of the desk of staff, a file for each desk."""

from market.admin.findings import FindingAdmin

__all__ = ["FindingAdmin"]
