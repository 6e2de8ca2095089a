"""Which firms can supply a need: a firm's capability is what is asked for, a part of it, or the branch that it is in.

A firm that names a part does the asked work in that part; one that named only the branch says that it does all of it.
The relation is the same from both sides, so a firm's needs are found as a need's firms are.
"""

from collections import defaultdict

from django.db.models import Exists, OuterRef
from django.utils import timezone

from market.models import Need
from members.models import Capability, Firm


def relatives(own):
    """The keys of capabilities that match one of ``own``: themselves, all below, all above. One query of a small tree.

    ``own``: rows of the table that ties capabilities to a firm or to a need.
    """
    tree = Capability.objects.annotate(is_own=Exists(own.filter(capability=OuterRef("pk"))))
    parents, children, keys = {}, defaultdict(list), []
    for key, parent, is_own in tree.values_list("pk", "parent_id", "is_own"):
        parents[key] = parent
        children[parent].append(key)
        keys += [key] if is_own else []
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
    """Active firms that can supply what is asked for. A query and the one that is returned."""
    asked = relatives(Need.capabilities.through.objects.filter(need=need))
    return Firm.objects.active().filter(capabilities__in=asked).distinct()


def matching_needs(firm):
    """Needs that are open now and that the firm can supply, the soonest deadline first. As ``matching_firms``."""
    able = relatives(Firm.capabilities.through.objects.filter(firm=firm))
    needs = Need.objects.open_at(timezone.now()).filter(capabilities__in=able)
    return needs.distinct().order_by("deadline", "pk")
