"""The supervisor records a visit: the day, the plans seen, the findings, a file."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from actionplans import services
from actionplans.desks.attachments import keep_files, kept_token
from actionplans.desks.money_forms import VisitForm
from actionplans.desks.progress import chosen_year, frame
from actionplans.visits import last_visit, next_due
from council.models import ProgramYear
from filing.services import claim_key
from persian.jalali import format_day, today

TITLE = gettext_lazy("Record a supervision visit")


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("actionplans.record_visit", raise_exception=True)
def visit_record(request):
    """GET shows the form for a year; POST records the visit. The same post twice records once."""
    year = chosen_year(request)
    if year is None or year.state != ProgramYear.State.RUNNING:
        return render(request, "actionplans/visit_record.html", frame(request, title=TITLE, year=year, form=None))
    if request.method == "POST":
        form = VisitForm(request.POST, year=year)
        keep_files(form, request.FILES.getlist("file"), by=request.user)
        if form.is_valid() and (target := record(request, form)):
            return redirect(target)
    else:
        form = VisitForm(year=year, initial={"visited_on": today()})
    context = frame(
        request,
        title=TITLE,
        year=year,
        form=form,
        last=last_visit(year),
        due_on=next_due(year),
        kept=[(kept_token(file), file) for file in form.kept],
        key=uuid.uuid4().hex,
    )
    return render(request, "actionplans/visit_record.html", context)


def record(request, form):
    """Record the visit unless this very post was here before; gives where to go on, None when it was refused."""
    fingerprint = form.fingerprint(key=request.POST.get("key", ""), by=request.user)
    names = ("visited_on", "plans", "findings", "findings_en", "is_file_public")
    data = {name: form.cleaned_data[name] for name in names}
    try:
        with transaction.atomic():
            _row, is_first = claim_key(key=fingerprint, action="record_visit", user=request.user)
            if not is_first:
                messages.info(request, _("This visit was already recorded."))
                return reverse("admin:actionplans_supervisionvisit_changelist")
            visit = services.record_visit(year=form.year, by=request.user, file=form.kept_file, **data)
    except ValidationError as refusal:
        form.take(refusal)
        return None
    text = _("The visit of %(day)s was recorded. What was seen at it can be verified now.")
    messages.success(request, text % {"day": format_day(visit.visited_on)})
    return f"{reverse('admin:actionplans_verify_desk')}?{urlencode({'year': form.year.year, 'visit': visit.pk})}"
