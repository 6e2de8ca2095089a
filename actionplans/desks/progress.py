"""The facilitator's desk: a whole month of every activity on one page, one Save, and a row in error loses nothing."""

import uuid

from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from actionplans.desks.attachments import keep_files, kept_token
from actionplans.desks.forms import DayForm, RowForm
from actionplans.desks.sheet import Sheet, day_refusal, default_day, open_days, open_text
from actionplans.models import Activity, ProgressEntry
from actionplans.services import record_entry
from council.models import ProgramYear
from filing.services import claim_key
from persian.jalali import format_day, today
from persian.numbers import number

TITLE = gettext_lazy("Record progress")
URL = "admin:actionplans_progress_desk"


class RowMovedError(Exception):
    """Somebody recorded a newer entry of the activity since the page was opened."""

    def __init__(self, newest):
        super().__init__(newest)
        self.newest = newest


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("actionplans.record_progress", raise_exception=True)
def progress_desk(request):
    """GET shows the year on the day of the page; POST records the filled rows. Nothing but ``save`` writes."""
    year = chosen_year(request)
    if year is None or year.state == ProgramYear.State.PLANNING:
        return render(request, "actionplans/progress_desk.html", frame(request, year=year, sheet=None))
    if request.method == "POST":
        return post(request, year)
    spans = open_days(year)
    day_form, as_of, refusal = asked_day(request.GET, year, spans)
    sheet = Sheet(year, as_of, user=request.user, show=request.GET.get("show", ""))
    return page(request, sheet, day_form, spans, refusal=refusal)


def chosen_year(request):
    """The year of the address, else the current one; None before the first. 404 for a year that is not there."""
    asked = request.POST.get("year") or request.GET.get("year")
    if not asked:
        return ProgramYear.objects.current()
    if not (asked.isascii() and asked.isdecimal() and len(asked) == 4):
        raise Http404
    return get_object_or_404(ProgramYear, year=int(asked))


def asked_day(data, year, spans):
    """(the day's form, the day to show, why nothing can be recorded for it). Without a day: the usual one."""
    if "as_of" not in data:
        as_of = default_day(year, spans)
        return DayForm(initial={"as_of": as_of}), as_of, day_refusal(year, as_of, spans)
    form = DayForm(data)
    if not form.is_valid():
        return form, default_day(year, spans), form.errors["as_of"][0]
    as_of = form.cleaned_data["as_of"]
    refusal = day_refusal(year, as_of, spans)
    if not refusal:
        return DayForm(initial={"as_of": as_of}), as_of, ""
    form.add_error("as_of", refusal)
    return form, as_of if year.start <= as_of <= min(today(), year.end) else default_day(year, spans), refusal


def post(request, year):
    """Save the rows that can be saved; the others come back with what was typed, chosen files included."""
    spans = open_days(year)
    day_form, as_of, refusal = asked_day(request.POST, year, spans)
    sheet = Sheet(year, as_of, user=request.user, show=request.POST.get("show", ""))
    forms = filled_forms(request, sheet)
    saving = request.POST.get("act") != "show"
    if refusal or (forms and not saving):
        for form in forms:
            form.line.is_tried = True
        return page(request, sheet, day_form, spans, refusal=refusal, checked=False)
    saved, failed = (
        record(forms, year=year, as_of=as_of, key=request.POST.get("key", ""), by=request.user) if saving else ([], [])
    )
    if not failed:
        if saving:
            tell(request, saved, as_of)
        return redirect(
            f"{reverse(URL)}?{urlencode({'year': year.year, 'as_of': format_day(as_of, 'iso'), 'show': sheet.show})}"
        )
    return page(request, carry_over(failed, sheet), day_form, spans, saved=saved)


def filled_forms(request, sheet):
    """The rows in which anything stands, with their files kept."""
    forms = []
    for line in sheet.lines():
        form = RowForm(request.POST, line=line)
        uploads = request.FILES.getlist(form.add_prefix("evidence"))
        if form.is_filled(uploads):
            keep_files(form, uploads, by=request.user)
            line.form = form
            forms.append(form)
    return forms


