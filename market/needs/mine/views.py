"""The needs of the buyers that one acts for: drafting, opening, reading the answers, recording the outcome."""

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from filing.versions import TRIES, RowChanged
from market.cases.filing import take
from market.models import Need
from market.needs.mine import reading, reporting, saving
from market.needs.mine.access import buyers_of, for_buyers
from market.needs.mine.forms import MoreTimeForm, NeedForm, OutcomeForm, WhyForm
from market.once import choose_again
from market.services import needs as services
from market.services.need_cases import report_need
from members.desk.reading import branches
from persian.jalali import today

REFUSED = 422
ON_A_PAGE = 20
State = Need.State
DONE = {
    "open": gettext_lazy("The need is open. Firms that match and want letters are written to."),
    "extend": gettext_lazy("The deadline was moved. Firms that answered are told."),
    "withdraw": gettext_lazy("The need was withdrawn."),
    "outcome": gettext_lazy("The outcome is recorded. Firms that answered are told."),
}


@require_safe
@for_buyers
def need_desk_list(request):
    """All needs of one's buyers, those without an outcome marked. Five queries at any size."""
    page = Paginator(reading.needs_of(request.user), ON_A_PAGE).get_page(request.GET.get("page"))
    for need in page.object_list:
        need.waits = reading.waits(need)
    return show(request, "list", page=page, buyers=request.buyers)


@require_http_methods(["GET", "HEAD", "POST"])
@for_buyers
def need_new(request):
    form = make_form(request, Need())
    if request.method == "POST" and form.is_valid():
        need, is_kept = saving.add_draft(form, key=request.POST.get("key") or uuid.uuid4().hex, by=request.user)
        if not is_kept:  # the page was sent before with other words: an edit of the draft that it made
            return need_edit(request, need.number)
        messages.success(request, _("The draft is kept. Firms see nothing of it until you open it."))
        return redirect("market:need_desk", need.number)
    return form_page(request, form)


@require_http_methods(["GET", "HEAD", "POST"])
@for_buyers
def need_edit(request, number):
    """A draft; who lost a race by a hair is asked again with the other's values beside theirs."""
    need = own_need(request, number)
    if request.method != "POST":
        if need.state != State.DRAFT:
            messages.error(request, saving.NO_DRAFT)
            return redirect("market:need_desk", need.number)
        return form_page(request, make_form(request, need), need=need)
    for _try in range(TRIES):
        form = make_form(request, own_need(request, number))
        if form.instance.state != State.DRAFT or not form.is_valid():
            break
        try:
            saving.change_draft(form)
        except RowChanged:
            continue
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
            break
        messages.success(request, _("Saved."))
        return redirect("market:need_desk", need.number)
    return form_page(request, form, need=own_need(request, number))


def make_form(request, need):
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    only = request.buyers[0].pk if len(request.buyers) == 1 and not need.pk else None
    initial = {"institution": only} if only else None  # who acts for one buyer need not choose it
    return NeedForm(*data, instance=need, institutions=buyers_of(request.user), by=request.user, initial=initial)


def form_page(request, form, need=None):
    """What was typed stays on the page, also when the need is no draft any more: then it is there to be copied."""
    status = REFUSED if form.is_bound else 200
    context = {"form": form, "need": need, "branches": branches(form), "key": uuid.uuid4().hex}
    if need and need.state != State.DRAFT:
        context["too_late"] = saving.NO_DRAFT
    elif form.is_bound:
        choose_again(form, form.files)
    return show(request, "form", status=status, **context)


def own_need(request, number):
    return get_object_or_404(
        reading.needs_of(request.user).select_related("institution", "file", "case"), number=number
    )


@require_safe
@for_buyers
def need_desk(request, number):
    return need_page(request, own_need(request, number))


