"""The desk of one idea: what was submitted, how it stands, and every act that is open to this person now."""

from collections.abc import Callable
from typing import NamedTuple

from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from council.models import Decision
from ideas import services
from ideas.admin import forms
from ideas.models import Idea
from ideas.results import result_of
from ideas.services.conflicts import conflict_of
from ideas.services.erasing import erase_submitter

REFUSED = 422
State = Idea.State
SCREEN, SHORTLIST, CONVERT = "ideas.screen_idea", "ideas.shortlist_idea", "ideas.convert_idea"


class Act(NamedTuple):
    """``run(idea, by, **cleaned)`` raises ValidationError; ``states`` in which the form is offered.

    ``judges``: not offered to who must not judge the idea; the service refuses it too.
    """

    permission: str
    states: tuple
    form: type
    run: Callable
    done: str
    judges: bool = True


def on(service):
    return lambda idea, by, **values: service(idea=idea, by=by, **values)


ACTS = {
    "pass": Act(
        SCREEN, (State.SUBMITTED,), forms.PlainForm, on(services.pass_screening),
        _("The idea passed screening. Now choose who scores it."),
    ),
    "ask": Act(
        SCREEN, (State.SUBMITTED,), forms.AskForm, on(services.ask_submitter), _("The question is on its way."),
    ),
    "reject": Act(
        SCREEN, (State.SUBMITTED, State.ASKED, State.SCORED, State.SHORTLISTED), forms.RejectForm,
        on(services.reject_idea), _("The idea is not taken up; the submitter is told the reason."),
    ),
    "assign": Act(
        SCREEN, (State.SCREENED,), forms.ScorersForm, on(services.assign_scorers),
        _("They find the idea on their desk."),
    ),
    "drop": Act(
        SCREEN, (State.SCREENED,), forms.DropForm,
        lambda idea, by, score: services.drop_scorer(score=score, by=by), _("This person is not asked any more."),
    ),
    "shortlist": Act(
        SHORTLIST, (State.SCORED, State.SHORTLISTED), forms.ShortlistForm, on(services.shortlist_idea),
        _("The idea is on the agenda. Tie it to a decision in the meeting's editor."),
    ),
    "leave": Act(
        SHORTLIST, (State.SHORTLISTED,), forms.LeaveForm, on(services.leave_shortlist),
        _("The idea is off the agenda."),
    ),
    "withdraw": Act(
        SHORTLIST, (State.SHORTLISTED,), forms.WithdrawForm,
        lambda idea, by, proposal: services.withdraw_proposal(proposal=proposal, by=by),
        _("The idea is off the decision; it stays shortlisted."),
    ),
    "plan": Act(
        CONVERT, (State.ADOPTED,), forms.PlanForm, on(services.convert_to_plan), _("This is the draft plan."),
        judges=False,
    ),
    "activity": Act(
        CONVERT, (State.ADOPTED,), forms.ActivityForm, on(services.convert_to_activity),
        _("The activity stands in this draft plan: set its weight and days."), judges=False,
    ),
    "erase": Act(
        SCREEN, tuple(State), forms.EraseForm, lambda idea, by, name: erase_submitter(idea=idea, by=by),
        _("The person's data is gone."), judges=False,
    ),
}  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(SCREEN, raise_exception=True)
def idea_desk(request, pk):
    """POST ``act``: one of ``ACTS``. A refusal comes back with what was typed."""
    rows = Idea.objects.visible_to(request.user).select_related("call", "firm", "user", "decision", "plan__year")
    idea = get_object_or_404(rows, pk=pk)
    name = request.POST.get("act", "") if request.method == "POST" else None
    form = None
    if name is not None:
        form = bound(request, idea, name)
        answer = take(request, idea, name, form) if form.is_valid() else None
        if answer:
            return answer
        idea = get_object_or_404(rows, pk=pk)
    return render(request, "admin/ideas/desk.html", read(request, idea, name, form), status=REFUSED if form else 200)


def bound(request, idea, name):
    """The form of the act, with what was sent. Raises Http404, PermissionDenied."""
    if name not in ACTS:
        raise Http404
    if not request.user.has_perm(ACTS[name].permission):
        raise PermissionDenied
    return ACTS[name].form(request.POST, idea=idea)


def take(request, idea, name, form):
    """Run the act; None, with the reason in the form, when it is refused."""
    try:
        made = ACTS[name].run(idea, request.user, **form.cleaned_data)
    except ValidationError as refusal:
        form.add_error(None, refusal.messages)
        return None
    messages.success(request, ACTS[name].done)
    if name in ("plan", "activity"):
        plan = made if name == "plan" else made.plan
        return redirect("admin:actionplans_actionplan_change", plan.pk)
    return redirect("admin:ideas_idea_desk", idea.pk)


def read(request, idea, name, form):
    """Everything that the page shows, in fixed queries; to who must not judge the idea neither grades nor scorers."""
    barred = conflict_of(idea, request.user)
    offered = {
        one: form if one == name else act.form(idea=idea)
        for one, act in ACTS.items()
        if idea.state in act.states and request.user.has_perm(act.permission) and not (barred and act.judges)
    }
    if idea.state == State.SHORTLISTED and not Idea.objects.turned_down().filter(pk=idea.pk).exists():
        offered.pop("reject", None)
    if idea.is_removed:
        offered.pop("erase", None)
    asked = idea.scores.select_related("scorer").defer("feasibility", "effect", "cost", "fit", "comment")
    scores = idea.scores.visible_to(request.user).filter(is_final=True).select_related("scorer")
    scores = [] if barred else list(scores)
    return admin.site.each_context(request) | {
        "opts": Idea._meta,
        "title": _("Desk of the idea"),
        "idea": idea,
        "forms": offered,
        "refused": form,
        "sections": list(idea.sections.all()),
        "files": list(idea.attachments.select_related("file")),
        "asked": [] if barred else list(asked),
        "proposals": list(idea.proposals.select_related("decision__agenda_item__meeting__year")),
        "open_state": Decision.State.PROPOSED,
        "scores": scores,
        "result": result_of(scores, idea.weights),
        "barred": barred,
    }
