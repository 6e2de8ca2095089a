"""The pages of the registration: begun with an address, filled in step by step. Every POST keeps what was typed."""

from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from members.links import draft_token
from members.registration import throttle
from members.registration.checking import both_values, step_address
from members.registration.documents import documents_step
from members.registration.forms import StartForm
from members.registration.opening import CONFLICT, REFUSED, page, with_draft
from members.registration.sending import check_step
from members.registration.steps import BY_KEY, STEPS, TYPED, beside, bound, capability_groups, shown, typed_in, typed_of
from members.services.drafts import StepChanged, begin_draft, change_contact, save_step

read_or_write = require_http_methods(["GET", "HEAD", "POST"])
TEMPLATES = {"what": "members/register_what.html"}
LONGEST_QUERY = 80


@never_cache
@read_or_write
def register_start(request):
    """An address is all that it takes. The answer is the same whether the portal knows it or not."""
    form = StartForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if not throttle.may(request, "begin", key=form.cleaned_data["contact"]):
            return throttle.too_many(request)
        draft = begin_draft(contact=form.cleaned_data["contact"], language=get_language())
        return redirect("members:register_step", draft_token(draft), STEPS[0].key)
    return start_page(request, form)


def start_page(request, form, **context):
    status = REFUSED if form.is_bound and form.errors else 200
    return render(
        request, "members/register_start.html", context | {"form": form, "steps": STEPS, "sample": False}, status=status
    )


@never_cache
@require_safe
@with_draft
def register_open(request, token):
    """The link of a message: on to the first step in which nothing was typed yet."""
    left = [step for step in TYPED if step.key not in request.draft.payload]
    return redirect(step_address(token, left[0] if left else BY_KEY["check"]))


@never_cache
@read_or_write
@with_draft
def register_contact(request, token):
    """A mistyped address is mended here, and nothing that was filled in is lost."""
    form = StartForm(request.POST if request.method == "POST" else None)
    if request.draft.firm_id is not None:
        raise Http404
    if request.method == "POST" and form.is_valid():
        if not throttle.may(request, "begin", key=form.cleaned_data["contact"]):
            return throttle.too_many(request)
        change_contact(draft=request.draft, contact=form.cleaned_data["contact"])
        return redirect(step_address(draft_token(request.draft), BY_KEY["check"]))
    return start_page(request, form, draft=request.draft, back=step_address(token, BY_KEY["check"]))


@never_cache
@read_or_write
@with_draft
def register_step(request, token, step):
    """One step: a POST keeps what was typed, whichever button was pressed, and then goes where the button says."""
    if step not in BY_KEY:
        raise Http404
    view = {"documents": documents_step, "check": check_step}.get(step, typed_step)
    return view(request, token, BY_KEY[step])


def typed_step(request, token, step):
    if request.method != "POST":
        typed = typed_of(request.draft, step)
        form = bound(step, typed) if "errors" in request.GET else shown(step, typed)
        return form_page(request, token, step, form, stored=request.draft.payload.get(step.key))
    typed = typed_in(step, request.POST)
    form, go = bound(step, typed), request.POST.get("go", "next")
    try:
        save_step(draft=request.draft, step=step.key, typed=typed, seen=request.POST.get("seen", ""))
    except StepChanged as change:
        rows = both_values(form, bound(step, change.stored))
        return form_page(request, token, step, form, stored=change.stored, status=CONFLICT, conflict=rows)
    if go == "next" and not form.is_valid():
        return form_page(request, token, step, form, stored=typed, status=REFUSED)
    return redirect(address_after(request, token, step, go))


def form_page(request, token, step, form, **context):
    if step.key == "what":
        query = request.GET.get("q", "")[:LONGEST_QUERY]
        picked = set(form["capabilities"].value() or [])
        context |= {"query": query, "groups": capability_groups(picked, query)}
    return page(request, token, step, TEMPLATES.get(step.key, "members/register_step.html"), form=form, **context)


def address_after(request, token, step, go):
    """Where a button leads once everything is kept."""
    if go == "search":
        return f"{step_address(token, step)}?{urlencode({'q': request.POST.get('q', '')[:LONGEST_QUERY]})}#capabilities"
    if go == "later":
        return f"{step_address(token, step)}?kept=1"
    return step_address(token, beside(step, -1 if go == "back" else 1))
