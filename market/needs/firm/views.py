"""A firm's needs: which it can supply, its answers, and one need with the form of its answer."""

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from filing.services import claim_key
from market.models import Need, NeedAnswer
from market.needs.firm import reading
from market.needs.firm.forms import AnswerForm
from market.needs.links import find_firm
from market.once import choose_again, content_digest
from market.services import answers as services
from members.desk.access import own_firm
from members.models import Firm

REFUSED = 422
ON_A_PAGE = 20


@require_safe
@own_firm
def firm_needs(request, firm):
    """Needs to answer, those that end soonest, and everything that the firm answered. Four queries at any size."""
    page = Paginator(reading.answers_of(firm), ON_A_PAGE).get_page(request.GET.get("page"))
    needs = list(reading.open_needs(firm)[: reading.ON_THE_DESK])
    return show(request, firm, "needs", needs=needs, page=page)


@require_http_methods(["GET", "HEAD", "POST"])
@own_firm
def firm_letters(request, firm):
    """Letters about needs that match, on or off."""
    if request.method != "POST":
        return show(request, firm, "letters", wants_letters=reading.wants_letters(firm))
    is_on = request.POST.get("letters") == "on"
    services.set_letters(firm=firm, is_on=is_on, by=request.user)
    words = _("The firm is written to about needs that match.") if is_on else _("No more letters about needs.")
    messages.success(request, words)
    return redirect("market:firm_need_letters", firm.tracking_code)


@require_http_methods(["GET", "HEAD", "POST"])
@own_firm
def firm_need(request, firm, number):
    """One need with the firm's own answer; POST writes it. What was refused comes back as it was typed."""
    need = get_object_or_404(public_needs(), number=number)
    answer = own_answer(need, firm)
    form = AnswerForm(answer=answer)
    if request.method == "POST":
        form = AnswerForm(request.POST, request.FILES, answer=answer)
        if form.is_valid() and file_once(request, firm, need, form):
            return redirect("market:firm_need", firm.tracking_code, need.number)
        answer = own_answer(need, firm)
        need = get_object_or_404(public_needs(), number=number)
        firm.refresh_from_db(fields=["state"])
    context = {"need": need, "answer": answer, "form": form, "key": uuid.uuid4().hex}
    context["may_answer"] = firm.state == Firm.State.ACTIVE and need.is_open
    if form.is_bound and context["may_answer"]:
        choose_again(form, request.FILES)
    return show(request, firm, "need", status=REFUSED if request.method == "POST" else 200, **context)


def public_needs():
    return Need.objects.filter(opened_at__isnull=False).select_related("institution", "file")


def own_answer(need, firm):
    return NeedAnswer.objects.filter(need=need, firm=firm).select_related("file", "need").first()


def file_once(request, firm, need, form):
    """Whether it is written; the same page with the same content writes nothing again. A refusal stands in the form.

    Of an answer that changed meanwhile the form shown again carries the new version: sending once more is knowingly.
    """
    parts = [request.user.pk, firm.pk, need.pk, request.POST.get("key") or uuid.uuid4().hex]
    fingerprint = content_digest(request.POST, request.FILES, *parts)
    try:
        with transaction.atomic():
            _row, is_first = claim_key(key=fingerprint, action="answer need", user=request.user)
            if is_first:
                services.file_answer(need=need, firm=firm, by=request.user, **form.cleaned_data)
            else:
                services.require_seen(own_answer(need, firm), (form.cleaned_data["seen"] or 0) + 1)
    except ValidationError as refusal:
        known = hasattr(refusal, "error_dict") and set(refusal.error_dict) <= set(form.fields)
        form.add_error(None, refusal if known else refusal.messages)
        if getattr(refusal, "code", None) == "changed":
            show_version(form, own_answer(need, firm))
        return False
    messages.success(request, _("Your answer is kept. Nobody else reads it before the deadline."))
    return True


def show_version(form, answer):
    form.data = form.data.copy()
    form.data["seen"] = str(answer.row_version) if answer else ""


@require_POST
@own_firm
def firm_need_withdraw(request, firm, number):
    answer = get_object_or_404(NeedAnswer.objects.select_related("need"), firm=firm, need__number=number)
    try:
        services.withdraw_answer(answer=answer, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("Your answer was withdrawn. Until the deadline you can send it again."))
    return redirect("market:firm_need", firm.tracking_code, number)


def show(request, firm, name, *, status=200, **context):
    context |= {"room": "members", "firm": firm, "here": "needs"}
    return render(request, f"market/needs/firm/{name}.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def need_letters_stop(request, token):
    """One button that stops the letters of a firm. Looking changes nothing: mail programs open links by themselves."""
    firm = find_firm(token)
    if firm and request.method == "POST":
        services.set_letters(firm=firm, is_on=False)
        return redirect(request.path)
    context = {"firm": firm, "wants_letters": bool(firm) and reading.wants_letters(firm), "room": "market"}
    return render(request, "market/needs/firm/stop.html", context, status=200 if firm else 404)
