"""Electing somebody to a seat, as the council's pages show it: the kind of decision, before and after its adoption."""

from django.db.models import Q
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from council.effects import Kind


def election_kind():
    return Kind("elect_seat", _("election to a seat"), Q(seat_elections__isnull=False), election_url, order=90)


def election_url(decision):
    return f"{reverse('admin:council_seatelection_add')}?{urlencode({'decision': decision.pk})}"


def proposed_seats(decision, user):
    """Who is to come onto the council, and whose seat they take over. One query."""
    elections = list(decision.seat_elections.select_related("institution", "replaces").order_by("pk"))
    return {"template": "council/elections.html", "context": {"elections": elections}} if elections else None


def elected_seats(decision, user):
    """The seats that an adopted decision opened. One query."""
    seats = list(decision.elected_seats.select_related("institution").order_by("pk"))
    return {"template": "council/elected.html", "context": {"seats": seats}} if seats else None
