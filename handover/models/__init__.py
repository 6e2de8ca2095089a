"""The tables of the hand-over."""

from handover.models.closing import HandoverClosing
from handover.models.criterion import BEST, Assessment, AssessmentEvidence, Criterion
from handover.models.duty import Duty, NetworkOfficer
from handover.models.pack import Export, RoleTransfer

__all__ = [
    "BEST",
    "Assessment",
    "AssessmentEvidence",
    "Criterion",
    "Duty",
    "Export",
    "HandoverClosing",
    "NetworkOfficer",
    "RoleTransfer",
]
