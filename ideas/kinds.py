"""Decisions on ideas, as the council lists them, and what stands beside them."""

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from council.effects import Kind
from council.models import Decision
from ideas.models import Idea, IdeaProposal


def idea_kind():
    named = Exists(IdeaProposal.objects.filter(decision=OuterRef("pk")))
    return Kind("decide_idea", _("decision on ideas"), Q(named), propose_url, order=70)


def propose_url(decision):
    """The page on which shortlisted ideas are tied to a proposed decision; None once it is decided."""
    if decision.state != Decision.State.PROPOSED:
        return None
    return reverse("admin:ideas_propose", args=[decision.pk])


def decided_ideas(decision, user):
    """On a decision's page: the ideas that it is about, as far as the reader may see them. Two queries."""
    shown = Idea.objects.public_to(user) if not user.has_perm("ideas.screen_idea") else Idea.objects.all()
    rows = decision.idea_proposals.filter(idea__in=shown).select_related("idea").order_by("pk")
    return panel(rows, "ideas/decision_ideas.html")


def proposed_ideas(decision, user):
    """Beside a proposal in the meeting's editor: what it would do to which ideas. One query."""
    return panel(decision.idea_proposals.select_related("idea").order_by("pk"), "ideas/proposal_ideas.html")


def panel(rows, template):
    proposals = list(rows)
    if not proposals:
        return None
    context = {"proposals": proposals, "is_sample": any(row.idea.is_sample for row in proposals)}
    return {"template": template, "context": context}
