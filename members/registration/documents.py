"""The step of the papers: several files at once or one by one, each refused for itself."""

from django.core.exceptions import ValidationError
from django.shortcuts import redirect

from members.registration import throttle
from members.registration.checking import step_address
from members.registration.forms import DocumentForm
from members.registration.opening import REFUSED, page
from members.registration.steps import beside
from members.services.drafts import AlreadySent, add_draft_document, remove_draft_document


def documents_step(request, token, step):
    """Chosen files are kept whichever button is pressed; what is refused is named, the rest stays."""
    if request.method != "POST":
        return documents_page(request, token, step, DocumentForm())
    if request.FILES and not throttle.may(request, "upload"):
        return throttle.too_many(request)
    uploads = request.FILES.getlist("files")
    form = DocumentForm(request.POST)
    refused = add_all(request.draft, form, uploads) if uploads else []
    go = "remove" if "remove" in request.POST else request.POST.get("go", "next")
    if refused or (uploads and form.errors):
        return documents_page(request, token, step, form, refused=refused, status=REFUSED)
    if go == "add" and not uploads:
        return documents_page(request, token, step, DocumentForm(), nothing_chosen=True, status=REFUSED)
    if go == "remove":
        remove(request.draft, request.POST["remove"])
    return redirect(address_after(token, step, go))


def address_after(token, step, go):
    """Where a button leads once everything is kept."""
    here = {"add": "#kept", "remove": "#kept", "later": "?kept=1"}
    if go in here:
        return step_address(token, step) + here[go]
    return step_address(token, beside(step, -1 if go == "back" else 1))


def add_all(draft, form, uploads):
    """Keep what is good; (name, words) of what is not."""
    refused = []
    if not form.is_valid():
        return refused
    for upload in uploads:
        try:
            add_draft_document(draft=draft, kind=form.cleaned_data["kind"], upload=upload)
        except AlreadySent:
            raise
        except ValidationError as refusal:
            refused += [(upload.name, words) for words in refusal.messages]
    return refused


def remove(draft, typed):
    if typed.isascii() and typed.isdecimal() and len(typed) < 19:
        remove_draft_document(draft=draft, pk=int(typed))


def documents_page(request, token, step, form, **context):
    rows = request.draft.documents.select_related("file")
    if request.draft.firm_id:
        context["firm_documents"] = request.draft.firm.documents.filter(removed_at=None).select_related("file")
    return page(request, token, step, "members/register_documents.html", form=form, documents=rows, **context)
