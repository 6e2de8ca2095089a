"""The pages on which a change of an approved plan, or its stop, is put to a proposed decision."""

from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from actionplans import services
from actionplans.admin.pages import back_to_meeting
from actionplans.amending.forms import AmendForm, StopForm
from actionplans.models import ActionPlan, PlanProposal

Act, State = PlanProposal.Act, ActionPlan.State


def find_plan(pk, states):
    """A plan on which such an act is possible; 404 for every other one."""
    plan = get_object_or_404(ActionPlan.objects.select_related("year"), pk=pk)
    if plan.state not in states:
        raise Http404
    return plan


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("actionplans.propose_plan", raise_exception=True)
def plan_amend(request, pk):
    """New weight, dates, activities and targets over the baseline in force; the public sees nothing of it before."""
    plan = find_plan(pk, {State.APPROVED, State.RUNNING})
    baseline = plan.baselines.order_by("-version").first()
    form = AmendForm(request.POST or None, plan=plan, baseline=baseline, initial=asked(request))
    if request.method == "POST" and form.is_valid() and propose(request, form, Act.AMEND):
        messages.success(request, _("The change was proposed. It is in force once the decision is adopted."))
        return back_to_meeting(form.cleaned_data["decision"])
    context = frame(request, plan, title=_("Propose a change of the plan"), form=form, baseline=baseline)
    return render(request, "admin/actionplans/amend.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("actionplans.propose_plan", raise_exception=True)
def plan_stop(request, pk):
    """Put to a decision that a plan stops, with new weights of the others where the council wants them."""
    plan = find_plan(pk, {State.APPROVED, State.RUNNING})
    form = StopForm(request.POST or None, plan=plan, initial=asked(request))
    if request.method == "POST" and form.is_valid() and propose(request, form, Act.STOP):
        messages.success(request, _("The stop was proposed. It is in force once the decision is adopted."))
        return back_to_meeting(form.cleaned_data["decision"])
    context = frame(request, plan, title=_("Propose to stop the plan"), form=form)
    return render(request, "admin/actionplans/stop.html", context)


def asked(request):
    return {"decision": request.GET.get("decision", "")}


def propose(request, form, act):
    """All of it or nothing; a refusal stands in the form."""
    decision = form.cleaned_data["decision"]
    try:
        with transaction.atomic():
            services.propose_plans(decision=decision, plans=[form.plan], act=act, by=request.user, payload=form.payload)
            if weights := getattr(form, "weights", None):
                services.propose_weights(decision=decision, weights=weights, by=request.user)
    except ValidationError as refusal:
        form.add_error(None, refusal.messages)
        return False
    return True


def frame(request, plan, **context):
    return admin.site.each_context(request) | {"opts": ActionPlan._meta, "plan": plan, "year": plan.year} | context
