"""The desk of who runs ideas: calls, the list of ideas, one idea with all its acts, ideas for a proposed decision."""

from ideas.admin.calls import IdeaCallAdmin
from ideas.admin.ideas import IdeaAdmin

__all__ = ["IdeaAdmin", "IdeaCallAdmin"]
