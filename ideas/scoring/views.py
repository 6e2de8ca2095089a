"""The pages of a scorer. Nobody's figures stand on them before all are in, not even in a hidden field."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from ideas import services
from ideas.models import QUESTIONS, Idea, IdeaScore
from ideas.results import result_of
from ideas.scoring.forms import ConflictForm, ScoreForm
from ideas.services.conflicts import conflict_of

REFUSED = 422
PER_PAGE = 20


def scorer_page(view):
    """For who may score ideas; never cached."""
    return login_required(permission_required("ideas.score_idea", raise_exception=True)(never_cache(view)))


@require_safe
@scorer_page
def scoring_list(request):
    """What one was asked about: what waits first, then what one has answered. Three queries and the frame's."""
    rows = IdeaScore.objects.filter(scorer=request.user, has_conflict=False).select_related("idea__call", "idea__firm")
    waiting = rows.waiting().order_by("assigned_at", "pk")
    page = Paginator(rows.given().order_by("-given_at", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    context = {"room": "ideas", "waiting": waiting, "page": page}
    return render(request, "ideas/scoring_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@scorer_page
def scoring_idea(request, pk):
    """One idea; POST ``act``: score or conflict. A refusal comes back with what was typed."""
    rows = Idea.objects.visible_to(request.user).select_related("call", "firm")
    idea = get_object_or_404(rows, pk=pk, scores__scorer=request.user)
    own = idea.scores.get(scorer=request.user)
    act = request.POST.get("act", "score") if request.method == "POST" else ""
    scoring = ScoreForm(request.POST if act == "score" else None, initial=typed_before(own))
    declaring = ConflictForm(request.POST if act == "conflict" else None)
    if act == "score" and scoring.is_valid() and take_score(request, idea, scoring):
        return redirect("ideas:scoring_list")
    if act == "conflict" and declaring.is_valid() and take_conflict(request, idea, declaring):
        return redirect("ideas:scoring_list")
    idea.refresh_from_db(fields=["state", "scored_at"])
    return idea_page(request, idea, own, scoring, declaring, status=REFUSED if act else 200)


def typed_before(own):
    return {name: getattr(own, name) for name in QUESTIONS} | {"comment": own.comment} if own.given_at else {}


def take_score(request, idea, form):
    """Whether it was kept; the refusal stands in the form."""
    try:
        services.give_score(idea=idea, by=request.user, grades=form.grades, comment=form.cleaned_data["comment"])
    except ValidationError as refusal:
        form.add_error(None, refusal.messages)
        return False
    messages.success(request, _("Your score is kept. It can be changed until all are in."))
    return True


def take_conflict(request, idea, form):
    try:
        services.declare_conflict(idea=idea, by=request.user, conflict=form.cleaned_data["conflict"])
    except ValidationError as refusal:
        form.add_error(None, refusal.messages)
        return False
    messages.success(request, _("Thank you. Others judge this idea."))
    return True


def idea_page(request, idea, own, scoring, declaring, *, status):
    scores = list(idea.scores.visible_to(request.user).given().select_related("scorer")) if idea.is_revealed else []
    context = {
        "room": "ideas",
        "idea": idea,
        "own": own,
        "scoring": scoring,
        "declaring": declaring,
        "is_open": idea.state == Idea.State.SCREENED,
        "barred": conflict_of(idea, request.user),
        "scores": scores,
        "result": result_of(scores, idea.weights),
        "weights": [(IdeaScore._meta.get_field(name).verbose_name, idea.weights[name]) for name in QUESTIONS],
        "sections": list(idea.sections.all()),
        "files": idea.attachments.select_related("file"),
    }
    return render(request, "ideas/scoring_idea.html", context, status=status)
