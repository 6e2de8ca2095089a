"""The firms' part of the desk of staff."""

from members.admin.firms import FirmAdmin
from members.admin.lists import CapabilityAdmin, ReviewReasonAdmin
from members.admin.networks import NetworkAdmin
from members.admin.returns import ReturnRoundAdmin
from members.exchange.admin import ImportJobAdmin

__all__ = ["CapabilityAdmin", "FirmAdmin", "ImportJobAdmin", "NetworkAdmin", "ReturnRoundAdmin", "ReviewReasonAdmin"]
