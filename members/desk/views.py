"""The desk of a firm: where it stands, what is asked of it, its profile, its reviewed data, its way out."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from filing.versions import RowChanged
from members.desk import reading
from members.desk.access import own_firm, posted
from members.desk.forms import AnswerForm, ChangeForm, LeaveForm, MessageForm, ProfileForm, ReviewedNowForm
from members.models import Firm, FirmChange
from members.panels import desk_panels
from members.services import answers, changes, leaving, profile

REFUSED = 422
TRIES = 3


def show(request, firm, name, *, status=200, **context):
    """One page of the desk; ``here`` marks it in the desk's own menu."""
    context |= {"room": "members", "firm": firm, "here": name}
    return render(request, f"members/desk/{name}.html", context, status=status)


@require_safe
@never_cache
@login_required
def desk_choose(request):
    """Straight to the one firm that the person acts for; of several they choose."""
    firms = list(Firm.objects.of(request.user))
    if len(firms) == 1:
        return redirect("members:desk_firm", firms[0].tracking_code)
    return render(request, "members/desk/choose.html", {"room": "members", "firms": firms})


@require_safe
@own_firm
def desk_firm(request, firm):
    return overview(request, firm)


def overview(request, firm, *, status=200, form=None):
    """The firm's state, what is asked, its history as it was told, and what the rooms above add."""
    steps = list(firm.reviews.all())
    if form is None and firm.state == Firm.State.MORE_INFORMATION:
        form = AnswerForm(by=request.user)
    if form is None and firm.state == Firm.State.REJECTED:
        form = MessageForm()
    return show(
        request,
        firm,
        "overview",
        status=status,
        form=form,
        steps=steps,
        asked=reading.last_word(firm, steps),
        change=reading.open_change(firm),
        is_listed=hasattr(firm, "entry"),
        panels=desk_panels.of(firm, request.user),
    )


@require_POST
@own_firm
def desk_answer(request, firm):
    """What a reviewer asked for goes back to the queue."""
    form = AnswerForm(request.POST, request.FILES, by=request.user)
    if form.is_valid():
        facts = {"message": form.cleaned_data["message"], "documents": form.documents()}
        if done(form, answers.send_answer, firm=firm, by=request.user, **facts):
            messages.success(request, _("Thank you. Your answer is with the reviewers."))
            return redirect("members:desk_firm", firm.tracking_code)
    firm.refresh_from_db()
    return overview(request, firm, status=REFUSED, form=form)


@require_POST
@own_firm
def desk_apply_again(request, firm):
    """A rejected firm begins anew."""
    form = MessageForm(request.POST)
    if form.is_valid() and done(form, answers.apply_again, firm=firm, by=request.user, **form.cleaned_data):
        messages.success(request, _("Your new application is with the reviewers."))
        return redirect("members:desk_firm", firm.tracking_code)
    firm.refresh_from_db()
    return overview(request, firm, status=REFUSED, form=form)


def done(form, service, **facts):
    """Whether the service did it; its refusal stands in the form."""
    try:
        service(**facts)
    except ValidationError as refusal:
        known = not hasattr(refusal, "error_dict") or set(refusal.error_dict) <= set(form.fields)
        form.add_error(None, refusal if known else refusal.messages)
        return False
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@own_firm
def desk_profile(request, firm):
    """What the firm keeps itself: saved at once, public at once as far as it agrees."""
    return edit(request, firm, ProfileForm, "profile", may_edit=firm.state not in profile.CLOSED)


def edit(request, firm, form_class, name, *, may_edit=True):
    """A versioned form of the firm; who lost a race by a hair is asked again with the other's values beside theirs."""
    if request.method != "POST" or not may_edit:
        return form_page(request, firm, form_class(instance=firm), name, may_edit, 409 if request.POST else 200)
    for _try in range(TRIES):
        form = form_class(request.POST, instance=Firm.objects.get(pk=firm.pk))
        if not form.is_valid():
            break
        try:
            profile.save_profile(form)
        except RowChanged:
            continue
        messages.success(request, _("Saved."))
        return redirect(request.path)
    firm.refresh_from_db()
    return form_page(request, firm, form, name, may_edit, REFUSED)


def form_page(request, firm, form, name, may_edit, status):
    extra = {"branches": reading.branches(form)} if "capabilities" in form.fields else {}
    return show(request, firm, name, status=status, form=form, may_edit=may_edit, **extra)


@require_http_methods(["GET", "HEAD", "POST"])
@own_firm
def desk_change(request, firm):
    """Reviewed fields: in place while nothing was accepted, else as a change that a reviewer sees first."""
    if firm.state in profile.UNREVIEWED:
        return edit(request, firm, ReviewedNowForm, "change")
    change, may_edit = reading.open_change(firm), firm.state == Firm.State.ACTIVE
    # The form works on a copy: checking it writes what was typed into its row, which the page still shows as accepted.
    form = ChangeForm(posted(request), instance=Firm.objects.get(pk=firm.pk))
    if request.method == "POST" and form.is_valid():
        facts = {"values": form.values(), "reason": form.cleaned_data["reason"]}
        if done(form, changes.ask_change, firm=firm, by=request.user, **facts):
            messages.success(request, _("Your change waits for review; until then the public page stays as it is."))
            return redirect("members:desk_change", firm.tracking_code)
    status = REFUSED if request.method == "POST" else 200
    return show(request, firm, "change", status=status, form=form, change=change, may_edit=may_edit and not change)


@require_POST
@own_firm
def desk_change_withdraw(request, firm, pk):
    change = get_object_or_404(FirmChange.objects.filter(firm=firm), pk=pk)
    try:
        changes.withdraw_change(change=change, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("The change was withdrawn."))
    return redirect("members:desk_change", firm.tracking_code)


@require_http_methods(["GET", "HEAD", "POST"])
@own_firm
def desk_leave(request, firm):
    """Leaving the cluster, confirmed by the firm's typed name."""
    form = LeaveForm(posted(request), firm=firm)
    if request.method == "POST" and form.is_valid() and leave(request, firm, form):
        return redirect("members:desk_firm", firm.tracking_code)
    may_leave = Firm.State.LEFT in Firm.TRANSITIONS[firm.state]
    return show(request, firm, "leave", status=REFUSED if form.errors else 200, form=form, may_leave=may_leave)


def leave(request, firm, form):
    """False, with the reason in the form, when it was refused."""
    if not done(form, leaving.leave_cluster, firm=firm, by=request.user, reason=form.cleaned_data["reason"]):
        return False
    messages.success(request, _("The firm has left the cluster. Its data is kept and no longer public."))
    return True
