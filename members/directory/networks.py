"""The networks of firms: the list, and the page of each. A firm that is not listed is counted, never named."""

from dataclasses import dataclass

from django.db.models import Count, F, Q
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from council.caching import public_page
from council.models.cluster import in_language
from members.models import Network, NetworkMember
from persian.jalali import today


@require_safe
@public_page
def network_list(request):
    """The inclusive network and the business networks with how many firms they have now. One query and the frame's."""
    networks = (
        Network.objects.visible_to(request.user)
        .select_related("part_of")
        .annotate(firms=Count("members", filter=current(today())))
        .order_by("-kind", "sort_text", "pk")  # the inclusive one first
    )
    return render(request, "members/network_list.html", {"room": "members", "networks": list(networks)})


@require_safe
@public_page
def network_detail(request, key):
    """What the network is, who is in it, what it did. Four queries and the frame's one."""
    network = get_object_or_404(Network.objects.visible_to(request.user).select_related("part_of"), key=key)
    members, day = read_members(network), today()
    former = [row for row in members if row["left_on"] and row["left_on"] < day]
    context = {
        "room": "members",
        "network": network,
        "purpose": in_language(network.purpose, network.purpose_en),
        "members": Shown.of([row for row in members if row not in former]),
        "former": Shown.of(former),
        "actions": list(network.actions.all()),
        "networks": list(network.networks.order_by("sort_text", "pk")),
    }
    return render(request, "members/network_detail.html", context)


def current(day):
    """Members of that day; the day on which a firm leaves is its last one."""
    return Q(members__joined_on__lte=day) & (Q(members__left_on__isnull=True) | Q(members__left_on__gte=day))


def read_members(network):
    """Days of all members; names of those that stand in the directory, as it writes them. One query."""
    return list(
        NetworkMember.objects.filter(network=network)
        .order_by(F("firm__entry__sort_text").asc(nulls_last=True), "joined_on", "pk")
        .values(
            "joined_on",
            "left_on",
            slug=F("firm__entry__slug"),
            name=F("firm__entry__name"),
            name_en=F("firm__entry__name_en"),
            is_sample=F("firm__entry__is_sample"),
        )
    )


@dataclass
class Shown:
    """Members with their names, and how many more there are."""

    listed: list
    hidden: int

    @classmethod
    def of(cls, rows):
        listed = [row | {"name": in_language(row["name"], row["name_en"])} for row in rows if row["slug"]]
        return cls(listed, len(rows) - len(listed))
