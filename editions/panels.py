"""What this room shows at a decision and at a proposal: the edition that rests on it."""

from editions.models import YearEdition


def decision_editions(decision, user):
    """The editions that this decision published. One query."""
    rows = list(decision.editions.visible_to(user).published().select_related("year").order_by("pk"))
    return panel("editions/decision.html", rows)


def proposal_editions(decision, user):
    """What its adoption would publish. One query."""
    rows = list(decision.editions.visible_to(user).filter(state=YearEdition.State.FROZEN).select_related("year"))
    return panel("editions/proposal.html", rows)


def panel(template, rows):
    is_sample = any(row.is_sample for row in rows)
    return {"template": template, "context": {"editions": rows, "is_sample": is_sample}} if rows else None
