"""The page on which one decision is taken, for who comes from its form; the editor of the meeting does the same."""

from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from council import services
from council.editor.views import name_of_meeting
from council.electorate import quorum_of
from council.forms import DecideForm
from council.models import Decision, Meeting
from persian.digits import localised

ADOPT = Decision.State.ADOPTED
ACTS = {
    ADOPT: gettext_lazy("Adopted"),
    Decision.State.REJECTED: gettext_lazy("Rejected"),
    Decision.State.DEFERRED: gettext_lazy("Deferred"),
    Decision.State.WITHDRAWN: gettext_lazy("Withdrawn"),
    Decision.State.PROPOSED: gettext_lazy("Propose again"),
}


def frame(request, model, **context):
    return admin.site.each_context(request) | {"opts": model._meta} | context


def find_meeting(pk):
    return get_object_or_404(Meeting.objects.select_related("year", "source"), pk=pk)


def show(request, refusal):
    for message in refusal.messages:
        messages.error(request, message)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("council.adopt_decision", raise_exception=True)
def decision_decide(request, object_id):
    """Record what the council decided; what was typed stays in the form when the act is refused."""
    decisions = Decision.objects.visible_to(request.user).select_related("agenda_item__meeting__year")
    decision = get_object_or_404(decisions, pk=object_id)
    meeting = decision.agenda_item.meeting
    typed = request.POST if request.method == "POST" else None
    form = DecideForm(typed, initial={name: getattr(decision, name) for name in services.VOTES})
    if typed is not None and form.is_valid() and take(request, decision, form):
        return redirect("admin:council_meeting_board", meeting.pk)
    context = frame(
        request,
        Decision,
        title=_("Record the council's decision"),
        decision=decision,
        meeting=meeting,
        meeting_name=name_of_meeting(meeting),
        quorum=quorum_of(meeting),
        form=form,
        acts=[(state, words) for state, words in ACTS.items() if state in Decision.TRANSITIONS[decision.state]],
    )
    return render(request, "admin/council/decide.html", context)


def take(request, decision, form):
    """Run the chosen act; False, with the reason in the form, when it is refused."""
    act, why = request.POST.get("act"), form.cleaned_data["why"]
    try:
        if act == ADOPT:
            decision = services.adopt_decision(decision=decision, by=request.user, why=why, votes=form.votes)
        elif act in ACTS:
            decision = services.settle_decision(decision=decision, state=act, by=request.user, why=why)
        else:
            raise ValidationError(_("Choose what the council decided."))
    except ValidationError as refusal:
        form.add_error(None, refusal.messages)
        return False
    if decision.number:
        text = _("Decision %(number)s was adopted.") % {"number": localised(decision.number)}
    else:
        text = _("The decision is now «%(state)s».") % {"state": decision.get_state_display()}
    messages.success(request, text)
    return True


def locked(decision):
    """The decision as it stands now, with its meeting's row held."""
    _meeting, decision = services.lock(decision)
    return decision
