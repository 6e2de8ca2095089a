"""The cases at a firm's own desk: its list, a new one, one of them. Another firm's are not found."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from market.cases import filing, reading
from market.cases.forms import CaseForm
from market.models import ProcurementCase
from members.desk.access import own_firm
from members.models import Firm

ON_A_PAGE = 20
read_or_write = require_http_methods(["GET", "HEAD", "POST"])


def firm_panel(firm, user):
    """The newest cases on the overview of the firm's desk; None while it is no active member. One query."""
    if firm.state != Firm.State.ACTIVE:
        return None
    cases = list(reading.listed(firm.cases)[: reading.IN_THE_PANEL])
    context = {"cases": cases, "firm": firm, "url": reverse("market:firm_cases", args=[firm.tracking_code])}
    return {"template": "market/cases/firm_panel.html", "context": context}


def show(request, firm, name, *, status=200, **context):
    context |= {"room": "members", "firm": firm, "here": "cases", "sample": firm.is_sample}
    context["list_url"] = reverse("market:firm_cases", args=[firm.tracking_code])
    return render(request, f"market/cases/{name}.html", context, status=status)


@require_safe
@own_firm
def firm_cases(request, firm):
    """All that the firm has filed. Three queries of its own."""
    page = Paginator(reading.listed(firm.cases), ON_A_PAGE).get_page(request.GET.get("page"))
    may_file = firm.state == Firm.State.ACTIVE
    return show(request, firm, "firm_list", page=page, cases=page.object_list, may_file=may_file)


@read_or_write
@own_firm
def firm_case_new(request, firm):
    """404 while the firm is no active member."""
    if firm.state != Firm.State.ACTIVE:
        raise Http404
    form = CaseForm(
        filing.posted(request), request.FILES or None, by=request.user, is_firm=True, initial={"key": filing.new_key()}
    )
    if request.method == "POST" and form.is_valid():
        case = filing.send(request, form, firm=firm)
        if case:
            return redirect("market:firm_case", firm.tracking_code, case.code)
    return show(request, firm, "firm_new", status=filing.REFUSED if form.errors else 200, form=form)


@read_or_write
@own_firm
def firm_case(request, firm, code):
    """One case of the firm; POST adds a paper."""
    own = ProcurementCase.objects.visible_to(request.user).filter(firm=firm)
    case = get_object_or_404(reading.whole(own), code=code)
    form = filing.paper(request, case)
    if form is None:
        return redirect("market:firm_case", firm.tracking_code, case.code)
    status = filing.REFUSED if form.errors else 200
    return show(request, firm, "firm_case", status=status, form=form, **case_context(case))


def case_context(case):
    """What a filer sees of one case. Three queries."""
    return {
        "case": case,
        "steps": reading.steps_for_filer(case),
        "reasons": list(case.reasons.all()),
        "papers": list(case.evidence.select_related("file")),
    }
