"""A firm's documents, and everything that is kept of the firm in one file."""

import hashlib
import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from filing.services import claim_key
from members.desk.access import own_firm, posted
from members.desk.export import stream_export
from members.desk.forms import DocumentForm
from members.desk.views import REFUSED, done, show
from members.models import Firm, FirmDocument
from members.services import documents


def papers_of(firm):
    return FirmDocument.objects.filter(firm=firm, removed_at=None).with_size()


@require_http_methods(["GET", "HEAD", "POST"])
@own_firm
def desk_documents(request, firm):
    """The firm's papers; POST adds one. The same post twice adds it once."""
    form = DocumentForm(posted(request), request.FILES or None, by=request.user)
    if request.method == "POST" and form.is_valid() and add(request, firm, form):
        return redirect("members:desk_documents", firm.tracking_code)
    return show(
        request,
        firm,
        "documents",
        status=REFUSED if form.errors else 200,
        form=form,
        rows=list(papers_of(firm)),
        key=uuid.uuid4().hex,
        may_add=firm.state != Firm.State.LEFT,
        may_take_back=firm.state not in (Firm.State.APPLIED, Firm.State.LEFT),
    )


def add(request, firm, form):
    """False, with the reason in the form, when it was refused."""
    file = form.cleaned_data["file"]
    parts = [request.POST.get("key", ""), str(request.user.pk), firm.tracking_code, file.sha256]
    fingerprint = hashlib.sha256("\n".join(parts).encode()).hexdigest()
    with transaction.atomic():
        _row, is_first = claim_key(key=fingerprint, action="firm_document", user=request.user)
        if is_first:
            facts = {"kind": form.cleaned_data["kind"], "file": file, "by": request.user}
            if not done(form, documents.add_document, firm=firm, **facts):
                transaction.set_rollback(True)
                return False
    messages.success(request, _("The document was added."))
    return True


@require_POST
@own_firm
def desk_document_take_back(request, firm, pk):
    document = get_object_or_404(papers_of(firm), pk=pk)
    try:
        documents.take_back_document(document=document, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("The document was taken back. Reviewers can still read it."))
    return redirect("members:desk_documents", firm.tracking_code)


@require_safe
@own_firm
def desk_export(request, firm):
    """A ZIP of JSON and files, streamed: its size does not matter to the server."""
    response = StreamingHttpResponse(stream_export(firm, request.user), content_type="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="firm-{firm.tracking_code}.zip"'
    return response
