"""Where an application stands: by its code for anybody who holds it, with its letters for who acts for the firm."""

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from members.codes import canonical_tracking_code
from members.links import draft_token
from members.models import Firm, FirmReview
from members.registration import throttle
from members.registration.checking import step_address
from members.registration.forms import TrackForm
from members.registration.opening import REFUSED
from members.registration.steps import BY_KEY, payload_of
from members.services.registration import reopen_application

State, Act = Firm.State, FirmReview.Act
LETTERS = [Act.ASKED, Act.REJECTED, Act.APPROVED, Act.SUSPENDED, Act.RESUMED, Act.LEFT]
OPEN = (State.MORE_INFORMATION, State.REJECTED)


@never_cache
@require_safe
def register_track_form(request):
    """The code is typed here, in any digits and letters."""
    if "code" not in request.GET:
        return render(request, "members/register_track_form.html", {"form": TrackForm(), "sample": False})
    form = TrackForm(request.GET)
    if not form.is_valid():
        return render(request, "members/register_track_form.html", {"form": form, "sample": False}, status=REFUSED)
    return track(request, form.cleaned_data["code"], form)


@never_cache
@require_safe
def register_track(request, code):
    return track(request, code, TrackForm({"code": code}))


def track(request, typed, form):
    """The state, and for a representative the letters. An unknown code and one that is no code get the same answer.

    Only what was not found is counted, so that nobody is kept from their own application; who guessed too often sees
    nothing at all.
    """
    if not throttle.may(request, "guess", dry_run=True):
        return throttle.too_many(request)
    code = canonical_tracking_code(typed)
    firm = Firm.objects.filter(tracking_code=code).exclude(state=State.DRAFT).first() if code else None
    if firm is None:
        throttle.may(request, "guess")
        return render(
            request, "members/register_track_form.html", {"form": form, "is_unknown": True, "sample": False}, status=404
        )
    is_own = Firm.objects.of(request.user).filter(pk=firm.pk).exists()
    context = {
        "sample": False,
        "firm": firm,
        "is_own": is_own,
        "letter": firm.reviews.filter(act__in=LETTERS).last() if is_own else None,
        "may_send": is_own and firm.state in OPEN,
        "is_new": "sent" in request.GET,
    }
    return render(request, "members/register_track.html", context)


@never_cache
@require_POST
def register_reopen(request, code):
    """A representative answers what was asked, or applies again: the steps open with what the firm had sent."""
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("members:register_track", args=[code]))
    firm = get_object_or_404(Firm.objects.of(request.user), tracking_code=code)
    try:
        draft = reopen_application(firm=firm, by=request.user, payload=payload_of(firm))
    except ValidationError:
        return redirect("members:register_track", firm.tracking_code)
    return redirect(step_address(draft_token(draft, proves_contact=True), BY_KEY["check"]))
