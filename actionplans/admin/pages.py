"""A year on one page: its plans, their weights, and the steps that staff take with them."""

from decimal import Decimal

from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from actionplans import services
from actionplans.forms import ProposalForm, WeightsForm
from actionplans.models import ActionPlan
from council.models import ProgramYear

ACTS = {
    "approve": ("council.approve_year", services.approve_year, gettext_lazy("The year is approved.")),
    "start": ("council.start_year", services.start_year, gettext_lazy("The year runs: progress may be recorded.")),
    "close": ("council.close_year", services.close_year, gettext_lazy("The year is closed.")),
}
NEXT_ACT = {
    ProgramYear.State.PLANNING: "approve",
    ProgramYear.State.APPROVED: "start",
    ProgramYear.State.RUNNING: "close",
}


def frame(request, **context):
    return admin.site.each_context(request) | {"opts": ActionPlan._meta} | context


@require_safe
@permission_required("actionplans.view_actionplan", raise_exception=True)
def year_board(request, year):
    """The plans of a year with state and weight, the sums, and the year's next step."""
    year = get_object_or_404(ProgramYear, year=year)
    plans = list(year.plans.select_related("lead").order_by("number"))
    act, decision = NEXT_ACT.get(year.state), request.GET.get("decision", "")
    context = frame(
        request,
        title=_("Programme year"),
        year=year,
        plans=plans,
        total=sum((plan.weight for plan in plans), Decimal(0)),
        approved_total=sum((plan.weight for plan in plans if plan.approved_by_id), Decimal(0)),
        act=act if act and request.user.has_perm(ACTS[act][0]) else None,
        may_amend=request.user.has_perm("actionplans.propose_plan") and year.state != ProgramYear.State.CLOSED,
        for_decision=f"?{urlencode({'decision': decision})}" if decision else "",
        may_reweigh=request.user.has_perm("actionplans.propose_plan")
        and year.state != ProgramYear.State.CLOSED
        and any(plan.approved_by_id for plan in plans),
        may_propose=request.user.has_perm("actionplans.propose_plan") and year.plans.proposable().exists(),
    )
    return render(request, "admin/actionplans/year.html", context)


@require_POST
def year_act(request, year, act):
    """Approve, start or close the year; a refusal is shown on the year's page."""
    if act not in ACTS:
        raise Http404
    permission, service, done = ACTS[act]
    if not request.user.has_perm(permission):
        raise PermissionDenied
    year = get_object_or_404(ProgramYear, year=year)
    try:
        service(year=year, by=request.user)
    except ValidationError as refusal:
        for message in refusal.messages:
            messages.error(request, message)
    else:
        messages.success(request, done)
    return redirect("admin:actionplans_year", year.year)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("actionplans.propose_plan", raise_exception=True)
def plans_propose(request, year):
    """Choose draft plans and the proposed decision that is to approve them."""
    year = get_object_or_404(ProgramYear, year=year)
    form = ProposalForm(request.POST or None, year=year, initial=asked_plans(request, year))
    if request.method == "POST" and form.is_valid():
        try:
            services.propose_plans(by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, _("The plans were proposed. The decision approves them when it is adopted."))
            return back_to_meeting(form.cleaned_data["decision"]) if "decision" in request.GET else to_year(year)
    context = frame(request, title=_("Propose plans to the council"), year=year, form=form)
    return render(request, "admin/actionplans/propose.html", context)


def asked_plans(request, year):
    """Who comes from a proposal means all the drafts of the year; who comes from the list means those ticked there."""
    decision, plans = request.GET.get("decision", ""), request.GET.getlist("plan")
    if decision and not plans:
        plans = [str(key) for key in year.plans.proposable().values_list("pk", flat=True)]
    return {"decision": decision, "plans": plans}


def to_year(year):
    return redirect("admin:actionplans_year", year.year)


def back_to_meeting(decision):
    """To the proposal in the meeting's editor, from which the page was opened."""
    item = decision.agenda_item
    board = reverse("admin:council_meeting_board", args=[item.meeting_id])
    return redirect(f"{board}?item={item.pk}#dec-{decision.pk}")


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("actionplans.propose_plan", raise_exception=True)
def weights_propose(request, year):
    """Put new weights of approved plans to a proposed decision; they are in force once it is adopted."""
    year = get_object_or_404(ProgramYear, year=year)
    form = WeightsForm(request.POST or None, year=year)
    if request.method == "POST" and form.is_valid():
        try:
            services.propose_weights(decision=form.cleaned_data["decision"], weights=form.changes, by=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, _("The weights were proposed. They are in force once the decision is adopted."))
            return redirect("admin:actionplans_year", year.year)
    context = frame(request, title=_("Propose new weights to the council"), year=year, form=form)
    return render(request, "admin/actionplans/weights.html", context)


def propose_these(request, plans):
    """The list's action: the page above, with these plans ticked. They are of one year."""
    rows = list(plans.values_list("year__year", "pk"))
    if len({year for year, _pk in rows}) != 1:
        messages.error(request, _("Choose plans of one year."))
        return None
    query = urlencode({"plan": [pk for _year, pk in rows]}, doseq=True)
    return redirect(f"{reverse('admin:actionplans_propose', args=[rows[0][0]])}?{query}")
