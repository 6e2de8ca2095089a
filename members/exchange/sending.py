"""How a list leaves: at once when it is short, ordered on a page when it is long, found again on the order's page."""

import uuid

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from filing.services import claim_key, record_change
from members.exchange.lists import keys_of, open_list, texts_of
from members.exchange.sheets import CONTENT_TYPES, csv_lines, xlsx_file
from members.models import ExportJob
from members.services.exports import order_export

STRAIGHT = 5_000  # rows that go to the browser at once


def frame(request, **context):
    return admin.site.each_context(request) | {"opts": ExportJob._meta} | context


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def send_list(request, kind, query, ending):
    """GET gives a short list as a file, a long one as a page with a button; POST orders the long one.

    The caller has looked at the permission and the ending. 404 for a list or filters that are not there.
    """
    try:
        sheet = open_list(kind, request.user, query)
    except ValidationError as refusal:
        raise Http404 from refusal
    keys = keys_of(sheet, most=STRAIGHT + 1)
    if len(keys) > STRAIGHT:
        return order_page(request, sheet, kind=kind, query=query, ending=ending)
    if request.method == "POST":  # it became short meanwhile
        return redirect(request.get_full_path())
    if sheet.about is not None and request.method == "GET":
        record_change(sheet.about, by=request.user, old="", new="exported")
    return file_response(texts_of(sheet, keys), sheet.name, ending, sheet.title)


def file_response(rows, name, ending, title):
    """CSV in chunks while it is written; XLSX from a file on the disk. Memory does not grow with the rows."""
    if ending == "csv":
        response = StreamingHttpResponse(csv_lines(rows), content_type=CONTENT_TYPES["csv"])
        response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
        return response
    file = xlsx_file(rows, title)
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=CONTENT_TYPES["xlsx"])


def order_page(request, sheet, **order):
    """Says how long the list is; POST orders it. The same page sent twice is one order."""
    if request.method == "POST":
        try:
            return redirect("admin:members_exportjob_change", order_once(request, order).pk)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect(sheet.address)
    context = frame(
        request,
        title=_("Order a file"),
        sheet=sheet,
        rows=sheet.rows.count(),
        straight=STRAIGHT,
        ending=ExportJob.Ending(order["ending"]).label,
        key=uuid.uuid4().hex,
    )
    return render(request, "admin/members/export_order.html", context)


def order_once(request, order):
    """The order of this page; on the second post of one page the first one's, also when it is written already."""
    try:
        key = uuid.UUID(request.POST.get("key", "")).hex
    except ValueError:  # no key of ours: an order that runs is still not given twice
        return order_export(**order, by=request.user)
    claimed, is_first = claim_key(key=f"export-{key}", action="export", user=request.user)
    orders = ExportJob.objects.visible_to(request.user).filter(**order, at__gte=claimed.claimed_at)
    job = None if is_first else orders.order_by("at").first()
    return job or order_export(**order, by=request.user)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def export_job(request, pk):
    """How far an order is, and its file; POST gives the same order once more. Only for who gave it."""
    jobs = ExportJob.objects.visible_to(request.user).select_related("file")
    job = get_object_or_404(jobs, pk=pk)
    if request.method == "POST":
        return again(request, job)
    response = render(request, "admin/members/export_job.html", frame(request, title=_("Export of a list"), job=job))
    if job.is_running:
        response.headers["Refresh"] = "2"  # works without script; the page may be left and found again
    return response


def again(request, job):
    """A running order stays the one it is."""
    try:
        job = order_export(kind=job.kind, query=job.query, ending=job.ending, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("admin:members_exportjob_change", job.pk)
