"""The council's part of the desk of staff."""

from council.admin.agents import InstitutionAgentAdmin
from council.admin.cluster import ClusterAdmin, ProgramYearAdmin, SectionAdmin, SourceAdmin, StatementAdmin
from council.admin.composition import CouncilRuleAdmin, InstitutionAdmin, SeatAdmin, SeatElectionAdmin
from council.admin.decisions import DecisionAdmin
from council.admin.followups import ActionItemAdmin, AgreementAdmin
from council.admin.meetings import AgendaItemAdmin, MeetingAdmin

__all__ = [
    "ActionItemAdmin",
    "AgendaItemAdmin",
    "AgreementAdmin",
    "ClusterAdmin",
    "CouncilRuleAdmin",
    "DecisionAdmin",
    "InstitutionAdmin",
    "InstitutionAgentAdmin",
    "MeetingAdmin",
    "ProgramYearAdmin",
    "SeatAdmin",
    "SeatElectionAdmin",
    "SectionAdmin",
    "SourceAdmin",
    "StatementAdmin",
]
