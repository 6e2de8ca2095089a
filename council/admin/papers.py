"""The papers of a meeting: who was invited and how, calling again, the confirmed minutes and their corrections."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from council import services
from council.admin.pages import find_meeting, frame, name_of_meeting, show
from council.forms import CallAgainForm, CorrectionForm
from council.models import Meeting, Minutes
from council.papers import changes_since_call, missing_papers, read_invitations


def urls(view):
    """The addresses below a meeting in admin; ``view`` is the admin site's guard."""
    return [
        path("<int:object_id>/papers/", view(meeting_papers), name="council_meeting_papers"),
        path("<int:object_id>/call-again/", view(meeting_call_again), name="council_meeting_call_again"),
        path("<int:object_id>/correct/", view(meeting_correct), name="council_meeting_correct"),
    ]


@require_safe
@permission_required("council.view_invitation", raise_exception=True)
def meeting_papers(request, object_id):
    """What is missing before the meeting, who was invited when and how, the minutes' hash, what was corrected."""
    meeting = find_meeting(object_id)
    invitations = read_invitations(meeting)
    context = frame(
        request,
        Meeting,
        title=_("Invitations and corrections"),
        meeting=meeting,
        meeting_name=name_of_meeting(meeting),
        invitations=invitations,
        changed=changes_since_call(meeting, invitations),
        missing=missing_papers(meeting, invitations),
        may_call_again=meeting.state == Meeting.State.CALLED and request.user.has_perm("council.call_meeting"),
        minutes=Minutes.objects.filter(meeting=meeting).select_related("confirmed_by").first(),
        corrections=list(meeting.corrections.select_related("by")),
        may_correct=meeting.state in services.SETTLED and request.user.has_perm("council.add_correction"),
    )
    return render(request, "admin/council/papers.html", context)


@require_POST
@permission_required("council.call_meeting", raise_exception=True)
def meeting_call_again(request, object_id):
    """Send the invitation of a called meeting again, as the meeting stands now."""
    meeting, form = find_meeting(object_id), CallAgainForm(request.POST)
    try:
        seen = form.cleaned_data["round"] if form.is_valid() else None
        services.call_again(meeting=meeting, by=request.user, seen=seen)
    except ValidationError as refusal:
        show(request, refusal)
    else:
        messages.success(request, _("The invitation was sent again to everybody who holds a seat on that day."))
    return redirect("admin:council_meeting_papers", meeting.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("council.add_correction", raise_exception=True)
def meeting_correct(request, object_id):
    """Add a dated note to confirmed minutes; what was typed stays in the form when it is refused."""
    meeting = find_meeting(object_id)
    form = CorrectionForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and correct(request, meeting, form):
        return redirect("admin:council_meeting_papers", meeting.pk)
    context = frame(
        request,
        Meeting,
        title=_("Correct confirmed minutes"),
        meeting=meeting,
        meeting_name=name_of_meeting(meeting),
        form=form,
        is_settled=meeting.state in services.SETTLED,
    )
    return render(request, "admin/council/correct.html", context)


def correct(request, meeting, form):
    """Whether the note was added; the form says why it was not."""
    try:
        services.add_correction(meeting=meeting, text=form.cleaned_data["text"], by=request.user)
    except ValidationError as refusal:
        form.add_error(None, refusal.messages)
        return False
    messages.success(request, _("The correction was added to the minutes with the day of today."))
    return True
