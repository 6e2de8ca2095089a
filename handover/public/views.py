"""The scorecard, as everybody sees it."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from council.caching import public_page
from handover.public.reading import read_scorecard
from persian.jalali import today

DUTIES_ON_A_PAGE = 50


@require_safe
@public_page
def scorecard(request):
    """How ready the cluster is, what is missing, which duties passed on. Six queries and the frame's one."""
    day = today()
    card = read_scorecard(user=request.user, day=day)
    page = Paginator(card.duties, DUTIES_ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "handover/scorecard.html", {"room": "handover", "card": card, "page": page, "day": day})
