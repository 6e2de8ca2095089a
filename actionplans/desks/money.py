"""Money on the desk: commitments are put to the council, payments recorded, a mistaken one reversed with its reason."""

import uuid

from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from actionplans import services
from actionplans.desks.attachments import keep_files, kept_token
from actionplans.desks.money_forms import PaymentForm, ReversalForm
from actionplans.forms import FundingProposalForm, funding_label
from actionplans.models import Funding, Payment
from actionplans.money import running_payments
from council.models import Decision
from filing.services import claim_key
from persian.numbers import rial

PAYMENTS = "admin:actionplans_funding_payments"


def frame(request, **context):
    return admin.site.each_context(request) | {"opts": Funding._meta} | context


def find_funding(user, pk):
    rows = Funding.objects.visible_to(user).select_related("plan__year", "institution", "decision").with_paid()
    return get_object_or_404(rows, pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("actionplans.propose_funding", raise_exception=True)
def funding_propose(request, pk):
    """Choose the pledges that a proposed decision is to approve; those it carries already can be taken off."""
    decisions = Decision.objects.select_related("agenda_item__meeting__year")
    decision = get_object_or_404(decisions, pk=pk)
    form = FundingProposalForm(
        request.POST or None,
        year=decision.agenda_item.meeting.year,
        initial={"fundings": request.GET.getlist("funding")},
    )
    if request.method == "POST" and form.is_valid() and propose(request, decision, form):
        return redirect("admin:actionplans_funding_propose", decision.pk)
    carried = list(decision.fundings.select_related("plan__year", "institution").order_by("plan__number", "pk"))
    context = frame(
        request,
        title=_("Put funding commitments to the council"),
        decision=decision,
        meeting=decision.agenda_item.meeting,
        is_proposed=decision.state == Decision.State.PROPOSED,
        carried=[(funding, funding_label(funding)) for funding in carried],
        form=form,
    )
    return render(request, "admin/actionplans/funding_propose.html", context)


def propose(request, decision, form):
    """All or none; False, with the reason in the form, when one is refused."""
    try:
        with transaction.atomic():
            for funding in form.cleaned_data["fundings"]:
                services.propose_funding(funding=funding, decision=decision, by=request.user)
    except ValidationError as refusal:
        form.add_error(None, refusal.messages)
        return False
    messages.success(request, _("The commitments were proposed. The decision approves them when it is adopted."))
    return True


@require_POST
@permission_required("actionplans.propose_funding", raise_exception=True)
def funding_withdraw(request, pk):
    """Take a commitment off its proposed decision; a refusal is shown on the page it came from."""
    funding = find_funding(request.user, pk)
    decision = funding.decision_id
    try:
        services.withdraw_funding(funding=funding, by=request.user)
    except ValidationError as refusal:
        for message in refusal.messages:
            messages.error(request, message)
    else:
        messages.success(request, _("The commitment was taken off the decision; it is only pledged now."))
    if decision is None:
        return redirect("admin:actionplans_funding_change", funding.pk)
    return redirect("admin:actionplans_funding_propose", decision)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("actionplans.view_payment", raise_exception=True)
def funding_payments(request, pk):
    """What was paid of a commitment, with the running sum; POST records a payment. The same post twice pays once."""
    funding = find_funding(request.user, pk)
    may_pay = request.user.has_perm("actionplans.add_payment")
    if request.method == "POST":
        if not may_pay:
            raise PermissionDenied
        form = PaymentForm(request.POST)
        keep_files(form, request.FILES.getlist("file"), by=request.user)
        if form.is_valid() and pay(request, funding, form):
            return redirect(PAYMENTS, funding.pk)
    else:
        form = PaymentForm()
    rows = funding.payments.select_related("file", "recorded_by", "reversal__by")
    context = frame(
        request,
        title=_("Payments"),
        funding=funding,
        payments=running_payments(rows),
        left=funding.left(),
        may_pay=may_pay and funding.approved is not None,
        may_reverse=request.user.has_perm("actionplans.reverse_payment"),
        form=form,
        kept=[(kept_token(file), file) for file in form.kept],
        key=uuid.uuid4().hex,
    )
    return render(request, "admin/actionplans/funding_payments.html", context)


def pay(request, funding, form):
    """Record the payment unless this very post was here before; False, with the reason in the form, when refused."""
    fingerprint = form.fingerprint(key=request.POST.get("key", ""), funding=funding, by=request.user)
    data = {name: form.cleaned_data[name] for name in ("amount", "paid_on", "note")}
    try:
        with transaction.atomic():
            _row, is_first = claim_key(key=fingerprint, action="record_payment", user=request.user)
            if is_first:
                services.record_payment(funding=funding, by=request.user, file=form.kept_file, **data)
    except ValidationError as refusal:
        form.take(refusal)
        return False
    if is_first:
        messages.success(request, _("%(amount)s was recorded as paid.") % {"amount": rial(data["amount"])})
    else:
        messages.info(request, _("This payment was already recorded."))
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("actionplans.reverse_payment", raise_exception=True)
def payment_reverse(request, pk):
    """Take a mistaken payment out of every sum, with the reason, which is public."""
    payments = Payment.objects.visible_to(request.user).select_related("funding__plan__year", "funding__institution")
    payment = get_object_or_404(payments, pk=pk)
    form = ReversalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.reverse_payment(payment=payment, reason=form.cleaned_data["reason"], by=request.user)
        except ValidationError as refusal:
            form.take(refusal)
        else:
            messages.success(request, _("The payment was reversed. Record what is right as a new payment."))
            return redirect(PAYMENTS, payment.funding_id)
    context = frame(request, title=_("Reverse a payment"), payment=payment, funding=payment.funding, form=form)
    return render(request, "admin/actionplans/payment_reverse.html", context)
