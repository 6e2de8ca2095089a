"""The cases of an institution, for who acts for it, such as a union's clerk; another institution's are not found."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.waiting import Desk
from council.models import Institution, InstitutionAgent
from market.cases import filing, reading
from market.cases.firm_views import ON_A_PAGE, case_context, read_or_write
from market.cases.forms import CaseForm
from market.models import ProcurementCase


def own_pages(user):
    """The page of who acts for an institution, offered on the page of the account. One query."""
    if not InstitutionAgent.objects.institutions_of(user).exists():
        return []
    return [Desk(_("Purchases that left the province"), reverse("market:own_cases"))]


def institutions_of(user):
    """Those that a person acts for. Raises Http404 for who acts for none. One query."""
    agencies = InstitutionAgent.objects.institutions_of(user)
    found = list(Institution.objects.filter(pk__in=agencies).order_by("sort_text", "pk"))
    if not found:
        raise Http404
    return found


def own_only(request, institutions):
    """Cases that these institutions filed, as far as this person sees them."""
    return ProcurementCase.objects.visible_to(request.user).filter(institution__in=[row.pk for row in institutions])


def show(request, name, institutions, *, status=200, **context):
    context |= {"institutions": institutions, "room": "market", "list_url": reverse("market:own_cases")}
    context["sample"] = any(row.is_sample for row in institutions)
    return render(request, f"market/cases/{name}.html", context, status=status)


@require_safe
@never_cache
@login_required
def own_cases(request):
    """All that the institutions of this person have filed. Four queries of its own."""
    institutions = institutions_of(request.user)
    cases = reading.listed(own_only(request, institutions))
    page = Paginator(cases, ON_A_PAGE).get_page(request.GET.get("page"))
    return show(request, "own_list", institutions, page=page, cases=page.object_list, may_file=True)


@read_or_write
@never_cache
@login_required
def own_case_new(request):
    institutions = institutions_of(request.user)
    form = CaseForm(
        filing.posted(request), request.FILES or None, by=request.user, institutions=institutions,
        initial={"key": filing.new_key()},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        case = filing.send(request, form, institution=form.cleaned_data.get("institution") or institutions[0])
        if case:
            return redirect("market:own_case", case.code)
    return show(request, "own_new", institutions, status=filing.REFUSED if form.errors else 200, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def own_case(request, code):
    """One case; POST adds a paper."""
    institutions = institutions_of(request.user)
    case = get_object_or_404(reading.whole(own_only(request, institutions)), code=code)
    form = filing.paper(request, case)
    if form is None:
        return redirect("market:own_case", case.code)
    status = filing.REFUSED if form.errors else 200
    return show(request, "own_case", institutions, status=status, form=form, **case_context(case))
