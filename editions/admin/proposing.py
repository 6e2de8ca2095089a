"""Putting a frozen edition to the council: it is tied to a proposed decision whose adoption publishes it."""

from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from council.models import Decision
from editions.admin.forms import ProposeForm
from editions.models import YearEdition
from editions.services import propose_edition, withdraw_edition

REFUSED = 422


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("editions.propose_edition", raise_exception=True)
def edition_propose(request, pk):
    """Which edition a decision publishes; POST ties one to it, or takes it off. Some seven queries."""
    decision = get_object_or_404(Decision.objects.select_related("agenda_item__meeting__year"), pk=pk)
    tied = decision.editions.select_related("year", "decision").first()
    is_posted = request.method == "POST"
    form = ProposeForm(request.POST if is_posted else None, user=request.user, initial={"edition": tied})
    if is_posted and act(request, decision, tied, form):
        return redirect("admin:editions_propose", decision.pk)
    context = admin.site.each_context(request) | {
        "opts": YearEdition._meta,
        "title": _("Publish an edition by a decision"),
        "decision": decision,
        "meeting": decision.agenda_item.meeting,
        "tied": tied,
        "is_proposed": decision.state == Decision.State.PROPOSED,
        "form": form,
    }
    return render(request, "admin/editions/propose.html", context, status=REFUSED if form.errors else 200)


def act(request, decision, tied, form):
    """Whether it was done; the form says why it was not. Taking off needs no choice, and none is lost by it."""
    is_withdrawn = request.POST.get("act") == "withdraw"
    if not is_withdrawn and not form.is_valid():
        return False
    try:
        if is_withdrawn:
            withdraw(request, decision, tied)
        else:
            propose_edition(edition=form.cleaned_data["edition"], decision=decision, by=request.user)
            messages.success(request, _("The edition is published when the decision is adopted."))
    except ValidationError as refusal:
        form.full_clean()
        if is_withdrawn:
            form.errors.clear()  # what is chosen is not asked for
        form.add_error(None, refusal.messages)
        return False
    return True


def withdraw(request, decision, tied):
    if tied is None:
        raise ValidationError(_("No edition is tied to this decision any more."))
    withdraw_edition(edition=tied, decision=decision, by=request.user)
    messages.success(request, _("The edition was taken off the decision."))
