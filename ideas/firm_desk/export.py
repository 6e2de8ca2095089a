"""The ideas that a firm submitted, for its own export; neither scores nor the code, which is a key."""

from ideas.models import Idea, IdeaAttachment
from members.desk.export import suffix_of

IDEA = (
    "title", "problem", "solution", "expected_effect", "is_named", "state", "question", "answer", "reason",
    "submitted_at", "decided_at",
)  # fmt: skip


def ideas(firm, user):
    """The firm's ideas and their attachments. Two queries."""
    own = Idea.objects.visible_to(user).filter(firm=firm).order_by("pk").values("pk", *IDEA)
    papers = IdeaAttachment.objects.visible_to(user).filter(idea__firm=firm).select_related("file").order_by("pk")
    return list(own), [(f"ideas/{row.idea_id}-{row.pk}{suffix_of(row.file)}", row.file) for row in papers]
