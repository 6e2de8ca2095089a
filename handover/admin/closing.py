"""The closing of the hand-over on the desk: tied to a proposed decision, with what is missing before one's eyes."""

from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from council.models import Decision
from filing.admin import ReadOnlyAdmin
from handover import services
from handover.admin.forms import ClosingForm
from handover.models import HandoverClosing
from handover.services.closing import missing_for

REFUSED = 422


@admin.register(HandoverClosing)
class HandoverClosingAdmin(ReadOnlyAdmin):
    list_display = ["decision", "state", "closed_on", "exception"]
    list_select_related = ["decision"]
    fields = ["decision", "state", "exception", "closed_on", "proposed_by", "proposed_at"]

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)

    def get_urls(self):
        view = self.admin_site.admin_view
        return [path("propose/<int:pk>/", view(closing_propose), name="handover_closing"), *super().get_urls()]


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("handover.propose_closing", raise_exception=True)
def closing_propose(request, pk):
    """What is missing; POST ties the closing with its exception, or takes it off. Seven queries."""
    decision = get_object_or_404(Decision.objects.select_related("agenda_item__meeting__year"), pk=pk)
    closing = HandoverClosing.objects.filter(decision=decision).first()
    initial = {"exception": closing.exception if closing else "", "seen": closing.version if closing else ""}
    form = ClosingForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        if act(request, decision, form):
            return redirect("admin:handover_closing", decision.pk)
        closing = HandoverClosing.objects.filter(decision=decision).first()
    context = admin.site.each_context(request) | {
        "opts": HandoverClosing._meta,
        "title": _("Close the hand-over by a decision"),
        "decision": decision,
        "meeting": decision.agenda_item.meeting,
        "closing": closing,
        "seen": closing.version if closing else "",
        "is_proposed": decision.state == Decision.State.PROPOSED,
        "missing": missing_for(decision),
        "form": form,
    }
    return render(request, "admin/handover/closing.html", context, status=REFUSED if form.errors else 200)


def act(request, decision, form):
    """Whether it was done; the form says why it was not. What is done is the button that was pressed, nothing else."""
    data, pressed = form.cleaned_data, request.POST.get("act")
    try:
        if pressed == "withdraw":
            services.withdraw_closing(decision=decision, seen=data["seen"], by=request.user)
            messages.success(request, _("The closing was taken off the decision."))
        elif pressed == "propose":
            services.propose_closing(decision=decision, by=request.user, **data)
            messages.success(request, _("The decision closes the hand-over when it is adopted."))
        else:
            raise ValidationError(_("Press one of the buttons."))
    except ValidationError as refusal:
        form.add_error(None, refusal.messages)
        return False
    return True
