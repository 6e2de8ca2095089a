"""Everything public of a year: each view reads rows, makes the page's words and geometry, renders."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from actionplans.figures import default_day
from actionplans.money import day_of_money, year_money
from council.caching import public_page
from reports import pages, reading
from reports.comparing import read_comparison
from reports.days import DayRefusedError, asked_day
from reports.exports import money_csv_response, year_csv_response
from reports.firm_exports import firms_csv_response
from reports.plan_reading import read_plan
from trainings.distributions import distributions_of


@require_safe
@public_page
def home(request):
    return render(request, "reports/home.html", pages.home_context(reading.read_home(user=request.user)))


@require_safe
@public_page
def progress_index(request):
    return render(request, "reports/progress_index.html", pages.index_context(reading.list_years(request.user)))


@require_safe
@public_page
def comparison(request):
    """The programme's years side by side. Seven queries, however many years there are."""
    return render(request, "reports/comparison.html", pages.comparison_context(read_comparison(request.user)))


@require_safe
@public_page
def year_detail(request, year):
    years, programme_year = find_year(request, year, counted=True)
    try:
        day = asked_day(programme_year, request.GET.get("as_of"))
    except DayRefusedError as refusal:
        return day_refused(request, programme_year, refusal)
    rows = reading.read_year_page(programme_year, years, user=request.user, day=day)
    return render(request, "reports/year_detail.html", pages.year_context(rows))


@require_safe
@public_page
def year_csv(request, year):
    years, programme_year = find_year(request, year)
    try:
        day = asked_day(programme_year, request.GET.get("as_of"))
    except DayRefusedError as refusal:
        return day_refused(request, programme_year, refusal)
    return year_csv_response(reading.read_year(programme_year, years, user=request.user, day=day).progress)


@require_safe
@public_page
def year_money_csv(request, year):
    _years, programme_year = find_year(request, year)
    try:
        day = asked_day(programme_year, request.GET.get("as_of"))
    except DayRefusedError as refusal:
        return day_refused(request, programme_year, refusal)
    day = day or default_day(programme_year)
    lines = year_money(programme_year, user=request.user, day=day)
    return money_csv_response(programme_year, lines, day_of_money(programme_year, day))


@require_safe
@public_page
def year_firms(request, year):
    """What firms reported of a year, as sums; how they are made. The same whatever day the other pages are about."""
    years, programme_year = find_year(request, year)
    return render(request, "reports/year_firms.html", pages.firms_context(reading.read_firms(programme_year, years)))


@require_safe
@public_page
def year_firms_csv(request, year):
    _years, programme_year = find_year(request, year)
    return firms_csv_response(programme_year)


@require_safe
@public_page
def year_trainings(request, year):
    """The courses of a year and whom they reached; how the counts are made."""
    _years, programme_year = find_year(request, year, counted=True)
    rows = reading.read_trainings(programme_year)
    opinions = distributions_of([course.pk for course in rows])
    return render(request, "reports/year_trainings.html", pages.trainings_context(programme_year, rows, opinions))


@require_safe
@public_page
def plan_detail(request, year, number):
    _years, programme_year = find_year(request, year)
    try:
        day = asked_day(programme_year, request.GET.get("as_of"))
    except DayRefusedError as refusal:
        return day_refused(request, programme_year, refusal, number)
    everything = request.GET.get("reports") == "all"
    rows = read_plan(programme_year, number, user=request.user, day=day, everything=everything)
    if rows is None:
        raise Http404
    return render(request, "reports/plan_detail.html", pages.plan_context(rows))


def find_year(request, number, *, counted=False):
    """All years and the asked one, as ``read_years``; Http404 when the programme has no such year. One query."""
    years = reading.read_years(request.user, counted=counted)
    for year in years:
        if year.year == number:
            return years, year
    raise Http404


def day_refused(request, year, refusal, plan=None):
    """Says what is wrong with the asked day and how to ask again; figures of another day would mislead."""
    context = pages.refusal_context(year, refusal, plan)
    return render(request, "reports/day_refused.html", context, status=400)
