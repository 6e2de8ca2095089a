"""Closing a month for entries, and opening it again with a reason. Every step stays readable."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from actionplans import services
from actionplans.desks.forms import MonthForm
from actionplans.desks.progress import chosen_year, frame
from actionplans.models import MonthLock, ProgressEntry
from persian.jalali import month_bounds, month_name, to_jalali, today

TITLE = gettext_lazy("Locked months")
URL = "admin:actionplans_month_locks"
MAY = {"lock": "actionplans.lock_month", "unlock": "actionplans.unlock_month"}


@require_http_methods(["GET", "HEAD", "POST"])
def month_locks(request):
    """The twelve months of a year with their state; POST locks one, or opens it with a reason."""
    if not any(request.user.has_perm(name) for name in MAY.values()):
        raise PermissionDenied
    year = chosen_year(request)
    if year is None:
        return render(request, "actionplans/month_locks.html", frame(request, title=TITLE, year=None))
    if request.method != "POST":
        return page(request, year)
    form = MonthForm(request.POST)
    act = request.POST.get("act")
    if act in MAY and not request.user.has_perm(MAY[act]):
        raise PermissionDenied
    if not form.is_valid() or act not in MAY:
        return page(request, year, form=form)
    try:
        apply(act, year, form.cleaned_data, by=request.user)
    except ValidationError as refusal:
        form.take(refusal)
        return page(request, year, form=form)
    name = month_name(form.cleaned_data["month"])
    text = _("%(month)s is locked.") if act == "lock" else _("%(month)s is open again.")
    messages.success(request, text % {"month": name})
    return redirect(f"{reverse(URL)}?{urlencode({'year': year.year})}")


def apply(act, year, data, *, by):
    if act == "lock":
        services.lock_month(year=year, month=data["month"], by=by)
    else:
        services.unlock_month(year=year, month=data["month"], by=by, reason=data["reason"])


def page(request, year, *, form=None):
    """The months and the steps taken so far. Three queries of its own."""
    steps = list(MonthLock.objects.filter(year=year).select_related("by").order_by("-pk"))
    for step in steps:
        step.month_name = month_name(step.month)
    newest = {step.month: step for step in reversed(steps)}
    waiting = [
        to_jalali(day)[1]
        for day in ProgressEntry.objects.waiting()
        .filter(activity__plan__year=year)
        .order_by()
        .values_list("as_of", flat=True)
    ]
    months = [
        {
            "number": month,
            "name": month_name(month),
            "end": month_bounds(year.year, month)[1],
            "is_begun": month_bounds(year.year, month)[0] <= today(),
            "step": newest.get(month),
            "waiting": waiting.count(month),
            "form": form if form is not None and form["month"].value() == str(month) else None,
        }
        for month in range(1, 13)
    ]
    context = frame(request, title=TITLE, year=year, months=months, steps=steps, form=form)
    return render(request, "actionplans/month_locks.html", context)