def record(forms, *, year, as_of, key, by):
    """Write each complete row; gives (saved, failed). One transaction, a savepoint a row: a refusal stays there."""
    saved, failed = [], []
    with transaction.atomic():
        ProgramYear.objects.select_for_update(no_key=True).get(pk=year.pk)  # first, as the services do
        for form in forms:
            if not form.is_valid():
                failed.append(form)
                continue
            try:
                record_row(form, as_of=as_of, key=key, by=by)
                saved.append(form)
            except ValidationError as refusal:
                form.take(refusal)
                failed.append(form)
            except RowMovedError as moved:
                form.line.conflict = moved.newest
                form.see(moved.newest.pk)
                failed.append(form)
    return saved, failed


@transaction.atomic
def record_row(form, *, as_of, key, by):
    """One entry, unless this very post was here before. The activity's row is held, so two desks take turns.

    Raises ValidationError when the service refuses, RowMovedError when the page did not know of the newest entry.
    """
    activity = Activity.objects.select_for_update(of=("self",)).select_related("plan__year").get(pk=form.line.pk)
    fingerprint = form.fingerprint(key=key, as_of=as_of, by=by)
    _row, is_first = claim_key(key=fingerprint, action="progress_desk", user=by)
    if not is_first:
        return
    newest = ProgressEntry.objects.filter(activity=activity).select_related("recorded_by").order_by("-pk").first()
    if newest and newest.pk != form.cleaned_data["seen"]:
        raise RowMovedError(newest)
    texts = {name: form.cleaned_data[name] for name in form.TEXTS}
    record_entry(activity=activity, as_of=as_of, percent=form.cleaned_data["percent"], by=by, files=form.kept, **texts)


def carry_over(failed, before):
    """The sheet as it is after the save, with the rows that were not saved as they were typed."""
    sheet = Sheet(before.year, before.as_of, user=before.user, show=before.show)
    lines = {line.pk: line for line in sheet.lines()}
    for form in failed:
        line = lines[form.line.pk]
        line.form, line.is_tried, line.conflict = form, True, form.line.conflict
        form.line = line
    return sheet


def tell(request, saved, as_of):
    """One sentence about what the save did."""
    if not saved:
        messages.info(request, _("Nothing was entered, so nothing was recorded. An empty row means “no entry”."))
        return
    text = ngettext(
        "%(rows)s row was recorded for %(day)s and waits for the supervisor.",
        "%(rows)s rows were recorded for %(day)s and wait for the supervisor.",
        len(saved),
    )
    messages.success(request, text % {"rows": number(len(saved)), "day": format_day(as_of)})


def page(request, sheet, day_form, spans, *, refusal="", saved=(), checked=True):
    """The page itself. ``checked``: whether the filled rows were checked, so that their errors are shown."""
    blocks = list(sheet.shown())
    tried = [line for _block, lines in blocks for line in lines if line.is_tried]
    for _block, lines in blocks:
        for line in lines:
            line.form = line.form or RowForm(line=line)
            line.kept = [(kept_token(file), file) for file in line.form.kept]
            line.errors = line.form.errors if line.is_tried and checked else {}
    context = frame(
        request,
        year=sheet.year,
        sheet=sheet,
        blocks=blocks,
        day_form=day_form,
        open_text=open_text(sheet.year, spans),
        refusal=refusal,
        saved=len(saved),
        failed=tried if checked else [],
        key=uuid.uuid4().hex,
        total=sum(len(block.lines) for block in sheet.blocks),
        waiting=ProgressEntry.objects.waiting().filter(activity__plan__year=sheet.year).count(),
    )
    return render(request, "actionplans/progress_desk.html", context)


def frame(request, **context):
    return admin.site.each_context(request) | {"title": TITLE} | context
