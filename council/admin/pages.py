"""The meeting's board and the page on which a decision is taken. Each checks its permission; refusals are shown."""

from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from council import services
from council.electorate import quorum_of
from council.forms import DecideForm, MoveForm
from council.models import Decision, Meeting
from persian.digits import localised
from persian.numbers import number

State = Meeting.State
MAY_MOVE = {
    State.CALLED: "council.call_meeting",
    State.HELD: "council.call_meeting",
    State.CANCELLED: "council.call_meeting",
    State.CONFIRMED: "council.publish_meeting",
    State.PUBLISHED: "council.publish_meeting",
}
STEPS = {  # the words on the buttons
    State.CALLED: gettext_lazy("Call the meeting"),
    State.HELD: gettext_lazy("Record it as held"),
    State.CONFIRMED: gettext_lazy("Confirm the minutes"),
    State.PUBLISHED: gettext_lazy("Publish the minutes"),
    State.CANCELLED: gettext_lazy("Cancel the meeting"),
}
ADOPT = Decision.State.ADOPTED
ACTS = {
    ADOPT: gettext_lazy("Adopted"),
    Decision.State.REJECTED: gettext_lazy("Rejected"),
    Decision.State.DEFERRED: gettext_lazy("Deferred"),
    Decision.State.WITHDRAWN: gettext_lazy("Withdrawn"),
    Decision.State.PROPOSED: gettext_lazy("Propose again"),
}


def name_of_meeting(meeting):
    """«نشست ۱ سال ۱۴۰۳»."""
    words = _("Meeting %(number)s of the year %(year)s")
    return words % {"number": localised(meeting.number), "year": localised(meeting.year.year)}


def frame(request, model, **context):
    return admin.site.each_context(request) | {"opts": model._meta} | context


def find_meeting(pk):
    return get_object_or_404(Meeting.objects.select_related("year", "source"), pk=pk)


@require_safe
@permission_required("council.view_meeting", raise_exception=True)
def meeting_board(request, object_id):
    """Where a meeting stands: its next steps, who is there and whether that is enough, its agenda and decisions."""
    meeting = find_meeting(object_id)
    decisions = Decision.objects.visible_to(request.user).order_by("number", "pk")
    context = frame(
        request,
        Meeting,
        title=name_of_meeting(meeting),
        meeting=meeting,
        quorum=quorum_of(meeting),
        agenda=list(meeting.agenda.prefetch_related(Prefetch("decisions", decisions), "remarks__institution")),
        steps=steps_of(meeting, request.user),
        has_change_permission=meeting.is_open and request.user.has_perm("council.change_meeting"),
        may_decide=meeting.is_open and request.user.has_perm("council.adopt_decision"),
        may_propose=meeting.is_open and request.user.has_perm("council.add_decision"),
    )
    return render(request, "admin/council/board.html", context)


def steps_of(meeting, user):
    """The steps that this person may take now, in the order of the states: (state, words on the button)."""
    following = Meeting.TRANSITIONS[meeting.state]
    return [(state, words) for state, words in STEPS.items() if state in following and user.has_perm(MAY_MOVE[state])]


@require_POST
@permission_required("council.view_meeting", raise_exception=True)
def meeting_move(request, object_id):
    """Take the meeting to the state that was chosen; a refusal is shown on the board."""
    if not any(request.user.has_perm(name) for name in MAY_MOVE.values()):
        raise PermissionDenied
    meeting = find_meeting(object_id)
    form = MoveForm(request.POST)
    if not form.is_valid() or form.cleaned_data["state"] not in MAY_MOVE:
        messages.error(request, _("Choose one of the steps below."))
        return redirect("admin:council_meeting_board", meeting.pk)
    state = State(form.cleaned_data["state"])
    if not request.user.has_perm(MAY_MOVE[state]):
        raise PermissionDenied
    try:
        services.move_meeting(meeting=meeting, state=state, by=request.user, why=form.cleaned_data["why"])
    except ValidationError as refusal:
        show(request, refusal)
    else:
        messages.success(request, _("The meeting is now «%(state)s».") % {"state": state.label})
    return redirect("admin:council_meeting_board", meeting.pk)


@require_POST
@permission_required("council.change_attendance", raise_exception=True)
def meeting_prefill(request, object_id):
    """Enter the seats of that day into the attendance, as absent."""
    meeting = find_meeting(object_id)
    try:
        added = services.prefill_attendance(meeting=meeting)
    except ValidationError as refusal:
        show(request, refusal)
        return redirect("admin:council_meeting_board", meeting.pk)
    text = _("%(count)s seats were added as absent. Now mark who is present.") % {"count": number(added)}
    messages.success(request, text if added else _("Every seat of that day is in the list already."))
    return redirect("admin:council_meeting_change", meeting.pk)


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


def show(request, refusal):
    for message in refusal.messages:
        messages.error(request, message)


def locked(decision):
    """The decision as it stands now, with its meeting's row held."""
    _meeting, decision = services.lock(decision)
    return decision
