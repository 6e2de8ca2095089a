"""Who governs, what they govern, what they decided."""

from council.models.cluster import Cluster, ProgramYear, Section, Source, Statement
from council.models.decision import Decision
from council.models.institution import CouncilRule, Institution, Seat
from council.models.meeting import AgendaItem, Attendance, Meeting, Remark

__all__ = [
    "AgendaItem",
    "Attendance",
    "Cluster",
    "CouncilRule",
    "Decision",
    "Institution",
    "Meeting",
    "ProgramYear",
    "Remark",
    "Seat",
    "Section",
    "Source",
    "Statement",
]
