"""The review desk inside the admin. A refusal is shown in the form; who comes too late keeps the letter."""

from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from members.differences import diff_rows
from members.models import Firm, FirmChange
from members.reviewing import reading
from members.reviewing.forms import APPROVE, ASK, REJECT, ChangeForm, ReviewForm, StandingForm
from members.services import changes, leaving, review
from members.services.duplicates import possible_duplicates

TITLE = gettext_lazy("Review firms")
QUEUE = "admin:members_review_queue"
DECIDE = "members.approve_firm"
LATE, REFUSED = 409, 422
ACTS = {APPROVE: review.approve_firm, ASK: review.ask_for_more, REJECT: review.reject_firm}
DONE = {
    APPROVE: gettext_lazy("%(firm)s is a member now. The letter is on its way."),
    ASK: gettext_lazy("%(firm)s was asked for more. The letter is on its way."),
    REJECT: gettext_lazy("The application of %(firm)s was rejected. The letter is on its way."),
}
STANDING = {
    "suspend": (review.suspend_firm, gettext_lazy("Suspend the firm"), gettext_lazy("The firm is suspended.")),
    "resume": (
        review.resume_firm,
        gettext_lazy("Make the firm active again"),
        gettext_lazy("The firm is active again."),
    ),
    "leave": (
        leaving.leave_cluster,
        gettext_lazy("Let the firm leave"),
        gettext_lazy("The firm has left the cluster."),
    ),
}


def frame(request, **context):
    return admin.site.each_context(request) | {"opts": Firm._meta, "title": TITLE} | context


def posted(request):
    """What was sent, be it nothing; None when the page is only opened."""
    return request.POST if request.method == "POST" else None


@require_safe
@permission_required("members.review_firm", raise_exception=True)
def review_queue(request):
    """Applications and changes, the oldest first. Three queries of its own."""
    context = frame(
        request,
        firms=list(reading.firms_in_queue()),
        changes=list(reading.changes_in_queue()),
        asked=Firm.objects.filter(state=Firm.State.MORE_INFORMATION).count(),
    )
    return render(request, "admin/members/review_queue.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("members.review_firm", raise_exception=True)
def firm_review(request, pk):
    """Documents beside the checks; POST ``letter`` puts the reasons into the letter, ``send`` decides."""
    firm = get_object_or_404(Firm.objects.exclude(state=Firm.State.DRAFT), pk=pk)
    form = ReviewForm(
        posted(request),
        firm=firm,
        look_alikes=list(possible_duplicates(firm)),
        last=firm.reviews.filter(round=firm.round).exclude(checklist=[]).last(),
        may_decide=request.user.has_perm(DECIDE),
    )
    if request.method != "POST":
        return page(request, firm, form)
    if request.POST.get("act") != "send":
        return page(request, firm, with_letter(form))
    if not form.is_valid():
        return page(request, firm, form, status=REFUSED)
    place = reading.place_in_queue(firm)
    try:
        decide(request.user, firm, form)
    except review.AlreadyDecided as late:
        firm.refresh_from_db()
        return page(request, firm, form, status=LATE, late=late)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return page(request, firm, form, status=REFUSED)
    messages.success(request, DONE[form.cleaned_data["verdict"]] % {"firm": firm})
    return redirect("admin:members_review", place.after) if place and place.after else redirect(QUEUE)


def decide(user, firm, form):
    """The verdict through its service. Raises ValidationError."""
    data = form.cleaned_data
    facts = {"message": data["message"], "note": data["note"], "checklist": form.checklist()}
    if data["verdict"] != APPROVE:
        facts["reasons"] = [reason.key for reason in data["reasons"]]
    ACTS[data["verdict"]](firm=firm, by=user, seen=data["seen"], **facts)


def with_letter(form):
    """The form as it was sent, with the texts of the ticked reasons in its letter. Writes nothing."""
    form.is_valid()
    typed = form.data.get("message", "")
    form.data = form.data.copy()
    form.data["message"] = form.letter(typed, form.cleaned_data.get("reasons") or [])
    form.errors.clear()
    return form


def page(request, firm, form, *, status=200, late=None):
    there, taken_back, shown = reading.documents_of(firm, request.GET.get("doc"))
    people = list(firm.representatives.current().select_related("user"))
    context = frame(
        request,
        firm=firm,
        form=form,
        late=late,
        place=reading.place_in_queue(firm),
        documents=there,
        taken_back=taken_back,
        shown=shown,
        people=people,
        checks=reading.check_rows(firm, form, people),
        look_alikes=reading.look_alike_rows(firm, form),
        history=[(row, reading.checklist_words(row)) for row in firm.reviews.select_related("by")],
        language=firm.get_language_display(),
        may_decide=request.user.has_perm(DECIDE),
        is_waiting=firm.state == Firm.State.APPLIED,
        is_own=firm.representatives.filter(user=request.user).exists(),
    )
    return render(request, "admin/members/review.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("members.review_firm", raise_exception=True)
def change_review(request, pk):
    """Old beside new; POST ``accept`` or ``refuse``, for who may approve."""
    change = get_object_or_404(FirmChange.objects.select_related("firm", "asked_by", "decided_by"), pk=pk)
    form = ChangeForm(posted(request))
    status = 200
    if request.method == "POST":
        if not request.user.has_perm(DECIDE):
            raise PermissionDenied
        if form.is_valid() and decide_change(request, change, form):
            return redirect(QUEUE)
        status = REFUSED
        change.refresh_from_db()
    context = frame(
        request,
        title=_("Change that a member asks for"),
        change=change,
        firm=change.firm,
        rows=diff_rows(change),
        form=form,
        is_open=change.state == FirmChange.State.PENDING,
        may_decide=request.user.has_perm(DECIDE),
    )
    return render(request, "admin/members/change.html", context, status=status)


def decide_change(request, change, form):
    """False, with the reason in the form, when it was refused."""
    message, by = form.cleaned_data["message"], request.user
    try:
        if request.POST.get("act") == "accept":
            changes.accept_change(change=change, by=by, message=message)
            messages.success(request, _("The change was accepted; the public page shows it."))
        else:
            changes.refuse_change(change=change, by=by, message=message)
            messages.success(request, _("The change was refused. The letter is on its way."))
    except ValidationError as refusal:
        form.add_error(None, flat(form, refusal))
        return False
    return True


def flat(form, refusal):
    """A refusal of a field that this form does not have is said on top."""
    if hasattr(refusal, "error_dict") and set(refusal.error_dict) - set(form.fields):
        return ValidationError(refusal.messages)
    return refusal


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("members.suspend_firm", raise_exception=True)
def firm_standing(request, pk, act):
    """Suspend, resume or let leave, each with the reason that the firm reads."""
    if act not in STANDING:
        raise Http404
    service, title, done = STANDING[act]
    firm = get_object_or_404(Firm, pk=pk)
    form = StandingForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            service(firm=firm, by=request.user, reason=form.cleaned_data["reason"])
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, done)
            return redirect("admin:members_firm_change", firm.pk)
    status = REFUSED if form.errors else 200
    context = frame(request, title=title, firm=firm, form=form, act=act)
    return render(request, "admin/members/standing.html", context, status=status)
