"""Which firms can supply a need: a firm's capability is what is asked for, a part of it, or the branch that it is in.

A firm that names a part does the asked work in that part; one that named only the branch says that it does all of it.
The relation is the same from both sides, so a firm's needs are found as a need's firms are.
"""

from collections import defaultdict

from django.utils import timezone

from market.models import Need
from members.models import Capability, Firm


def relatives(keys):
    """The keys of capabilities that match one of these: themselves, all below, all above. One query, one small tree."""
    parents = dict(Capability.objects.values_list("pk", "parent_id"))
    children = defaultdict(list)
    for key, parent in parents.items():
        children[parent].append(key)
    return {found for key in keys for found in [*line_up(key, parents), *below(key, children)]}


def line_up(key, parents):
    """The capability and those above it; a circle, which no form allows, ends where it began."""
    line = []
    while key is not None and key not in line:
        line.append(key)
        key = parents.get(key)
    return line


def below(key, children):
    """Every capability under this one."""
    found, waiting = set(), list(children[key])
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += children[one]
    return found


def matching_firms(need):
    """Active firms that can supply what is asked for. Two queries and the one that is returned."""
    asked = relatives(need.capabilities.values_list("pk", flat=True))
    return Firm.objects.active().filter(capabilities__in=asked).distinct()


def matching_needs(firm):
    """Needs that are open now and that the firm can supply, the soonest deadline first. As ``matching_firms``."""
    able = relatives(firm.capabilities.values_list("pk", flat=True))
    needs = Need.objects.open_at(timezone.now()).filter(capabilities__in=able)
    return needs.distinct().order_by("deadline", "pk")
