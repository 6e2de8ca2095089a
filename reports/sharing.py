"""Badges and pictures of a year and of a plan: what other sites show of the portal, always with the page's own figures.

Both are drawn for anybody alike, whoever asks. A badge may stand on any other site, so it alone says that it may be
taken across origins; nothing else of the portal's headers changes.
"""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from council.caching import public_page
from reports.figures_at_a_glance import plan_glance, year_glance
from reports.pages.badge import badge_context
from reports.pictures import picture_response


@require_safe
@public_page
def year_badge(request, year):
    return badge(request, found(year_glance(year)))


@require_safe
@public_page
def plan_badge(request, year, number):
    return badge(request, found(plan_glance(year, number)))


@require_safe
@public_page
def year_picture(request, year):
    return picture_response(request, found(year_glance(year)))


@require_safe
@public_page
def plan_picture(request, year, number):
    return picture_response(request, found(plan_glance(year, number)))


def found(glance):
    if glance is None:
        raise Http404
    return glance


def badge(request, glance):
    response = render(request, "reports/badge.svg", badge_context(glance), content_type="image/svg+xml; charset=utf-8")
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
