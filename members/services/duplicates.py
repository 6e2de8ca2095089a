"""Firms that may be one: shown to reviewers, never to applicants."""

from django.db.models import Q

from members.models import Firm


def possible_duplicates(firm):
    """Other firms that were sent, with the same identifier or a name that is equal but for its spelling. One query."""
    same = Q(match_key=firm.match_key) if firm.match_key else Q(pk__in=[])
    if firm.national_id:
        same |= Q(national_id=firm.national_id)
    if firm.licence_number:
        same |= Q(licence_number=firm.licence_number)
    return Firm.objects.filter(same).exclude(pk=firm.pk).exclude(state=Firm.State.DRAFT).order_by("pk")
