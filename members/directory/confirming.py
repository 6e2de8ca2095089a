"""The page behind a confirmation link: what the public sees of the firm, and one button."""

from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from members.confirmation_links import LinkRefused, open_link
from members.directory.asking import read_labels
from members.directory.pages import detail_context
from members.models import Capability
from members.services.confirmation import confirm_firm
from members.services.directory import entry_of, is_stale

DESK = "members:desk"
STATUS = {"forged": 404, "left": 404, "expired": 410}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request, token):
    """Looking never confirms: mail programs open links by themselves. Used links say until when it is confirmed."""
    try:
        link = open_link(token)
    except LinkRefused as refused:
        context = {"room": "members", "reason": refused.reason}
        return render(request, "members/confirm_refused.html", context, status=STATUS[refused.reason])
    error = ""
    if request.method == "POST" and not link.is_used:
        try:
            confirm_firm(firm=link.firm, by=link.user)
            return redirect("members:confirm", token)
        except ValidationError as refusal:
            error = refusal.messages[0]
    return render(request, "members/confirm.html", confirm_context(link, error))


def confirm_context(link, error):
    """The profile as it stands in the directory once it is confirmed, made from the firm itself: it may be hidden."""
    entry = entry_of(link.firm, Capability.objects.in_bulk())
    return detail_context(entry, read_labels(), []) | {
        "firm": link.firm,
        "is_used": link.is_used and not is_stale(link.firm),
        "error": error,
    }
