"""The room's front page, the calls, and the page of an adopted idea."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from actionplans.models import ActionPlan
from council.caching import public_page
from council.models import Statement
from ideas.models import Idea, IdeaCall
from persian.jalali import today

PER_PAGE = 20
PAST_SHOWN = 5


@require_safe
@public_page
def idea_list(request):
    """Calls, what the sources say, adopted ideas twenty a page. Six queries and the frame's one, at any size."""
    day = today()
    calls = IdeaCall.objects.all()
    past = list(calls.filter(closes_on__lt=day)[: PAST_SHOWN + 1])
    context = {
        "room": "ideas",
        "open_calls": list(calls.filter(closes_on__gte=day).order_by("opens_on", "pk")[:PER_PAGE]),
        "past_calls": past[:PAST_SHOWN],
        "has_more_calls": len(past) > PAST_SHOWN,
        "statements": list(Statement.objects.filter(topic=Statement.Topic.IDEAS).select_related("source")),
        "page": Paginator(adopted(), PER_PAGE).get_page(request.GET.get("page")),
        "day": day,
    }
    return render(request, "ideas/list.html", context)


def adopted():
    """What the council adopted, the newest first."""
    rows = Idea.objects.public().select_related("firm").prefetch_related("sections")
    return rows.order_by("-decided_at", "-pk")


@require_safe
@public_page
def call_list(request):
    """Every call, the newest first, twenty a page. Two queries and the frame's one."""
    page = Paginator(IdeaCall.objects.all(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "ideas/calls.html", {"room": "ideas", "page": page, "day": today()})


@require_safe
@public_page
def call_detail(request, slug):
    """A call with its days and weights, and what came of it. Five queries and the frame's one."""
    call = get_object_or_404(IdeaCall, slug=slug)
    context = {
        "room": "ideas",
        "call": call,
        "sections": list(call.sections.all()),
        "is_open": call.is_open_on(today()),
        "is_later": today() < call.opens_on,
        "page": Paginator(adopted().filter(call=call), PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "ideas/call.html", context)


@require_safe
@public_page
def idea_detail(request, pk):
    """An adopted idea: what it is about, the decision, the plan it became once that is public. Three queries more."""
    rows = Idea.objects.public_to(request.user).select_related("firm", "call", "decision__agenda_item__meeting__year")
    idea = get_object_or_404(rows, pk=pk)
    plans = ActionPlan.objects.visible_to(request.user).filter(pk=idea.plan_id).select_related("year")
    context = {
        "room": "ideas",
        "idea": idea,
        "sections": list(idea.sections.all()),
        "plan": plans.first() if idea.plan_id else None,
    }
    return render(request, "ideas/detail.html", context)
