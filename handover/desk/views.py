"""The receiver's page. Works without script; never kept by a shared cache."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from handover.models import Duty, NetworkOfficer
from handover.public.reading import STATUS
from handover.services import accept_duty, give_back_duty
from persian.forms import NormalisedCharField
from persian.jalali import today

REFUSED = 422
ORDER = [Duty.State.TRANSFERRED, Duty.State.SHADOWING, Duty.State.PLANNED, Duty.State.ACCEPTED]


class ReasonForm(forms.Form):
    why = NormalisedCharField(
        label=gettext_lazy("Why it goes back"), max_length=1000, widget=forms.Textarea({"rows": 3, "class": "field"})
    )

    def __init__(self, *args, duty=None, **kwargs):
        super().__init__(*args, auto_id=f"id_{duty.number}_%s" if duty else "id_%s", **kwargs)


@require_safe
@login_required
@never_cache
def receiver_desk(request):
    """The duties that come to one's network, what waits for acceptance first."""
    return show(request)


def show(request, status=200, number=None, form=None):
    """``form``: a reason that was refused, at the duty with this number. Two queries."""
    offices = list(NetworkOfficer.objects.in_force(today()).filter(user=request.user).select_related("network"))
    if not offices:
        raise PermissionDenied(_("Nobody made you an officer of a network. Ask the industrial-towns staff."))
    rows = Duty.objects.filter(receiver__in=[office.network_id for office in offices])
    duties = list(rows.select_related("holder", "holder_seat", "receiver", "accepted_by"))
    duties.sort(key=lambda duty: (ORDER.index(duty.state), duty.due_on, duty.number))
    for duty in duties:
        duty.status = STATUS[duty.state]
        duty.form = form if duty.number == number else ReasonForm(duty=duty)
    context = {"room": "handover", "offices": offices, "duties": duties, "typed": form, "states": Duty.State}
    context["waiting"] = sum(duty.state == Duty.State.TRANSFERRED for duty in duties)
    return render(request, "handover/desk.html", context, status=status)


def own_duty(request, number):
    """A duty that comes to one's own network. The giver's side finds it too, to be told why not."""
    if number > 32767:  # the column's own limit
        raise Http404
    duty = get_object_or_404(Duty, number=number)
    is_receiver = Duty.objects.of_receiver(request.user, today()).filter(pk=duty.pk).exists()
    if not is_receiver and not request.user.has_perm("handover.transfer_duty"):
        raise Http404
    return duty


def back(request, duty):
    """Where the person came from: an officer's own page, or the board of who hands over."""
    if NetworkOfficer.objects.in_force(today()).filter(user=request.user).exists():
        return redirect("handover:desk")
    return redirect("admin:handover_board")


@require_POST
@login_required
@never_cache
def duty_accept(request, number):
    duty = own_duty(request, number)
    try:
        accept_duty(duty=duty, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("«%(duty)s» is accepted: the network does it from today.") % {"duty": duty})
    return back(request, duty)


@require_POST
@login_required
@never_cache
def duty_give_back(request, number):
    """Refuse what was handed over, or give back what was accepted, with the reason."""
    duty = own_duty(request, number)
    form = ReasonForm(request.POST, duty=duty)
    if form.is_valid():
        try:
            give_back_duty(duty=duty, by=request.user, why=form.cleaned_data["why"])
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(request, _("«%(duty)s» went back; the giver reads your reason.") % {"duty": duty})
        return back(request, duty)
    if not Duty.objects.of_receiver(request.user, today()).filter(pk=duty.pk).exists():
        return back(request, duty)
    return show(request, REFUSED, number=number, form=form)
