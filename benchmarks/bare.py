"""What the yearly page is measured against: a plain view of six plain queries that draws the same template.

The words and the geometry of the page are made once, beforehand: what is left is reading the rows and drawing the page,
which any Django view of this page would have to do.
"""

from unittest import mock

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, Sum
from django.shortcuts import render
from django.test import RequestFactory
from django.views.decorators.http import require_safe

from actionplans.models import ActionPlan, BaselineActivity, Funding, ProgressEntry, Verification
from council.caching import public_page
from council.models import Decision
from reports import views

TEMPLATE = "reports/year_detail.html"
_contexts = {}


@require_safe
@public_page
def bare_year(request, year):
    plans = ActionPlan.objects.filter(year__year=year).select_related("year", "lead", "approved_by")
    activities = BaselineActivity.objects.filter(baseline__plan__year__year=year).select_related("baseline", "activity")
    entries = ProgressEntry.objects.filter(activity__plan__year__year=year).select_related("activity")
    verifications = Verification.objects.filter(entry__activity__plan__year__year=year).select_related("entry")
    decisions = Decision.objects.filter(agenda_item__meeting__year__year=year).select_related("agenda_item__meeting")
    paid = Sum("payments__amount", filter=Q(payments__reversal__isnull=True))
    fundings = Funding.objects.filter(plan__year__year=year).select_related("plan", "institution", "decision")
    for rows in (plans, activities, entries, verifications, decisions, fundings.annotate(paid=paid)):
        list(rows)
    return render(request, TEMPLATE, _contexts[year])


def remember_context(year, path):
    """Keep the context that the real view hands to the template for this year."""
    request = RequestFactory().get(path)
    request.user = AnonymousUser()
    with mock.patch.object(views, "render", side_effect=render) as spy:
        views.year_detail(request, year)
    _request, template, context = spy.call_args.args
    if template != TEMPLATE:
        raise LookupError(f"The yearly page drew {template}, not {TEMPLATE}.")
    _contexts[year] = context
