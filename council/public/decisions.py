"""Decisions: the register with its filters, the file, and the page of each."""

from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from council.caching import public_page
from council.exports import decisions_csv
from council.models import Decision, Institution, Seat, Vote
from council.panels import decision_panels
from council.register import DecisionFilterForm, filtered

PER_PAGE = 25


@require_safe
@public_page
def decision_list(request):
    """Adopted decisions that match the filters, newest first.

    Two queries for the rows, one for each list to choose from, one more for a text, and the frame's one.
    """
    form = DecisionFilterForm(request.GET, user=request.user)
    page = Paginator(decisions_for(request.user, form), PER_PAGE).get_page(request.GET.get("page"))
    context = {"room": "council", "form": form, "page": page, "query": form.query(), "is_filtered": form.is_filtered}
    return render(request, "council/decision_list.html", context)


def decisions_for(user, form):
    """Adopted decisions in the order of their numbers, newest first: the page and the file show the same rows."""
    decisions = Decision.objects.visible_to(user).adopted()
    return filtered(decisions, form, user).select_related("agenda_item__meeting__year", "source").order_by("-number")


@require_safe
@public_page
def decision_csv(request):
    """The rows that the register shows under the same filters, all pages of it."""
    return decisions_csv(decisions_for(request.user, DecisionFilterForm(request.GET, user=request.user)))


@require_safe
@public_page
def decision_detail(request, slug):
    """One adopted decision: its words, its meeting, who was there and how they voted, and what rests on it."""
    year, meeting, number = slug.split("-")
    decisions = Decision.objects.visible_to(request.user).select_related(
        "agenda_item__meeting__year", "source", "supersedes"
    )
    decision = get_object_or_404(decisions, number=f"{year}/{meeting}-{number}")
    electors = electors_of(decision)
    context = {
        "room": "council",
        "decision": decision,
        "meeting": decision.agenda_item.meeting,
        "chain": chain_of(decision),
        "electors": electors,
        "is_by_name": any(elector["vote"] for elector in electors),
        "panels": decision_panels.of(decision, request.user),
    }
    return render(request, "council/decision_detail.html", context)


def chain_of(decision):
    """The decisions that took each other's place, this one among them, oldest first; empty for a single one.

    One query: few decisions supersede others.
    """
    linked = Decision.objects.adopted().filter(Q(supersedes__isnull=False) | Q(superseded_by__isnull=False)).distinct()
    rows = {row.pk: row for row in linked.only("number", "supersedes", "adopted_on")}
    newer = {row.supersedes_id: row.pk for row in rows.values() if row.supersedes_id}
    key = decision.pk
    while key in rows and rows[key].supersedes_id in rows:
        key = rows[key].supersedes_id
    chain = []
    while key in rows:
        chain.append(rows[key])
        key = newer.get(key)
    return chain


def electors_of(decision):
    """The frozen electorate with roles, institutions and votes in the reader's language; none of a closed decision.

    One query at the most.
    """
    if not decision.shown_snapshot:
        return []
    keys = {key for elector in decision.snapshot["electors"] for key in elector["institutions"]}
    names = {row.key: row for row in Institution.objects.filter(key__in=keys)} if keys else {}
    return [
        elector
        | {
            "roles": [Seat.Role(role).label for role in elector["roles"]],
            "vote": Vote.Choice(elector["vote"]).label if elector.get("vote") else "",
            "institutions": [names[key] for key in elector["institutions"] if key in names],
        }
        for elector in decision.snapshot["electors"]
    ]
