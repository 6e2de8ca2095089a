"""The courses on the overview of a firm's own desk."""

from django.urls import reverse

from members.models import Firm
from trainings.firm_desk.reading import IN_THE_PANEL, people_of, standings


def firm_panel(firm, user):
    """The firm's newest enrolments with the way to its courses; None while it is no active member. One query."""
    if firm.state != Firm.State.ACTIVE:
        return None
    context = {"people": standings(people_of(firm)[:IN_THE_PANEL]), "firm": firm}
    context["url"] = reverse("trainings:firm_courses", args=[firm.tracking_code])
    return {"template": "trainings/firm_desk/panel.html", "context": context}
