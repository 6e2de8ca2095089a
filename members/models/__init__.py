"""The firms: who they are, how they came in, what they report, and with whom they work."""

from members.models.capability import Capability
from members.models.directory import DirectoryCell, DirectoryEntry
from members.models.exports import ExportJob
from members.models.firm import Firm, Representative, RepresentativeInvitation
from members.models.imports import ImportJob
from members.models.network import JointAction, Network, NetworkMember
from members.models.registration import FirmDocument, RegistrationDraft
from members.models.returns import FirmReturn, ReturnRound
from members.models.review import FirmChange, FirmReview, ReviewReason

__all__ = [
    "Capability",
    "DirectoryCell",
    "DirectoryEntry",
    "ExportJob",
    "Firm",
    "FirmChange",
    "FirmDocument",
    "FirmReturn",
    "FirmReview",
    "ImportJob",
    "JointAction",
    "Network",
    "NetworkMember",
    "RegistrationDraft",
    "Representative",
    "RepresentativeInvitation",
    "ReturnRound",
    "ReviewReason",
]
