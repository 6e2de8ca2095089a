"""Who may open a draft, and the frame of its pages."""

from functools import wraps

from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.contact_codes import confirm_by_code, confirm_contact
from members.links import KEPT_FOR, find_draft
from members.models import Firm
from members.registration.checking import step_address
from members.registration.forms import CodeForm
from members.registration.steps import STEPS
from members.services.drafts import AlreadySent, mark_of
from persian.digits import localised

REFUSED, CONFLICT = 422, 409


def with_draft(view):
    """Opens the signed link: ``request.draft`` and ``request.is_proved``. A sent draft leads to its tracking page.

    Once the owner of the contact has worked on the draft, only links that prove the contact open it: whoever began it
    with somebody else's address never reads what that person typed.
    """

    @wraps(view)
    def answer(request, token, *args, **kwargs):
        request.draft, request.is_proved = find_draft(token)
        draft = request.draft
        if draft is not None and draft.sent_at:
            return sent_page(draft.firm)
        if draft is None or (draft.confirmed_at and not request.is_proved and not brings_code(request)):
            if draft is not None:
                draft.refresh_from_db()
                if draft.sent_at:
                    return sent_page(draft.firm)
            return render(request, "members/register_closed.html", {"draft": draft, "sample": False}, status=404)
        if request.method == "POST" and request.is_proved and not draft.confirmed_at:
            confirm_contact(draft)
        try:
            return view(request, token, *args, **kwargs)
        except AlreadySent as sent:
            return sent_page(sent.firm)

    return answer


def brings_code(request):
    """The button pressed twice: the first press proved the contact a moment ago, the second brings the same code."""
    code = CodeForm(request.POST) if request.method == "POST" and request.POST.get("code") else None
    return code is not None and code.is_valid() and confirm_by_code(request.draft, code.cleaned_data["code"])


def sent_page(firm):
    return redirect("members:register_track", firm.tracking_code)


def stepper(draft, token, current):
    """(step, address, whether something stands in it, whether it is this one) in their order."""
    return [(step, step_address(token, step), step.key in draft.payload, step == current) for step in STEPS]


def page(request, token, step, template, *, status=200, stored=None, **context):
    """One step in its frame; ``stored`` is what stands in the draft for it now, which the page carries as a mark."""
    draft, place = request.draft, STEPS.index(step)
    context |= {
        "sample": False,
        "contact": shown_contact(draft),
        "draft": draft,
        "token": token,
        "step": step,
        "stepper": stepper(draft, token, step),
        "number": place + 1,
        "count": len(STEPS),
        "before": STEPS[place - 1] if place else None,
        "after": STEPS[place + 1] if place + 1 < len(STEPS) else None,
        "seen": mark_of(stored or {}),
        "kept_until": timezone.localdate(draft.touched_at + KEPT_FOR),
        "is_kept": "kept" in request.GET,
        "asked": asked(draft),
    }
    return render(request, template, context, status=status)


def shown_contact(draft):
    """A number in the digits of the page, an e-mail address as it is."""
    return draft.contact if "@" in draft.contact else localised(draft.contact)


def asked(draft):
    """The review that this draft answers, or None for a first application."""
    if draft.firm_id is None or draft.firm.state not in (Firm.State.MORE_INFORMATION, Firm.State.REJECTED):
        return None
    return draft.firm.reviews.filter(act__in=["asked", "rejected"]).last()
