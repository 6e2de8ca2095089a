"""Finding needs by what they ask for: the branches of the capabilities that some need names, with their counts."""

from collections import Counter
from dataclasses import dataclass

from django.http import Http404

from council.models.cluster import in_language
from market.models import Need
from market.needs.matching import below, line_up
from members.models import Capability

LONGEST_KEY = 60


@dataclass(frozen=True)
class Choice:
    key: str
    words: str
    count: int
    is_chosen: bool


def read_tree():
    """The capabilities by number, in their order, and the children of each. One query."""
    rows = {row.pk: row for row in Capability.objects.all()}
    children = {pk: [] for pk in rows} | {None: []}
    for row in rows.values():
        children[row.parent_id].append(row.pk)
    return rows, children


def chosen_of(params, rows):
    """The capability of an address; None for none. Raises Http404 for one that does not exist."""
    key = params.get("capability", "")[:LONGEST_KEY]
    if not key:
        return None
    found = next((row for row in rows.values() if row.key == key), None)
    if found is None:
        raise Http404
    return found


def narrowed(needs, chosen, children):
    """Needs that ask for the capability or a part of it."""
    if chosen is None:
        return needs
    asked = Need.capabilities.through.objects.filter(capability_id__in=[chosen.pk, *below(chosen.pk, children)])
    return needs.filter(pk__in=asked.values("need_id"))


def choices(needs, rows, chosen):
    """What leads to needs, in the order of the tree, each with the number of needs at or below it. One query."""
    pairs = Need.capabilities.through.objects.filter(need__in=needs.order_by()).values_list("need_id", "capability_id")
    parents, found = {pk: row.parent_id for pk, row in rows.items()}, set()
    for need, capability in pairs:
        found |= {(need, key) for key in line_up(capability, parents)}
    counts = Counter(key for _need, key in found)
    return [
        Choice(row.key, in_language(row.name, row.name_en), counts[pk], row == chosen)
        for pk, row in rows.items()
        if counts[pk] or row == chosen
    ]
