"""What the portal counts beside what was read: one button takes counts as readings."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from actionplans.desks.progress import chosen_year, frame
from actionplans.measures import breakdown_of, find, last_day, with_live
from actionplans.models import Indicator, IndicatorReading
from actionplans.services import take_reading
from filing.services import claim_key
from persian.forms import JalaliDateField
from persian.jalali import format_day
from persian.numbers import number

TITLE = gettext_lazy("Counts of the portal")
URL = "admin:actionplans_live"


@dataclass
class Line:
    """An indicator, what the portal counts for it, and the newest reading up to the day of the page."""

    indicator: Indicator
    last: dt.date
    is_chosen: bool = False
    refusal: str = ""

    @property
    def label(self):
        return find(self.indicator.measure).label

    @property
    def is_news(self):
        """Whether the count says something else than the newest reading."""
        return self.indicator.live is not None and self.indicator.live != self.indicator.newest_value

    @cached_property
    def made_of(self):
        """(head, rows): what the count is made of."""
        return breakdown_of(self.indicator, self.last)


class CountDayForm(forms.Form):
    as_of = JalaliDateField(label=gettext_lazy("Count up to the day"))


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("actionplans.add_indicatorreading", raise_exception=True)
def live_counts(request):
    """GET shows counts and readings side by side; POST takes the chosen counts as readings, all or nothing."""
    year = chosen_year(request)
    data = request.POST if request.method == "POST" else request.GET
    last = last_day(year) if year else None
    form = CountDayForm(data if "as_of" in data else None, initial={"as_of": last})
    if form.is_bound and form.is_valid():
        last = last_day(year, form.cleaned_data["as_of"]) if year else None
    lines = read_lines(year, last, request.POST.getlist("take"))
    if request.method == "POST" and form.is_valid() and take(lines, last, request):
        return redirect(f"{reverse(URL)}?{urlencode({'year': year.year, 'as_of': format_day(last, 'iso')})}")
    context = frame(request, title=TITLE, year=year, lines=lines, form=form, last=last, key=uuid.uuid4().hex)
    return render(request, "actionplans/live_counts.html", context, status=422 if is_refused(form, lines) else 200)


def is_refused(form, lines):
    return (form.is_bound and not form.is_valid()) or any(line.refusal for line in lines)


def read_lines(year, last, chosen):
    """The indicators of the year that are counted, with their newest readings. One query, and one a breakdown."""
    if year is None:
        return []
    newest = IndicatorReading.objects.counting().filter(indicator=OuterRef("pk"), as_of__lte=last)
    newest = newest.order_by("-as_of", "-pk")
    rows = Indicator.objects.filter(plan__year=year, plan__approved_by__isnull=False).exclude(measure="")
    rows = with_live(rows.select_related("plan__year"), last).annotate(
        newest_value=Subquery(newest.values("value")[:1]), newest_on=Subquery(newest.values("as_of")[:1])
    )
    return [Line(row, last, str(row.pk) in chosen) for row in rows.order_by("plan", "number") if find(row.measure)]


def take(lines, last, request):
    """Write the chosen readings in one transaction; what refuses is said at its line. Whether all were written."""
    chosen = [line for line in lines if line.is_chosen]
    if not chosen:
        messages.info(request, _("Nothing was chosen, so nothing was recorded."))
        return True
    with transaction.atomic():
        _row, is_first = claim_key(key=request.POST.get("key", "")[:64], action="live_counts", user=request.user)
        for line in chosen if is_first else []:
            try:
                with transaction.atomic():
                    take_reading(indicator=line.indicator, as_of=last, by=request.user)
            except ValidationError as refusal:
                line.refusal = " ".join(refusal.messages)
        if any(line.refusal for line in chosen):
            transaction.set_rollback(True)
            return False
    text = ngettext(
        "%(count)s reading was recorded and waits for the supervisor.",
        "%(count)s readings were recorded and wait for the supervisor.",
        len(chosen),
    )
    messages.success(request, text % {"count": number(len(chosen))})
    return True
