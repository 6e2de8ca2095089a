"""The desk of one finding: accepting and rejecting it, its plans, closing it on a report, opening it again."""

from typing import NamedTuple

from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from filing.admin import state_in_words
from filing.models import StateChange
from market.admin.finding_forms import CloseForm, LinkForm, WhyForm
from market.findings.queues import JUDGE
from market.models import Finding
from market.services import findings as services
from persian.digits import localised

State = Finding.State
REFUSED = 422
DONE = {
    "accept": gettext_lazy("The finding is accepted; the public sees it now."),
    "reject": gettext_lazy("The finding is rejected. It stays here with its reason."),
    "link": gettext_lazy("The plan is linked."),
    "unlink": gettext_lazy("The plan was taken off."),
    "close": gettext_lazy("The finding is closed with this evidence."),
    "reopen": gettext_lazy("The finding is open again."),
}

WHY = {
    services.LINKED: gettext_lazy("plan linked"),
    services.UNLINKED: gettext_lazy("plan taken off"),
    services.CLOSED_ON: gettext_lazy("closed on the report"),
}


class Forms(NamedTuple):
    """The forms of the page, by the act that each sends; the one that was sent is bound."""

    reject: WhyForm
    link: LinkForm
    close: CloseForm
    reopen: WhyForm


def forms_of(finding, act, data):
    def bound(name):
        return data if act == name else None

    return Forms(
        reject=WhyForm(bound("reject"), prefix="reject"),
        link=LinkForm(bound("link"), finding=finding, prefix="link"),
        close=CloseForm(bound("close"), finding=finding, prefix="close"),
        reopen=WhyForm(bound("reopen"), prefix="reopen"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("market.view_finding", raise_exception=True)
def finding_desk(request, pk):
    """POST ``act``: one of ``DONE``. A refusal comes back with what was typed. Constant queries."""
    rows = Finding.objects.visible_to(request.user).with_proof()
    rows = rows.select_related(
        "section",
        "agenda_item__meeting__year",
        "owner_seat",
        "owner_institution",
        "closing_entry__activity__plan__year",
        "closing_reading__indicator__plan__year",
    )
    finding = get_object_or_404(rows, pk=pk)
    is_post, act, problem = request.method == "POST", request.POST.get("act", ""), None
    if is_post and not request.user.has_perm(JUDGE):
        raise PermissionDenied
    forms = forms_of(finding, act if is_post else "", request.POST)
    if is_post:
        problem = take(request, finding, act, forms)
        if problem is None:
            messages.success(request, DONE[act])
            return redirect("admin:market_finding_desk", finding.pk)
        finding = get_object_or_404(rows, pk=pk)
    context = admin.site.each_context(request) | {
        "opts": Finding._meta,
        "title": _("Desk of the finding"),
        "finding": finding,
        "links": finding.links.select_related("plan__year").order_by("plan__year__year", "plan__number"),
        "forms": forms,
        "bound": forms._asdict().get(act) if is_post else None,
        "problem": problem,
        "may_judge": request.user.has_perm(JUDGE),
        "may_reject": State.REJECTED in Finding.TRANSITIONS[finding.state],
        "lines": list(lines_of(finding)),
    }
    return render(request, "admin/market/finding_desk.html", context, status=200 if problem is None else REFUSED)


def take(request, finding, act, forms):
    """Run one act; None when it was done, else the refusals, which stand above the page or at their field."""
    if act not in DONE:
        return [_("Choose what is to be done.")]
    form = forms._asdict().get(act)
    if form is not None and not form.is_valid():
        return []
    try:
        run(request, finding, act, form)
    except ValidationError as refusal:
        return refusal.messages
    return None


def run(request, finding, act, form):
    """Raises ValidationError."""
    by = request.user
    if act == "accept":
        services.accept_finding(finding=finding, by=by, seen=whole_number(request.POST.get("accept-seen", ""), -1))
    elif act == "reject":
        services.reject_finding(finding=finding, by=by, why=form.cleaned_data["why"])
    elif act == "link":
        services.link_plan(finding=finding, by=by, **form.cleaned_data)
    elif act == "unlink":
        link = get_object_or_404(finding.links.all(), pk=whole_number(request.POST.get("link", "")))
        services.unlink_plan(link=link, by=by)
    elif act == "close":
        services.close_finding(finding=finding, by=by, note=form.cleaned_data["note"], **form.proof())
    else:
        services.reopen_finding(finding=finding, by=by, why=form.cleaned_data["why"])


def lines_of(finding):
    """(when, what, who, why) of each line of the book about it, the first on top. One query."""
    lines = StateChange.objects.filter(model="market.finding", object_key=finding.key).select_related("by")
    for line in lines.order_by("pk"):
        yield line.at, state_in_words(line.model, line.new), line.by or _("system"), why_in_words(line.why)


def why_in_words(why):
    """What the services write themselves, such as «plan linked: 1403/4», in the reader's words; else as it stands."""
    act, _colon, key = why.partition(": ")
    return f"{WHY[act]}: {localised(key)}" if act in WHY else why


def whole_number(text, otherwise=0):
    """A key or version as it was sent; ``otherwise`` for what is no number."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else otherwise
