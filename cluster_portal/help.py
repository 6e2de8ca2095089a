"""The year's work in short pages, for everybody with a desk. Each desk links to the page that is about it."""

from django.contrib import admin
from django.http import Http404
from django.shortcuts import render
from django.urls import path
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

PAGES = {
    "year": gettext_lazy("How a year runs"),
    "figures": gettext_lazy("Planned, reported, verified"),
    "calling": gettext_lazy("Calling a meeting"),
    "meeting": gettext_lazy("Running a meeting on one screen"),
    "decisions": gettext_lazy("Decisions, quorum, votes"),
    "changes": gettext_lazy("Changing and stopping plans"),
    "recording": gettext_lazy("Recording a month"),
    "verifying": gettext_lazy("Verifying and visits"),
    "money": gettext_lazy("Commitments and payments"),
    "minutes": gettext_lazy("Minutes, corrections, follow-ups"),
    "courses": gettext_lazy("Running a course"),
    "market": gettext_lazy("Findings, cases, needs"),
    "ideas": gettext_lazy("From an idea to a plan"),
    "handover": gettext_lazy("Handing over to the network"),
    "edition": gettext_lazy("Freezing the year and publishing it"),
}


@require_safe
def help_index(request):
    """The list of the pages."""
    return render(request, "admin/help/index.html", frame(request, title=_("Help"), pages=PAGES.items()))


@require_safe
def help_page(request, name):
    """One page in the reader's language, with the ones before and after it."""
    if name not in PAGES:
        raise Http404
    names = list(PAGES)
    place = names.index(name)
    context = frame(
        request,
        title=PAGES[name],
        body=f"admin/help/{get_language()}/{name}.html",
        previous=link(names[place - 1]) if place else None,
        following=link(names[place + 1]) if place + 1 < len(names) else None,
    )
    return render(request, "admin/help/page.html", context)


def link(name):
    return name, PAGES[name]


def frame(request, **context):
    return admin.site.each_context(request) | context


def help_urls(site):
    """Below ``/admin/help/``, behind the desk's own door."""
    return [
        path("help/", site.admin_view(help_index), name="help"),
        path("help/<slug:name>/", site.admin_view(help_page), name="help_page"),
    ]