def need_page(request, need, status=200, **forms):
    """One need with what can be done now; ``forms`` are those that were refused, as they were typed."""
    answers = reading.answers_to(need, request.user)
    waits, is_rival = reading.waits(need), need.is_unsealed and reading.is_rival(need, request.user)
    offered = {
        "extend": MoreTimeForm() if need.is_open else None,
        "withdraw": WhyForm(prefix="withdraw") if need.is_open else None,
        "outcome": OutcomeForm(answers=answers, initial={"decided_on": today()}) if waits and not is_rival else None,
    }
    context = offered | forms | {"refused": list(forms.values()), "is_rival": is_rival, "waits": waits}
    if need.state == State.DECIDED and not need.case_id:
        context |= {"is_whole": reporting.is_whole(need), "key": uuid.uuid4().hex}
    return show(request, "need", status=status, need=need, answers=answers, **context)


def show(request, name, *, status=200, **context):
    return render(request, f"market/needs/mine/{name}.html", {"room": "market"} | context, status=status)


@require_POST
@for_buyers
def need_act(request, number, act):
    """One of the steps of ``ACTS``; a refusal comes back on the page with what was typed."""
    if act not in ACTS:
        raise Http404
    need = own_need(request, number)
    form = ACTS[act](request, need)
    if form is None:
        return redirect("market:need_desk", need.number)
    return need_page(request, own_need(request, number), status=REFUSED, **{act: form})


def do_open(request, need):
    seen = request.POST.get("seen", "")
    seen = int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 10 else -1
    return run(request, "open", services.open_need, need=need, seen=seen)


def do_extend(request, need):
    form = MoreTimeForm(request.POST)
    return act_of(request, "extend", form, services.extend_deadline, need=need)


def do_withdraw(request, need):
    """A draft goes without a reason."""
    if need.state == State.DRAFT:
        return run(request, "withdraw", services.withdraw_need, need=need)
    form = WhyForm(request.POST, prefix="withdraw")
    return act_of(request, "withdraw", form, services.withdraw_need, need=need)


def do_outcome(request, need):
    form = OutcomeForm(request.POST, answers=reading.answers_to(need, request.user))
    return act_of(request, "outcome", form, services.decide_need, need=need)


ACTS = {"open": do_open, "extend": do_extend, "withdraw": do_withdraw, "outcome": do_outcome}


def act_of(request, act, form, service, *, need):
    """None when it was done, or had been before; else the form with its refusal."""
    if not form.is_valid():
        return form
    try:
        service(need=need, by=request.user, **form.cleaned_data)
    except ValidationError as refusal:
        known = hasattr(refusal, "error_dict") and set(refusal.error_dict) <= set(form.fields)
        form.add_error(None, refusal if known else refusal.messages)
        return form
    messages.success(request, DONE[act])
    return None


def run(request, act, service, **facts):
    """A step without anything to type; its refusal is said on the page."""
    try:
        service(by=request.user, **facts)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, DONE[act])


@require_http_methods(["GET", "HEAD", "POST"])
@for_buyers
def need_case(request, number):
    """The decided need as a case: with one press where nothing is missing, else on a form that is filled in."""
    need = own_need(request, number)
    if need.state != State.DECIDED:
        raise Http404
    if need.case_id:
        messages.info(request, _("This need is the case %(case)s already.") % {"case": need.case})
        return redirect("market:need_desk", need.number)
    form = reporting.case_form(request, need, key=uuid.uuid4().hex)
    if request.method == "POST" and form.is_valid() and report(request, need, form):
        return redirect("market:need_desk", need.number)
    return show(request, "case", status=REFUSED if form.is_bound else 200, need=need, form=form)


def report(request, need, form):
    """Whether it was filed; a refusal stands in the form."""
    try:
        case = report_need(
            need=need, by=request.user, institution=reporting.filer_of(need, request.user), **form.facts()
        )
    except ValidationError as refusal:
        take(form, refusal)
        return False
    messages.success(request, _("The case %(case)s is filed and waits for staff.") % {"case": case})
    return True
