"""What filers and staff see of cases, in a fixed number of queries."""

from django.db.models import Q

from filing.models import StateChange
from market.models import ProcurementCase
from members.models import Capability, Firm

IN_THE_PANEL = 3
SUGGESTED = 12


def listed(cases):
    """For a list: each with its category and buyer, the newest first."""
    return cases.select_related("category", "buyer", "institution").order_by("-filed_at", "-pk")


def whole(cases):
    """For a page of one case, with the need that it came from."""
    people = ("filed_by", "checked_by", "decided_by")
    return cases.select_related("category", "buyer", "firm", "institution", "need", *people)


def steps_of(case):
    """The book's lines about a case, the oldest first. One query."""
    lines = StateChange.objects.filter(model=case._meta.label_lower, object_key=case.key)
    return lines.select_related("by").order_by("pk")


def steps_for_filer(case):
    """(words, moment) of each step from state to state; who took it and what was noted is not for the filer."""
    states = dict(ProcurementCase.State.choices)
    return [(states[row.new], row.at) for row in steps_of(case) if row.new in states]


def at_or_below(category):
    """A capability and everything in it, as the tree is kept: at most three levels."""
    own = Q(pk=category.pk) | Q(parent=category.pk) | Q(parent__parent=category.pk)
    return Capability.objects.filter(own).values("pk")


def able_members(category):
    """Active members that say they can supply this."""
    firms = Firm.objects.active().filter(pk__in=firms_with(category))
    return firms.order_by("sort_text", "pk")


def firms_with(category):
    return Firm.capabilities.through.objects.filter(capability__in=at_or_below(category)).values("firm_id")
