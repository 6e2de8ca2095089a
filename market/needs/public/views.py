"""The list of open needs and the page of each, as everybody sees them. Neither answers nor firms stand on them."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from council.caching import public_page
from council.models import Statement
from market.models import Need
from market.needs.public.catalogue import choices, chosen_of, narrowed, read_tree

PER_PAGE, RECENT = 20, 10


@require_safe
@public_page
def need_list(request):
    """Open needs, the soonest deadline first, and what came of the newest that are over.

    Seven queries and the frame's one, for ten needs or 10,000.
    """
    rows, children = read_tree()
    chosen, public = chosen_of(request.GET, rows), Need.objects.filter(opened_at__isnull=False)
    is_open = public.open_at(timezone.now())
    found = narrowed(is_open, chosen, children).order_by("deadline", "pk")
    page = Paginator(found.select_related("institution").prefetch_related("capabilities"), PER_PAGE)
    page = page.get_page(request.GET.get("page"))
    context = {
        "room": "market",
        "page": page,
        "needs": page.object_list,
        "recent": recent(narrowed(public, chosen, children)) if page.number == 1 else [],
        "choices": choices(is_open, rows, chosen),
        "chosen": chosen,
        "query": f"capability={chosen.key}" if chosen else "",
        "statements": statements(),
    }
    return render(request, "market/needs/need_list.html", context)


def recent(needs):
    """What came of the newest needs. One query."""
    decided = needs.filter(state=Need.State.DECIDED).select_related("institution")
    return list(decided.order_by("-decided_on", "-number")[:RECENT])


def statements():
    """What sources say of the market. One query."""
    return list(Statement.objects.filter(topic=Statement.Topic.MARKET).select_related("source"))


@require_safe
@public_page
def need_detail(request, number):
    """What is asked for, until when, and afterwards what came of it. Two queries and the frame's one."""
    needs = Need.objects.visible_to(request.user).select_related("institution", "file")
    need = get_object_or_404(needs, number=number)
    context = {"room": "market", "need": need, "capabilities": list(need.capabilities.all())}
    return render(request, "market/needs/need_detail.html", context)
