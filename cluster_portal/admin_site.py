"""The desk of staff: Django's admin with our own sign-in page and an index of what waits for you."""

from functools import wraps

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from accounts import waiting

WEEK_ORDER = [
    "actionplans", "council", "members", "trainings", "market", "ideas", "handover",
    "editions", "post", "filing", "accounts", "auth",
]  # fmt: skip
ROOM_ORDER = {
    "actionplans": [
        "ActionPlan", "Activity", "Indicator", "ProgressEntry", "IndicatorReading", "Evidence", "Verification",
        "SupervisionVisit", "Funding", "Payment", "Baseline", "MonthLock",
    ],
    "members": ["Firm", "ReturnRound", "Network", "ImportJob", "ExportJob", "Capability", "ReviewReason"],
    "trainings": ["Course", "Enrolment", "Learner"],
    "market": ["Finding", "Need", "ProcurementCase", "CaseFigures", "CaseReason"],
    "ideas": ["Idea", "IdeaCall"],
    "handover": ["Criterion", "Assessment", "AssessmentEvidence", "Duty", "NetworkOfficer", "HandoverClosing"],
    "council": [
        "Meeting", "AgendaItem", "Decision", "Seat", "ActionItem", "Institution", "Agreement", "SeatElection",
        "CouncilRule", "ProgramYear", "Section", "Cluster", "Source", "Statement",
    ],
}  # fmt: skip


def place(name, order):
    """Where a name stands; those that are not named come last."""
    return order.index(name) if name in order else len(order)


def without_nul(asked):
    """The parameters of an address with «\ufffd» for each zero sign, which PostgreSQL takes in no text.

    So a filter finds nothing or refuses, where it would be a 500; left out, an empty value would mean another page.
    """
    if not any("\0" in value for values in asked.lists() for value in values[1]):
        return asked
    clean = asked.copy()
    for name, values in asked.lists():
        clean.setlist(name, [value.replace("\0", "\ufffd") for value in values])
    return clean


class PortalAdminSite(admin.AdminSite):
    site_title = _("Cluster desk")
    site_header = _("Cluster desk")
    index_title = _("What waits for you")
    enable_nav_sidebar = False

    def index(self, request, extra_context=None):
        user = request.user
        context = {"desks": waiting.desks_for(user), "waiting": waiting.items_for(user)} | (extra_context or {})
        return super().index(request, context)

    def admin_view(self, view, cacheable=False):
        inner = super().admin_view(view, cacheable)

        @wraps(inner)
        def answer(request, *args, **kwargs):
            request.GET = without_nul(request.GET)
            return inner(request, *args, **kwargs)

        return answer

    def get_urls(self):
        """The rooms' desks stand beside Django's own pages."""
        from actionplans.desks.urls import desk_urls  # noqa: PLC0415  (models are not loaded when the site is made)
        from cluster_portal.help import help_urls  # noqa: PLC0415  (as below)

        return [*help_urls(self), *desk_urls(self), *super().get_urls()]

    def get_app_list(self, request, app_label=None):
        """The rooms, and what lies in each, in the order of the week's work, not of the alphabet."""
        apps = super().get_app_list(request, app_label)
        for app in apps:
            order = ROOM_ORDER.get(app["app_label"], [])
            app["models"].sort(key=lambda model, order=order: place(model["object_name"], order))
        return sorted(apps, key=lambda app: place(app["app_label"], WEEK_ORDER))

    def login(self, request, extra_context=None):
        """One sign-in for everyone; who is signed in but has no desk is told so, not sent round in a circle."""
        if request.user.is_authenticated and not self.has_permission(request):
            raise PermissionDenied
        if request.method == "GET" and self.has_permission(request):
            return redirect("admin:index")
        target = request.GET.get("next") or reverse("admin:index")
        return redirect(f"{reverse('accounts:login')}?{urlencode({'next': target})}")
