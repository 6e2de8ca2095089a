"""The firms' part of the desk of staff."""

from members.admin.firms import FirmAdmin
from members.admin.lists import CapabilityAdmin, ReviewReasonAdmin
from members.admin.networks import NetworkAdmin

__all__ = ["CapabilityAdmin", "FirmAdmin", "NetworkAdmin", "ReviewReasonAdmin"]
