"""The tables of the ideas."""

from ideas.models.call import EQUAL, QUESTIONS, IdeaCall
from ideas.models.idea import CODE_GROUPS, Idea, removed_contact
from ideas.models.papers import IdeaAttachment, IdeaDraft, IdeaProposal
from ideas.models.score import IdeaScore

__all__ = [
    "CODE_GROUPS",
    "EQUAL",
    "QUESTIONS",
    "Idea",
    "IdeaAttachment",
    "IdeaCall",
    "IdeaDraft",
    "IdeaProposal",
    "IdeaScore",
    "removed_contact",
]
