"""How many gaps of a year are remedied: what the yearly page counts."""

from django.db.models import Q

from market.models import Finding


def gaps_closed_in(year, *, day=None):
    """Gaps that were closed on a report of a plan of this programme year, up to a day if one is asked; as a queryset.

    A gap whose proof was returned since does not count. Each is public.
    """
    of_year = Q(closing_entry__activity__plan__year=year) | Q(closing_reading__indicator__plan__year=year)
    closed = Finding.objects.gaps().closed().filter(of_year)
    return closed if day is None else closed.filter(closed_on__lte=day)


def gaps_addressed_in(year, *, day=None):
    """Public gaps that approved plans of this year remedy or remedied, up to a day; as a queryset.

    Those that are closed are among them.
    """
    held = [Finding.State.ADDRESSED, Finding.State.CLOSED]
    linked = Finding.objects.gaps().filter(
        pk__in=Finding.objects.filter(links__plan__year=year, links__plan__approved_by__isnull=False).values("pk"),
        state__in=held,
    )
    return linked if day is None else linked.filter(addressed_on__lte=day)
