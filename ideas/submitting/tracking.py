"""Where an idea stands: for who holds its code, which only the submitter was sent."""

from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from actionplans.models import ActionPlan
from ideas import throttle
from ideas.models import CODE_GROUPS, Idea
from ideas.services.screening import answer_question
from ideas.submitting.forms import AnswerForm, TrackForm
from ideas.submitting.opening import REFUSED
from members.models import Firm
from persian.codes import canonical_code

ROWS = Idea.objects.select_related("call", "firm", "decision", "agenda_item__meeting__year", "plan__year")
OWN_SHOWN = 50


@never_cache
@require_safe
def track_form(request):
    """The code is typed here, in any digits and letters; who is signed in finds their own ideas below."""
    if "code" not in request.GET:
        return form_page(request, TrackForm())
    form = TrackForm(request.GET)
    if not form.is_valid():
        return form_page(request, form, status=REFUSED)
    return found(request, form.cleaned_data["code"], form, lambda idea: redirect("ideas:track", idea.code))


@never_cache
@require_safe
def track(request, code):
    return found(request, code, TrackForm({"code": code}), lambda idea: track_page(request, idea, AnswerForm()))


@never_cache
@require_POST
def track_answer(request, code):
    """The submitter's answer to what was asked; of a firm's idea only who acts for the firm answers."""
    return found(request, code, TrackForm({"code": code}), lambda idea: take_answer(request, idea))


def found(request, typed, form, show):
    """An unknown code and one that is no code get the same answer; only those are counted."""
    if not throttle.may(request, "guess", dry_run=True):
        return throttle.too_many(request)
    code = canonical_code(typed, CODE_GROUPS)
    idea = ROWS.filter(code=code).first() if code else None
    if idea is None:
        throttle.may(request, "guess")
        return form_page(request, form, status=404, is_unknown=True)
    return show(idea)


def form_page(request, form, *, status=200, **context):
    firms = Firm.objects.of(request.user)
    own = Idea.objects.of(request.user) | Idea.objects.filter(firm__in=firms)
    context |= {"room": "ideas", "sample": False, "form": form}
    context["own"] = own.distinct()[:OWN_SHOWN] if request.user.is_authenticated else []
    return render(request, "ideas/track_form.html", context, status=status)


def take_answer(request, idea):
    form = AnswerForm(request.POST)
    if not throttle.may(request, "answer"):
        return throttle.too_many(request)
    if not may_answer(request.user, idea):
        form.add_error(None, _("Sign in as a representative of the firm to answer for it."))
    if form.is_valid():
        try:
            by = request.user if request.user.is_authenticated else None
            answer_question(idea=idea, answer=form.cleaned_data["answer"], by=by)
            return redirect("ideas:track", idea.code)
        except ValidationError as problem:
            form.add_error(None, problem.messages)
    return track_page(request, idea, form, status=REFUSED)


def may_answer(user, idea):
    return not idea.firm_id or Firm.objects.of(user).filter(pk=idea.firm_id).exists()


def track_page(request, idea, form, *, status=200):
    """The state with its dates. Five queries and the frame's one."""
    plans = ActionPlan.objects.visible_to(request.user).filter(pk=idea.plan_id)
    context = {
        "room": "ideas",
        "idea": idea,
        "form": form,
        "is_new": "sent" in request.GET,
        "may_answer": idea.state == Idea.State.ASKED and may_answer(request.user, idea),
        "plan": plans.select_related("year").first() if idea.plan_id else None,
        "meeting": idea.agenda_item.meeting if idea.agenda_item_id else None,
    }
    return render(request, "ideas/track.html", context, status=status)
