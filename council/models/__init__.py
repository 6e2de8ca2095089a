"""Who governs, what they govern, what they decided."""

from council.models.agent import InstitutionAgent
from council.models.cluster import Cluster, ProgramYear, Section, Source, Statement
from council.models.decision import Decision
from council.models.followup import ActionItem, Agreement
from council.models.institution import CouncilRule, Institution, Seat
from council.models.invitation import Comment, EditorDraft, Invitation
from council.models.meeting import AgendaItem, Attendance, Meeting, Remark
from council.models.minutes import Correction, Minutes
from council.models.voting import SeatElection, Vote

__all__ = [
    "ActionItem",
    "AgendaItem",
    "Agreement",
    "Attendance",
    "Cluster",
    "Comment",
    "Correction",
    "CouncilRule",
    "Decision",
    "EditorDraft",
    "Institution",
    "InstitutionAgent",
    "Invitation",
    "Meeting",
    "Minutes",
    "ProgramYear",
    "Remark",
    "Seat",
    "SeatElection",
    "Section",
    "Source",
    "Statement",
    "Vote",
]
