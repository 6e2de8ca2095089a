"""The firm's newest ideas with their states, and the way to submit one for it."""

from members.models import Firm

SHOWN = 5


def firm_panel(firm, user):
    """None while the firm is no active member. One query."""
    if firm.state != Firm.State.ACTIVE:
        return None
    context = {"ideas": list(firm.ideas.all()[:SHOWN]), "firm": firm}
    return {"template": "ideas/firm_panel.html", "context": context}
