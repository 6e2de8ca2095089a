"""The last step: everything at a glance, everything that is still wrong, the proof of the contact, and the sending."""

from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.contact_codes import confirm_by_code, refusal
from members.links import draft_token
from members.registration import throttle
from members.registration.checking import both_values, problems_of, step_address, summary_of
from members.registration.forms import CodeForm
from members.registration.opening import CONFLICT, REFUSED, page
from members.registration.steps import beside, bound, checked_forms, typed_in, typed_of, values_of
from members.services.drafts import AlreadySent, StepChanged, save_step, send_code
from members.services.registration import send_draft


def check_step(request, token, step):
    if request.method != "POST":
        return check_page(request, token, step)
    go = request.POST.get("go", "send")
    if go == "resend":
        return send_again(request, token, step)
    typed = typed_in(step, request.POST) if request.draft.firm_id else {}
    try:
        save_step(draft=request.draft, step=step.key, typed=typed, seen=request.POST.get("seen", ""))
    except StepChanged as change:
        rows = both_values(bound(step, typed), bound(step, change.stored))
        return check_page(request, token, step, typed=typed, stored=change.stored, conflict=rows, status=CONFLICT)
    if go in ("back", "later"):
        address = step_address(token, step if go == "later" else beside(step, -1))
        return redirect(address + ("?kept=1" if go == "later" else ""))
    return try_to_send(request, token, step)


def send_again(request, token, step):
    """A new code, at most one a minute and ten a day for one address."""
    if not throttle.may(request, "begin", key=request.draft.contact):
        return throttle.too_many(request)
    send_code(draft=request.draft)
    return redirect(step_address(token, step) + "?sent=1#code")


def try_to_send(request, token, step):
    """Refused while a step is wrong or the contact is not proved; else the draft becomes an application."""
    forms = checked_forms(request.draft)
    code = CodeForm(request.POST)
    message = bound(step, typed_of(request.draft, step))
    if problems_of([*forms, (step, message)], token):
        return check_page(request, token, step, forms=forms, code=code, status=REFUSED)
    if not is_proved(request, code):
        return check_page(request, token, step, forms=forms, code=code, status=REFUSED)
    token = draft_token(request.draft, proves_contact=True)
    try:
        firm = send_draft(draft=request.draft, values=values_of(forms), message=message.cleaned_data["message"])
    except AlreadySent:
        raise
    except StepChanged as change:
        request.draft.refresh_from_db()
        return check_page(request, token, step, refusals=change.messages, status=CONFLICT)
    except ValidationError as refusal:
        return check_page(request, token, step, forms=forms, refusals=refusal.messages, status=REFUSED)
    return redirect(reverse("members:register_track", args=[firm.tracking_code]) + "?sent=1")


def is_proved(request, code):
    """The contact was proved before, or is now by the code; else the code's error says what to do."""
    draft = request.draft
    if draft.confirmed_at:
        return True
    if not code.is_valid():
        return False
    if not code.cleaned_data["code"]:
        code.add_error("code", _("Write the six-digit code that was sent to you."))
        return False
    is_allowed = throttle.may(request, "code")
    if is_allowed and confirm_by_code(draft, code.cleaned_data["code"]):
        return True
    draft.refresh_from_db()
    if draft.sent_at:  # by the same button, pressed twice
        raise AlreadySent(draft)
    code.add_error("code", refusal(draft, is_allowed=is_allowed))
    return False


def check_page(request, token, step, *, forms=None, code=None, typed=None, stored=None, **context):
    """All problems are listed once somebody pressed «send», or where a step was left wrong."""
    draft, forms = request.draft, forms or checked_forms(request.draft)
    kept = draft.payload.get(step.key, {})
    message = bound(step, kept if typed is None else typed) if draft.firm_id else None
    return page(
        request,
        token,
        step,
        "members/register_check.html",
        stored=kept if stored is None else stored,
        summary=summary_of(forms, token),
        problems=problems_of([*forms, (step, message)] if message else forms, token),
        documents=draft.documents.select_related("file"),
        code=code or CodeForm(),
        needs_code=not (draft.confirmed_at or request.is_proved),
        is_code_sent="sent" in request.GET,
        message=message,
        **context,
    )
