"""The pages of imports: send a file, watch it, see what it would do, write it."""

import uuid

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from filing.services import claim_key
from members.exchange.resources import FirmResource
from members.models import ImportJob
from members.services.imports import approve_imported, begin_import, confirm_import, drop_import, imported_by

State = ImportJob.State


class UploadForm(forms.Form):
    file = forms.FileField(label=gettext_lazy("spreadsheet of firms"), widget=forms.FileInput({"accept": ".xlsx,.csv"}))


def frame(request, **context):
    return admin.site.each_context(request) | {"opts": ImportJob._meta} | context


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("members.import_firm", raise_exception=True)
def import_add(request):
    """Send a file. The same page sent twice is one import."""
    form = UploadForm(request.POST or None, request.FILES or None) if request.method == "POST" else UploadForm()
    if request.method == "POST" and form.is_valid():
        try:
            job = begin(request, form.cleaned_data["file"])
        except ValidationError as refusal:
            form.add_error("file", refusal.messages)
        else:
            return redirect("admin:members_importjob_change", job.pk)
    heads = [str(field.column_name) for field in FirmResource().fields.values()]
    context = frame(request, title=_("Import firms"), form=form, key=uuid.uuid4().hex, heads=heads)
    return render(request, "admin/members/import_add.html", context)


def begin(request, upload):
    """The file's import; on the second post of one page the first one's."""
    key, is_first = claim_key(key=f"import-{request.POST.get('key', '')[:40]}", action="import", user=request.user)
    newest = ImportJob.objects.filter(by=request.user, at__gte=key.claimed_at).order_by("at").first()
    return newest if newest and not is_first else begin_import(upload=upload, by=request.user)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("members.import_firm", raise_exception=True)
def import_job(request, pk):
    """How far a file is, what is wrong with it or what it would do; POST writes, drops or (staff) approves."""
    job = get_object_or_404(ImportJob.objects.visible_to(request.user).select_related("file", "by"), pk=pk)
    if request.method == "POST":
        take(request, job)
        return redirect("admin:members_importjob_change", job.pk)
    waiting = imported_by(job).count() if job.state == State.DONE else 0
    context = frame(
        request,
        title=_("Import of firms"),
        job=job,
        waiting=waiting,
        may_approve=waiting > 0 and request.user.has_perm("members.approve_firm"),
        states=State,
    )
    response = render(request, "admin/members/import_job.html", context)
    if job.is_running:
        response.headers["Refresh"] = "2"  # works without script; the page may be left and found again
    return response


def take(request, job):
    """Run the chosen act; a refusal is shown on the job's page."""
    act = request.POST.get("act")
    try:
        if act == "write":
            confirm_import(job=job, by=request.user)
        elif act == "drop":
            drop_import(job=job, by=request.user)
            messages.success(request, _("The file was dropped; nothing of it was written."))
        elif act == "approve" and request.user.has_perm("members.approve_firm"):
            count = approve_imported(firms=imported_by(job), by=request.user)
            messages.success(request, _("%(count)s firms are members now.") % {"count": count})
        else:
            raise ValidationError(_("Choose what is to be done."))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
